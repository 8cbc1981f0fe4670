"""Extracted articles to one form: text repair, addresses, languages, outlets, times, agencies."""
