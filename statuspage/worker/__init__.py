"""What is done beside the server, again and again: see loop.py."""
