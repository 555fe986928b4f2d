"""Which feeds say something else than when they were last passed on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from statuspage import clock
from statuspage.errors import NotFound
from statuspage.site import catalogue
from statuspage.site.page import Rendering
from statuspage.store import db
from statuspage.store.published import topics
from statuspage.store.telling import listeners


@dataclass(frozen=True)
class _Seen:
    """A feed as it was looked at last, and what that rested on."""

    generation: int  # of the store
    digest: str
    topics: frozenset[str]  # some of these may have no version yet
    versions: Mapping[str, int]
    valid_until: datetime | None


class FeedWatch:
    """Looks at feeds again when something that they rest on changed, and never otherwise."""

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}

    def changed(self, paths: Collection[str]) -> dict[str, str]:
        """The digests of those that differ from what is noted, or were never noted; by path.

        Raises StoreError.
        """
        with db.snapshot():
            known, generation = listeners.digests(paths), topics.generation()
        for path in set(self._seen) - set(paths):
            del self._seen[path]
        found = ((path, self._digest(path, generation)) for path in paths)
        return {path: digest for path, digest in found if digest and known.get(path) != digest}

    def _digest(self, path: str, generation: int) -> str:
        """What a feed says now, as a hash; "" where there is none any more."""
        seen = self._seen.get(path)
        if seen is not None and seen.valid_until is not None and clock.now() >= seen.valid_until:
            seen = None
        if seen is not None and seen.generation == generation:
            return seen.digest
        with db.snapshot():
            if seen is not None and _versions(seen.topics) == seen.versions:
                self._seen[path] = replace(seen, generation=generation)
                return seen.digest
            rendering = rendered(path)
            if rendering is None:
                return ""
            versions = _versions(rendering.topics)
        digest = digest_of(rendering)
        self._seen[path] = _Seen(
            generation, digest, rendering.topics, versions, rendering.valid_until
        )
        return digest


def rendered(path: str) -> Rendering | None:
    """A feed as it is now; None where there is none any more. Raises StoreError."""
    found = catalogue.find(path)
    try:
        return None if found is None else catalogue.render(found)
    except NotFound:
        return None


def digest_of(rendering: Rendering) -> str:
    """What a feed says, as a hash."""
    return sha256(rendering.body).hexdigest()


def _versions(named: frozenset[str]) -> dict[str, int]:
    found = topics.versions(named)
    found.pop(topics.GENERATION, None)
    return found
