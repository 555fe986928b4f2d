"""Telling browsers by Web Push: who we are, what only they can read, and the way to them."""
