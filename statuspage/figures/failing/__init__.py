"""Failures that go on, by checks and by alerts of others: what is seen, and what became of it."""
