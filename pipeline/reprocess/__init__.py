"""A dataset read from its raw files again: the same ids, the rows a newer pipeline makes of them, and a report of the change."""
