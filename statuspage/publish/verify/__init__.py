"""Check a published site from its public files alone."""
