"""Plain-text dumps to articles: undo the dump, classify its lines, route them to their columns."""
