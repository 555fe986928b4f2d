"""How much room is left on the disks of the store and of the copy."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from statuspage.domain.vocabulary.sizes import Size
from statuspage.errors import StoreError
from statuspage.health.health import Condition, Health
from statuspage.publish import aside
from statuspage.publish.folder import FolderTarget
from statuspage.publish.targets import chosen
from statuspage.said import said
from statuspage.store import db

_LITTLE = (0.10, 2 * 1024**3)  # less than this share and than so many bytes: somebody should look
_TOO_LITTLE = (0.02, 200 * 1024**2)
_FEW_FILES = 0.02  # of all that the disk can hold


@dataclass(frozen=True)
class Disk:
    """What a disk has left, of all that it has. Some disks know no number of files: 0 of 0."""

    free: int  # bytes
    whole: int
    free_files: int
    all_files: int

    def is_less_than(self, share: float, enough: int) -> bool:
        """Whether less is free than a share of all, and than what is enough for anybody."""
        return self.free < self.whole * share and self.free < enough


def disk() -> Health:
    """That of the store, or that of the copy where it is another one and worse off.

    Raises StoreError.
    """
    store = db.folder()
    if store is None:
        text = said("The store is on a database server; its disk cannot be seen from here.")
        own = Health("disk", Condition.OK, text)
    else:
        own = look_at(store)
    other = _of_the_copy(store)
    if other is None:
        return own
    grave = [*Condition].index
    is_worse = store is None or grave(other.condition) > grave(own.condition)
    figures = {f"copy_{name}": value for name, value in other.figures.items()}
    return replace(other if is_worse else own, figures={**own.figures, **figures})


def _of_the_copy(store: Path | None) -> Health | None:
    """The disk of the copy, where that is in a folder, and on another disk than the store."""
    try:
        target = chosen()
    except StoreError:
        return None  # the check of the store tells it
    if not isinstance(target, FolderTarget):
        return None
    try:
        return aside.ask(lambda: _at(target.root, store))
    except aside.Unanswered:
        return None  # the check of the copy tells it


def _at(root: Path, store: Path | None) -> Health | None:
    """All that is asked of the disk of the copy."""
    place = next(place for place in (root, *root.parents) if place.exists())
    return None if store is not None and _is_one_disk(store, place) else look_at(place)


def _is_one_disk(one: Path, other: Path) -> bool:
    return one.exists() and one.stat().st_dev == other.stat().st_dev


def look_at(folder: Path) -> Health:
    """What to say of the disk of a folder."""
    try:
        found = os.statvfs(folder)
    except OSError as error:
        text = said("{folder} cannot be looked at: {error}.", folder=folder, error=error.strerror)
        return Health("disk", Condition.FAILING, text)
    unit = found.f_frsize
    return of_disk(
        folder,
        Disk(found.f_bavail * unit, found.f_blocks * unit, found.f_favail, found.f_files),
    )


def of_disk(folder: Path, found: Disk) -> Health:
    """What to say of what is left on the disk of a folder."""
    figures = {"disk_free_bytes": float(found.free), "disk_size_bytes": float(found.whole)}
    params = {"folder": folder, "free": Size(found.free), "size": Size(found.whole)}
    if found.is_less_than(*_LITTLE):
        text = said(
            "Only {free} of {size} are left on the disk of {folder}. Free some space, or move "
            "the site to a larger disk.",
            **params,
        )
        is_too_little = found.is_less_than(*_TOO_LITTLE)
        condition = Condition.FAILING if is_too_little else Condition.LATE
        return Health("disk", condition, text, figures=figures)
    if found.free_files < found.all_files * _FEW_FILES:
        text = said(
            "The disk of {folder} has room for only {files} more files. Delete some.",
            folder=folder,
            files=found.free_files,
        )
        return Health("disk", Condition.LATE, text, figures=figures)
    text = said("{free} of {size} are free on the disk of {folder}.", **params)
    return Health("disk", Condition.OK, text, figures=figures)
