"""The prober on another machine: what it is to check, what it has found, and the way to the server.

It stays light: no web server, no figures, and of the store only a small file of its own.
"""
