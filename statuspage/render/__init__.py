"""Facts in, pages and feeds out. No clock, no database, no Flask."""
