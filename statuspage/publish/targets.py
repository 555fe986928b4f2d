"""Which copy the settings name, as a target."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from statuspage.config.publish import BucketPlace, Place
from statuspage.publish.folder import FolderTarget
from statuspage.publish.target import Target
from statuspage.said import Said
from statuspage.store import db
from statuspage.store.settings import current_settings

_base = Path()


def use(folder: Path) -> None:
    """From now on folders in the settings count from this one, that of config.toml."""
    global _base
    _base = folder


def target_at(place: Place) -> Target:
    """What carries files to a place."""
    if isinstance(place, BucketPlace):
        return _bucket(place, db.folder())
    return FolderTarget(Path(os.path.normpath(place)))


@lru_cache
def _bucket(bucket: BucketPlace, folder: Path | None) -> Target:
    """One for as long as the process lives; its index lies beside the store, where that is here."""
    from statuspage.publish.bucket.objects import Objects
    from statuspage.publish.bucket.target import BucketTarget

    name = f"{bucket.name}-{sha256(bucket.prefix.encode()).hexdigest()[:8]}"
    index = (folder or _base / "var") / "copies" / f"{name}.db"
    return BucketTarget(Objects(bucket, os.environ), index)


def faults(place: Place | None, environ: Mapping[str, str]) -> Iterator[Said]:
    """What keeps this program from writing a copy there, as far as it is seen from here."""
    if isinstance(place, BucketPlace):
        from statuspage.publish.bucket import access

        yield from access.faults(environ)


def chosen() -> Target | None:
    """The target that the last good settings name, if any. Raises StoreError."""
    with db.snapshot():
        place = current_settings().publish.place(_base)
    return None if place is None else target_at(place)
