"""Finds and reads content/ and turns Markdown into clean HTML."""
