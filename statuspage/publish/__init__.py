"""A copy of the public site that lives without this program."""
