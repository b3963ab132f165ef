"""What is done: triggers, their frames, what follows from them, who tells of it, and the actions made of them."""
