"""Finds and reads content/ and turns Markdown into clean HTML. Knows nothing of the store or of pages."""
