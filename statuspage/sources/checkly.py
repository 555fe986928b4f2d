"""Checkly: the final results of a check.

Source: https://www.checklyhq.com/docs/api-reference/check-results/ (v2): at most 100 at a time,
the rest by `nextId`; raw results are kept for 30 days. Retries are no results of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from pydantic import StrictBool

from statuspage.config.kinds.places import WebAddress
from statuspage.config.kinds.values import Filled
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

_PAGE = 100
_LONGEST = timedelta(hours=6)  # that one question may span
_PAGES = 200  # of one pull


class ChecklySeries(SeriesKeys):
    """One check."""

    check: Filled
    """The id of the check, as in its address at Checkly."""
    by_place: StrictBool = False
    """Whether each place it is checked from counts for itself, by `quorum` and `vote`: for checks
    that run at all their places at once. Without it the newest result of any place counts."""

    @property
    def asked(self) -> str:
        return f"checkly check {self.check}"


class ChecklySource(TokenSource):
    """An account at Checkly."""

    type: Literal["checkly"]
    account: Filled
    """The id of the account, from its settings."""
    url: WebAddress = "https://api.checklyhq.com"
    """Where its API is."""
    series: tuple[ChecklySeries, ...] = ()
    """What of it is taken: a table for each."""

    @property
    def headers(self) -> dict[str, str]:
        return {**super().headers, "X-Checkly-Account": self.account}


def _results(series: ChecklySeries, span: Span, asked: Asker) -> Iterator[CheckResult]:
    query: dict[str, str | int] = {
        "from": int(span.start.timestamp()),
        "to": int(span.end.timestamp()) + 1,  # a result within the last second is sorted out later
        "limit": _PAGE,
    }
    for _ in range(_PAGES):
        document = asked.json(f"/v2/check-results/{quote(series.check, safe='')}", query)
        yield from understood("Checkly", partial(list, _read(document)))
        following = document.get("nextId")
        if not following:
            return
        query["nextId"] = str(following)
    raise endless()


def _read(document: Any) -> Iterator[CheckResult]:
    for one in rows(document, "entries"):
        if one.get("resultType", "FINAL") != "FINAL":
            continue
        at = datetime.fromisoformat(str(one["startedAt"]).replace("Z", "+00:00"))
        if at.tzinfo is None:
            raise ValueError(at)
        milliseconds = round(at.timestamp() * 1000)
        place = str(one.get("runLocation") or "")
        yield CheckResult(milliseconds, _state(one), whole(one.get("responseTime")), place)


def _state(one: Mapping[str, Any]) -> ProbeState:
    if one["hasFailures"] or one.get("hasErrors"):
        return ProbeState.DOWN
    return ProbeState.DEGRADED if one.get("isDegraded") else ProbeState.UP


def _longest(series: ChecklySeries) -> timedelta:
    return min(_LONGEST, series.interval * _PAGE)


KIND = SourceKind("checkly", ChecklySource, asker, pulling(_results), _longest)
