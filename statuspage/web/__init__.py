"""The web: the page cache that answers visitors, and the staff desk behind it."""
