"""Small disks that tests may fill up or make read-only.

Only who may mount (root, mostly) can have a real one. Elsewhere a limit of the size of files, which
anybody may set, refuses to write in its place: the same answers, with other words for the reason.
"""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LIMIT = 4096  # bytes: room for a log and a lock, none for a page of a store


class SmallDisk:
    """A disk of some megabytes in memory, mounted at a folder."""

    full = "The disk is full."
    """What staff read of it when it is full, and when it is read-only."""
    read_only = "Read-only file system"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filling = folder / "filling"

    def fill(self) -> None:
        """Leave no byte free."""
        with suppress(OSError), self._filling.open("ab", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)

    def empty(self) -> None:
        """Take away what fills it."""
        self._filling.unlink()

    def make_read_only(self) -> None:
        self._mount("remount,ro")

    def make_writable(self) -> None:
        self._mount("remount,rw")

    def _mount(self, option: str) -> None:
        subprocess.run(["mount", "-o", option, self.folder], check=True)


class LimitedFiles(SmallDisk):
    """In place of a disk: this process, and what it starts from now on, writes no large file."""

    full = read_only = "The disk reported an error."

    def fill(self) -> None:
        _limit(os.getpid(), _LIMIT)

    def empty(self) -> None:
        """Writing works again, in what was started meanwhile too."""
        for process in _with_children(os.getpid()):
            _limit(process, resource.getrlimit(resource.RLIMIT_FSIZE)[1])

    make_read_only, make_writable = fill, empty


def _limit(process: int, size: int) -> None:
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size, most))


def _with_children(process: int) -> Iterator[int]:
    yield process
    for told in Path(f"/proc/{process}/task").glob("*/children"):
        for child in told.read_text("ascii").split():
            yield from _with_children(int(child))


@contextmanager
def small_disk(folder: Path, size: str = "6m") -> Iterator[SmallDisk]:
    """A disk of a size, gone afterwards with all it holds; LimitedFiles where none can be had."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        limited = LimitedFiles(folder)
        try:
            yield limited
        finally:
            limited.empty()
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
