"""What is done with what people say: heard, taken, turned away, merged, looked at again."""
