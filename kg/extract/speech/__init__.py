"""What is said in an article, directly and indirectly, and by whom."""
