"""The database itself: whether it is whole, how large it is, and its log."""

from __future__ import annotations

from collections.abc import Iterator

from statuspage.domain.vocabulary.sizes import Size
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.said import said
from statuspage.store import db

_LARGEST_LOG = 256 * 1024**2  # bytes; it is emptied again and again unless something holds it


def integrity(_: Examined) -> Iterator[Health]:
    """Reads the whole database once. Raises StoreError."""
    with db.snapshot():
        damage = db.engine().damage()
    sizes = db.engine().sizes()
    if damage:
        text = said(
            "The database is damaged: {damage}. Restore a backup: statuspage restore FILE.",
            damage=damage,
        )
        yield Health("database", Condition.FAILING, text)
    elif "database" in sizes:
        text = said("The database is undamaged; its size is {size}.", size=Size(sizes["database"]))
        yield Health("database", Condition.OK, text)
    else:
        yield Health("database", Condition.OK, said("The database answers."))
    if sizes.get("log", 0) > _LARGEST_LOG:
        text = said(
            "The log of the database has grown to {size}: a program that reads it for long keeps "
            "it from being emptied. End that program.",
            size=Size(sizes["log"]),
        )
        yield Health("log", Condition.LATE, text)
