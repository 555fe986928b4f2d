"""Which copy the settings name, as a target."""

from __future__ import annotations

from pathlib import Path

from statuspage.config.publish import Bucket, Place
from statuspage.errors import SourceError
from statuspage.publish.folder import FolderTarget
from statuspage.publish.target import Target
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import current_settings

_base = Path()


def use(folder: Path) -> None:
    """From now on folders in the settings count from this one, that of config.toml."""
    global _base
    _base = folder


def target_at(place: Place) -> Target:
    """What carries files to a place. Raises SourceError."""
    if isinstance(place, Bucket):
        raise SourceError(said("{target} cannot be written by this version.", target=place))
    return FolderTarget(place)


def chosen() -> Target | None:
    """The target that the last good settings name, if any. Raises StoreError, SourceError."""
    with db.snapshot():
        place = current_settings().publish.place(_base)
    return None if place is None else target_at(place)
