"""Results of checks that other systems made: one file for each, and one line in registry.py."""
