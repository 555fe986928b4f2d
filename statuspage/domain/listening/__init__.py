"""Listening: what people say to us, how long they wait for an answer, and what became of it."""
