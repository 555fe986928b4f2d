"""Feeds: what their items say of each subject, and their documents in three forms."""
