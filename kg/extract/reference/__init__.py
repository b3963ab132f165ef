"""What stands for whom: the cast of an article, and all that refers to it without a name."""
