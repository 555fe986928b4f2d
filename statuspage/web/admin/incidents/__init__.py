"""Incidents at the desk: opened, updated, edited, explained, and promises after them."""
