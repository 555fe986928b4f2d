"""Planned work in the desk: announced, repeated, stepped on, and asked about before it changes."""
