"""Who else on this machine may read what is secret."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from statuspage.errors import StoreError
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.said import said
from statuspage.store import db

_FILE = "_FILE"  # variables of ours that end so name a file with a secret in it


def rights(examined: Examined) -> Iterator[Health]:
    """The files of the store, and those that the environment names."""
    files = [
        Path(name)
        for variable, name in sorted(examined.environ.items())
        if variable.startswith("STATUSPAGE_") and variable.endswith(_FILE) and name
    ]
    with suppress(StoreError):
        files += db.engine().private_files()
    yield from of_files(files)


def of_files(files: Sequence[Path]) -> Iterator[Health]:
    """What to say of who may read some files."""
    open_to_others = [file for file in files if _may_others_read(file)]
    for file in open_to_others:
        text = said(
            "Others on this machine can read {file}, which holds secrets. Run: chmod 600 {file}",
            file=file,
        )
        yield Health("rights", Condition.LATE, text)
    if not open_to_others:
        text = said("Nobody else on this machine can read the secrets.")
        yield Health("rights", Condition.OK, text)


def _may_others_read(file: Path) -> bool:
    try:
        return bool(file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False  # it is not there, or in a folder that even we may not open
