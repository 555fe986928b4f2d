"""The store: SQLite through peewee. Models never leave this folder; plain frozen dataclasses do.

One module of functions per noun, in rooms by subject. Writing happens in `db.transaction()`, which
only actions open.
"""

import sys

_DRIVER = "psycopg"

# peewee imports the driver of PostgreSQL wherever it is installed, a tenth of the time and memory
# of a command, and can do without it; `postgresql/connecting.py` imports it where it is used.
if _DRIVER in sys.modules or "peewee" in sys.modules:
    import peewee
else:
    sys.modules[_DRIVER] = None  # type: ignore[assignment]  # how Python marks what is not there
    try:
        import peewee  # noqa: F401
    finally:
        del sys.modules[_DRIVER]
