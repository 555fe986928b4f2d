"""The store whole: its copies, the way to another database, what enters it and what leaves it."""
