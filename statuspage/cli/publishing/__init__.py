"""A site's files, its written words, its record, and its copies."""
