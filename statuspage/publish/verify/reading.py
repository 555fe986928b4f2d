"""Where a published site is read from: a folder as `publish` writes it, or its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from statuspage.errors import SourceError, Unreachable
from statuspage.net.exchange import Limits
from statuspage.net.rules import anywhere
from statuspage.net.visit import Visit
from statuspage.publish.folder import index_of
from statuspage.publish.index import IndexFault
from statuspage.publish.opening import seen
from statuspage.publish.ownership import OURS
from statuspage.publish.places import place_of
from statuspage.said import joined, said

_LIMITS = Limits(seconds=60.0, size=50_000_000)


class Source(Protocol):
    """A published site."""

    name: str
    is_shared: bool
    """Whether several processes may read it at one time."""

    def expect(self, paths: Iterable[str]) -> None:
        """Is told what is read next, so that it can be asked for ahead."""

    def read(self, path: str) -> bytes:
        """What lies at an address. Raises SourceError when nothing does, or it cannot be read."""

    def is_being_written(self) -> bool:
        """Whether it says of itself that it is not complete at this moment."""


class Folder:
    """A published copy on this machine."""

    is_shared = True

    def __init__(self, root: Path) -> None:
        self.name = str(root)
        self.root = root

    def expect(self, paths: Iterable[str]) -> None:
        """Files need no asking ahead."""

    def read(self, path: str) -> bytes:
        try:
            place = place_of(self.root, path)
            if place.exists() and not place.is_file():
                raise SourceError(said("it is not a file."))
            return place.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise SourceError(said("it is missing.")) from error
        except OSError as error:
            raise SourceError(joined([f"{error.strerror}."], "")) from error

    def is_being_written(self) -> bool:
        try:
            with seen(index_of(self.root)) as index:
                return index is not None and index.is_under_way()
        except IndexFault:
            return False

    def changes(self) -> str:
        """How often files of it were written; "" where nobody counts."""
        try:
            with seen(index_of(self.root)) as index:
                return "" if index is None else index.fact("changes")
        except IndexFault:
            return ""

    def files(self) -> dict[str, Path]:
        """Whatever lies below the folder but folders, by its path; links are not followed.

        What the program keeps there for itself is no part of the site.
        """
        found = (
            place for place in self.root.rglob("*") if place.is_symlink() or not place.is_dir()
        )
        named = {place.relative_to(self.root).as_posix(): place for place in found}
        return {path: place for path, place in named.items() if not path.startswith(f"{OURS}/")}


class Address:
    """A site on the web, each answer limited in size and time."""

    is_shared = False  # a connection belongs to one process, and one is enough for a server

    def __init__(self, url: str, visit: Visit) -> None:
        self.name = url
        self.url = url.rstrip("/")
        self._visit = visit

    def expect(self, paths: Iterable[str]) -> None:
        self._visit.expect(self.url + path for path in paths if _is_inside(path))

    def read(self, path: str) -> bytes:
        if not _is_inside(path):
            raise SourceError(said("it is no address of this site."))
        try:
            return self._visit.fetch(self.url + path)
        except Unreachable as error:
            raise SourceError(error.said) from error

    def is_being_written(self) -> bool:
        return False


def _is_inside(path: str) -> bool:
    """Whether what a site names is an address of its own: ".other.example/" makes another host."""
    return path.startswith("/")


@contextmanager
def source(name: str) -> Iterator[Folder | Address]:
    """A folder or an http(s) address by what the user typed. Raises SourceError."""
    if name.lower().startswith(("http://", "https://")):
        with closing(Visit(_LIMITS, anywhere)) as visit:
            yield Address(name, visit)
    elif Path(name).is_dir():
        yield Folder(Path(name))
    else:
        raise SourceError(
            said("{name} is not a folder; name a published copy or an http(s) address.", name=name)
        )
