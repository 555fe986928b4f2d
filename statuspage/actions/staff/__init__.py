"""What is done with accounts: signing in, factors, tokens, drafts, the audit log."""
