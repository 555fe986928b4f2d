"""The demo site: `python -m tests.demo DIR [URL]` writes it to a folder, to be served there."""
