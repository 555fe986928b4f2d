"""Subscriptions and what is delivered to them."""
