"""Telling by mail: its bytes, its signature, and the way to the server that takes it."""
