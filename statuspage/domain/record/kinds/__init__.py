"""The kinds of fact that the record holds: one file each, and a line in the registry."""
