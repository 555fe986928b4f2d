"""Reports at the desk: which are due, their drafts, their opening letters, their publication."""
