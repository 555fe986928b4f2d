"""What a kind of source is, and what one pull of it gives.

A kind is imported wherever settings are read, so what only its pulling needs is imported there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from statuspage.config.sources import RatioKeys, SeriesKeys, SourceKeys
from statuspage.domain.measured.ratios import Slice
from statuspage.domain.measured.samples import Sample
from statuspage.domain.vocabulary.spans import Span

if TYPE_CHECKING:
    from statuspage.sources.asking import Asker


@dataclass(frozen=True)
class Pulled:
    """What was measured in a stretch of time, and the SHA-256 of the points it was made of."""

    samples: tuple[Sample, ...]
    points: int
    digest: bytes
    slices: tuple[Slice, ...] = ()  # of a ratio

    @property
    def newest(self) -> datetime | None:
        """When the newest of it was measured."""
        ends = [one.at for one in self.samples] + [one.span.end for one in self.slices]
        return max(ends, default=None)


def digest(points: Iterable[Any]) -> bytes:
    """The SHA-256 over points in JSON types: one a line, each with sorted keys, sorted, UTF-8."""
    lines = sorted(
        json.dumps(one, sort_keys=True, separators=(",", ":"), ensure_ascii=False) for one in points
    )
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).digest()


Keys = TypeVar("Keys", bound=SourceKeys)
Of = TypeVar("Of", bound=SeriesKeys)


@dataclass(frozen=True)
class SourceKind(Generic[Keys, Of]):
    """A kind of source, by the name that its tables bear as `type`."""

    name: str
    settings: type[Keys]
    asker: Callable[[Keys, Mapping[str, str]], Asker]
    """How it is asked, with what stands in the environment."""
    pull: Callable[[Keys, Of, Span, Asker], Pulled]
    """What a series has in (start, end]. Raises SourceFault, Unreachable."""
    longest: Callable[[Of], timedelta]
    """The longest stretch that one pull can ask for."""
    count: Callable[[Keys, RatioKeys, Span, Asker], Pulled] | None = None
    """What counters counted in (start, end]; None for a kind without counters."""
