"""Single results of services that check: the same for all of them, whatever they call what."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from statuspage.config.kinds.environment import Secret
from statuspage.config.kinds.places import WebAddress
from statuspage.config.sources import SourceKeys
from statuspage.domain.measured.samples import LONGEST_MS, ProbeState, Sample
from statuspage.domain.vocabulary.spans import Span
from statuspage.said import said
from statuspage.sources.fault import SourceFault
from statuspage.sources.kind import Pulled, digest

if TYPE_CHECKING:
    from statuspage.sources.asking import Asker

_T = TypeVar("_T")


class Placed(Protocol):
    """A series whose results come from places."""

    @property
    def by_place(self) -> bool: ...


_Series = TypeVar("_Series", bound=Placed)


class TokenSource(SourceKeys):
    """A service that is asked with a token."""

    token: Secret
    """What it is asked with, as `"env:NAME"`: the value stands in the environment. One that can
    only read is enough."""
    url: WebAddress
    """Where its API is."""

    @property
    def headers(self) -> dict[str, str]:
        """What goes with each question."""
        return {"Authorization": f"Bearer {self.token}"}


def asker(keys: TokenSource, environ: Mapping[str, str]) -> Asker:
    """How a service is asked."""
    from statuspage.sources.asking import Asker

    return Asker(keys.url, environ, keys.headers, keys.timeout)


@dataclass(frozen=True)
class CheckResult:
    """One result: when, in milliseconds since 1970, what it was, how long the answer took."""

    at: int
    state: ProbeState
    latency_ms: int | None = None
    place: str = ""


def pulled(found: Iterable[CheckResult], span: Span, *, by_place: bool) -> Pulled:
    """What of some results lies in (start, end]. A check that failed took no time that counts."""
    start, end = (int(edge.timestamp()) * 1000 for edge in (span.start, span.end))
    inside = [one for one in dict.fromkeys(found) if start < one.at <= end]
    samples = tuple(
        Sample(
            datetime.fromtimestamp(one.at // 1000, UTC),
            one.state,
            one.latency_ms if one.state in (ProbeState.UP, ProbeState.DEGRADED) else None,
            one.place if by_place else "",
        )
        for one in inside
    )
    points = ([one.at, one.state.value, one.latency_ms, one.place] for one in inside)
    return Pulled(samples, len(samples), digest(points))


def pulling(
    results: Callable[[_Series, Span, Asker], Iterable[CheckResult]],
) -> Callable[[TokenSource, _Series, Span, Asker], Pulled]:
    """How a series is pulled whose single results are read so."""

    def pull(_: TokenSource, series: _Series, span: Span, asked: Asker) -> Pulled:
        return pulled(results(series, span, asked), span, by_place=series.by_place)

    return pull


def endless() -> SourceFault:
    """Of a service that says of every page that more follow."""
    return SourceFault(said("Its answer has no end: there are always more pages."))


def understood(name: str, read: Callable[[], _T]) -> _T:
    """What was read of an answer. Raises SourceFault where it is not in the documented form."""
    try:
        return read()
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        text = said("Its answer is not one of {service}; check the url.", service=name)
        raise SourceFault(text) from error


def whole(value: Any) -> int | None:
    """Whole milliseconds, rounded up, and at most as long as is kept; None for what is no time."""
    if isinstance(value, bool) or value is None:
        return None
    found = math.ceil(value)
    return min(found, LONGEST_MS) if found >= 0 else None


def rows(document: Any, key: str) -> list[Mapping[str, Any]]:
    """The objects of a list. Raises TypeError, KeyError for anything else."""
    found = document[key]
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise TypeError(key)
    return found
