"""What readers answered, and the rounds in which they were asked."""
