"""The store: SQLite through peewee. Models never leave this folder; plain frozen dataclasses do.

One module of functions per noun, in rooms by subject. Writing happens in `db.transaction()`, which
only actions open.
"""
