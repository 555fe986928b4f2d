"""Private folders for what is being made: locked while in use, so that what a killed process left
behind is known for what it is, and removed by the next one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from statuspage.errors import StoreError, message
from statuspage.said import said

_LOCK = "lock"


@contextmanager
def scratch(parent: Path, purpose: str) -> Iterator[Path]:
    """A new folder on the disk of `parent` that only its owner may look into, gone after the block.

    Raises OSError.
    """
    _clear(parent, f".statuspage-{purpose}-")
    folder, lock = _locked(parent, f".statuspage-{purpose}-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked(parent: Path, prefix: str) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
        try:
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:  # another process took it for one that was left behind
            continue
        except OSError:
            folder.rmdir()
            raise
        with suppress(OSError):  # some disks of networks have no locks: nothing is cleared there
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if (folder / _LOCK).exists():
            return folder, lock
        os.close(lock)


def _clear(parent: Path, prefix: str) -> None:
    """Remove folders that nobody holds, best effort."""
    for left in parent.glob(f"{prefix}*"):
        with suppress(OSError):
            lock = os.open(left / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left)
            finally:
                os.close(lock)


def settle(place: Path) -> None:
    """Have what was written to a file, or what a folder lists, reach the disk. Raises OSError."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def not_written(target: Path, error: Exception) -> StoreError:
    """What to say of a backup that could not be written, where it was to be."""
    folder = target.parent
    why = message(error) if folder.is_dir() else said("there is no folder {folder}", folder=folder)
    return StoreError(
        said("The backup {target} could not be written: {error}.", target=target, error=why)
    )
