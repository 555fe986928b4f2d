"""What concerns staff alone: accounts, roles, drafts, tokens, hints. Pure."""
