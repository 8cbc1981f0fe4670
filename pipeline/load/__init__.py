"""Raw input to decoded documents: folders, archives, compressed files, many documents in one file, encodings."""
