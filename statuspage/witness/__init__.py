"""A witness: it cosigns the records of other sites for as long as they only grow.

It stays light: it knows no site, no store and no pages, and keeps what it saw in a small file.
"""
