"""Wire marks: what journalists print around a story (dateline, byline, credit, dates, captions), read line by line."""
