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

import pytest

_LIMIT = 4096  # bytes: room for a log and a lock, none for a page of a store


class SmallDisk:
    """A disk of some megabytes in memory, mounted at a folder."""

    full = "The disk is full."
    """What staff read of it when it is full, and when it is read-only."""
    read_only = "Read-only file system"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filling = folder / "filling"

    def fill(self, room: int = 0) -> None:
        """Leave so many bytes free."""
        with suppress(OSError), self._filling.open("ab", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)
        os.truncate(self._filling, self._filling.stat().st_size - room)

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

    def fill(self, _room: int = 0) -> None:
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


class FaultyDisk:
    """A real disk with a file system that the kernel makes read-only when it meets an error."""

    def __init__(self, folder: Path, image: Path) -> None:
        self.folder = folder
        self._image = image

    def meet_an_error(self) -> None:
        """From now on nothing can be written, also by those who have files open."""
        told = subprocess.run(["losetup", "-j", self._image], capture_output=True, check=True)
        device = told.stdout.decode().partition(":")[0].rpartition("/")[2]
        Path(f"/sys/fs/ext4/{device}/trigger_fs_error").write_text("1", "ascii")

    def mount(self) -> None:
        command = ["mount", "-o", "loop,errors=remount-ro", self._image, self.folder]
        subprocess.run(command, check=True, capture_output=True)


@contextmanager
def faulty_disk(folder: Path) -> Iterator[FaultyDisk]:
    """Such a disk; a skip where this machine lends none."""
    folder.mkdir()
    image = folder.with_suffix(".image")
    with image.open("wb") as file:
        file.truncate(32 * 1024 * 1024)
    disk = FaultyDisk(folder, image)
    try:
        make = ["mkfs.ext4", "-q", "-E", "lazy_itable_init=0", image]
        subprocess.run(make, check=True, capture_output=True)
        disk.mount()
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no disk can be made here: {error}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


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
