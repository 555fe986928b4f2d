"""Changelogs of others, read leniently: whatever is not understood is kept as text and listed."""
