"""What is done with planned work: announced, stepped on, repeated."""
