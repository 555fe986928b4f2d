"""Pingdom: the raw results of a check.

Source: https://docs.pingdom.com/api/ (3.1, "Returns a list of raw test results for a specified
check"): newest first, at most 1,000 at a time, the rest by `offset`; times are seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt

from statuspage.config.kinds.places import WebAddress
from statuspage.config.sources import SeriesKeys
from statuspage.domain.measured.samples import ProbeState
from statuspage.domain.vocabulary.spans import Span
from statuspage.sources.kind import SourceKind
from statuspage.sources.results import (
    CheckResult,
    TokenSource,
    asker,
    endless,
    pulling,
    rows,
    understood,
    whole,
)

if TYPE_CHECKING:
    from statuspage.sources.asking import Asker

_PAGE = 1000
_PAGES = 20  # of one pull; a check runs once a minute at most
_STATES = {
    "up": ProbeState.UP,
    "down": ProbeState.DOWN,
    "unconfirmed_down": ProbeState.DOWN,  # fail_after says how many make an outage
}

Number = Annotated[StrictInt, Field(ge=1)]


class PingdomSeries(SeriesKeys):
    """One check."""

    check: Number
    """The number of the check, as in its address at Pingdom."""
    by_place: StrictBool = False
    """Whether each place it is checked from counts for itself, by `quorum` and `vote`. Checks go
    round the places, so as a rule the newest result of any of them counts."""

    @property
    def asked(self) -> str:
        return f"pingdom check {self.check}"


class PingdomSource(TokenSource):
    """An account at Pingdom."""

    type: Literal["pingdom"]
    url: WebAddress = "https://api.pingdom.com"
    """Where its API is."""
    series: tuple[PingdomSeries, ...] = ()
    """What of it is taken: a table for each."""


def _results(series: PingdomSeries, span: Span, asked: Asker) -> Iterator[CheckResult]:
    for page in range(_PAGES):
        query: dict[str, str | int] = {
            "from": int(span.start.timestamp()),
            "to": int(span.end.timestamp()),
            "limit": _PAGE,
            "offset": page * _PAGE,
        }
        document = asked.json(f"/api/3.1/results/{series.check}", query)
        found: list[CheckResult] = understood("Pingdom", partial(list, _read(document)))
        yield from found
        if len(found) < _PAGE:
            return
    raise endless()


def _read(document: Any) -> Iterator[CheckResult]:
    for one in rows(document, "results"):
        state = _STATES.get(one["status"], ProbeState.UNKNOWN)
        at, place = int(one["time"]) * 1000, str(one.get("probeid", ""))
        yield CheckResult(at, state, whole(one.get("responsetime")), place)


KIND = SourceKind("pingdom", PingdomSource, asker, pulling(_results), lambda _: timedelta(days=1))
