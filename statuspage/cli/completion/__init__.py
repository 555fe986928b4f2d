"""What shells offer on TAB: `completion` prints their scripts, `offers` knows names and ids."""

ON_TAB = "_STATUSPAGE_COMPLETE"
"""The variable by which the script of a shell says that it wants to know what may come next."""
