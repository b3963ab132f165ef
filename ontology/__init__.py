"""The vocabulary and its Python face: Turtle files, shapes, terms, named queries. Imports nothing of ours."""
