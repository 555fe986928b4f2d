"""UptimeRobot: since when a monitor was up, down or paused, and how long answers took.

It gives no single results, but each change (`logs`) and, while it was up, times of answers
(`response_times`). A stretch between two changes is told as a result in each interval of it, from
its very beginning on; time before the first change, or while it was paused, stays unknown. Source:
https://uptimerobot.com/api/ (v2, getMonitors; logs: 1 down, 2 up, 98 started, 99 paused).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import Field, StrictInt

from statuspage.config.kinds.places import WebAddress
from statuspage.config.sources import SeriesKeys
from statuspage.domain.measured.samples import ProbeState
from statuspage.domain.vocabulary.spans import Span
from statuspage.said import said
from statuspage.sources.fault import SourceFault
from statuspage.sources.kind import Pulled, SourceKind
from statuspage.sources.results import (
    CheckResult,
    TokenSource,
    asker,
    pulled,
    rows,
    understood,
    whole,
)

if TYPE_CHECKING:
    from statuspage.sources.asking import Asker

_BEGINNING = 1_262_304_000  # 2010: before the first monitor, so that the state at a start is known
_STATES = {1: ProbeState.DOWN, 2: ProbeState.UP}

Number = Annotated[StrictInt, Field(ge=1)]


class UptimeRobotSeries(SeriesKeys):
    """One monitor."""

    monitor: Number
    """The number of the monitor, as in its address at UptimeRobot. It confirms failures by itself:
    `fail_after = 1` is enough."""

    @property
    def asked(self) -> str:
        return f"uptimerobot monitor {self.monitor}"


class UptimeRobotSource(TokenSource):
    """An account at UptimeRobot, or one monitor of it."""

    type: Literal["uptimerobot"]
    url: WebAddress = "https://api.uptimerobot.com"
    """Where its API is."""
    series: tuple[UptimeRobotSeries, ...] = ()
    """What of it is taken: a table for each."""

    @property
    def headers(self) -> dict[str, str]:
        return {"Content-Type": "application/x-www-form-urlencoded"}


def _pull(keys: UptimeRobotSource, series: UptimeRobotSeries, span: Span, asked: Asker) -> Pulled:
    start, end = (int(edge.timestamp()) for edge in (span.start, span.end))
    form = {
        "api_key": asked.secret(keys.token),
        "format": "json",
        "monitors": series.monitor,
        "logs": 1,
        "logs_start_date": _BEGINNING,
        "logs_end_date": end,
        "response_times": 1,
        "response_times_start_date": start,
        "response_times_end_date": end,
    }
    document = asked.json("/v2/getMonitors", {}, urlencode(form).encode())
    if isinstance(document, Mapping) and document.get("stat") == "fail":
        why = document.get("error")
        words = str(why.get("message") if isinstance(why, Mapping) else "")[:300]
        raise SourceFault(said("It refuses: {why}", why=words))
    step = int(series.interval.total_seconds())
    found: list[CheckResult] = understood(
        "UptimeRobot", partial(list, _read(document, start, end, step))
    )
    return pulled(found, span, by_place=False)


def _read(document: Any, start: int, end: int, step: int) -> Iterator[CheckResult]:
    found = rows(document, "monitors")
    if not found:
        raise SourceFault(said("It has no such monitor; check its number and the token."))
    [monitor] = found
    changes = sorted((int(one["datetime"]), int(one["type"])) for one in monitor.get("logs", ()))
    stretches = [*pairwise([*changes, (end + 1, 0)])]
    for (since, kind), (until, _) in stretches:
        state = _STATES.get(kind)
        if state is None:
            continue
        first = since + max(0, start - since) // step * step
        for at in range(first, min(until, end + 1), step):
            yield CheckResult(at * 1000, state)
    for one in monitor.get("response_times", ()):
        at = int(one["datetime"])
        if any(since <= at < until and kind == 2 for (since, kind), (until, _) in stretches):
            yield CheckResult(at * 1000, ProbeState.UP, whole(int(one["value"])))


KIND = SourceKind("uptimerobot", UptimeRobotSource, asker, _pull, lambda _: timedelta(days=1))
