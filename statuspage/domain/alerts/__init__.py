"""Alerts of other systems: what they say, which rule takes them, and what is kept of them."""
