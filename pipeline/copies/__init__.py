"""Recognising copies: shingles, candidates, verification, and the rows of `articles` and `copies`."""
