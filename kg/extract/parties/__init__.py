"""Who does it and to whom, where the frame alone does not say."""
