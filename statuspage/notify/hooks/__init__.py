"""Tells programs, chats and phones by HTTP: visitors' webhooks and topics, and [[hooks]]."""
