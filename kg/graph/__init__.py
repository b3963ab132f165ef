"""Facts to quads: names, shapes, what follows from all articles, files."""
