"""Badges: how something is, in one line, as a picture and as a document for Shields."""
