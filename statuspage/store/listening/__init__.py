"""What people said: private rows, each kept for a time only."""
