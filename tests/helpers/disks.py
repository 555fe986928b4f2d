"""Small disks that tests may fill up or make read-only; only root can have them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


class SmallDisk:
    """A disk of some megabytes in memory, mounted at a folder."""

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


@contextmanager
def small_disk(folder: Path, size: str = "6m") -> Iterator[SmallDisk]:
    """A disk of a size, gone afterwards with all it holds; skips the test where none can be had."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a disk of one's own needs root: {mounted.stderr.strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
