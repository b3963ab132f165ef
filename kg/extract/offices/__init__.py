"""Titles of office: their words, who bears them, for whom, and since when."""
