"""Who signs the head of the record in this process."""

from __future__ import annotations

from statuspage.domain.library.library import Library
from statuspage.domain.record.note import Checkpoint, Signer
from statuspage.domain.vocabulary.site import Site

_seed: bytes | None = None


def use(seed: bytes | None) -> None:
    """Sign with this key from now on; None leaves the record unsigned."""
    global _seed
    _seed = seed


def seed() -> bytes | None:
    """The key that signs, if any."""
    return _seed


def signer(site: Site) -> Signer | None:
    """The key under the name it signs for this site, or None."""
    return None if _seed is None else Signer(site.record_origin, _seed)


def is_missing(library: Library) -> bool:
    """Whether the record names a key that signs it, and this process was given none."""
    return _seed is None and bool(library.record.marks(["key"]))


def head(library: Library, site: Site, size: int | None = None) -> Checkpoint:
    """The head of the record now, or when it held so many entries."""
    entries = library.record.size() if size is None else size
    return Checkpoint(site.record_origin, entries, library.record.root(entries))
