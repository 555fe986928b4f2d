"""How much room is left on the disk where the store is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from statuspage.domain.vocabulary.sizes import Size
from statuspage.health.health import Condition, Health
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
    """Raises StoreError."""
    folder = db.folder()
    if folder is None:
        text = said("The store is on a database server; its disk cannot be seen from here.")
        return Health("disk", Condition.OK, text)
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
