"""What is done with incidents: open, update, amend, explain, promise, take over from elsewhere."""
