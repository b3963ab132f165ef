"""What is named in an article, and who is the same as whom by name."""
