"""Histories of other systems: one file for each of them, and one line in registry.py."""
