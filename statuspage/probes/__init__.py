"""What this program asks by itself: one kind of probe per file, and when each is due.

A probe never raises: whatever happens to it is its result. What failed because of this machine, not
because of the target, is unknown. Nothing here writes; results leave in batches through a callback.
"""
