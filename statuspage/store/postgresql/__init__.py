"""What is PostgreSQL's own: connections, locks, word of what others wrote, copies of the whole."""
