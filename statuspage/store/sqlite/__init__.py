"""What is SQLite's own: files beside the database, their locks, copies of the whole."""
