"""Discovery and polite fetching of news pages into WARC."""
