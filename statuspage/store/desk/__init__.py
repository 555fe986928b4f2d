"""What concerns staff alone: accounts, factors, forms, drafts, tokens, the audit log, secrets."""
