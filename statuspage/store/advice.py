"""What keeps anybody from writing until somebody mends it, in plain words for both databases."""

from __future__ import annotations

from statuspage.said import said

FULL = said("The disk is full. Nothing was written; free some space and try again.")
READ_ONLY = said("The database cannot be written to. Check its owner and permissions.")
BROKEN = said("The disk reported an error. Check it, and restore a backup if need be.")
BUSY = said("Another program is using the database. Try again in a moment.")
HANGS = said("The database does not answer. Pages are shown as they were until it does.")
SERVER_READ_ONLY = said(
    "The database server accepts no writes: it is read-only, or a standby. Check it, and whether "
    "[store] database names the right one."
)
UNWRITABLE = (FULL, READ_ONLY, BROKEN, SERVER_READ_ONLY, BUSY)
"""By their places the bell tells them to other processes."""
