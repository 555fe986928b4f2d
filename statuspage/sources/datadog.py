"""Datadog: the results of a Synthetic API test.

Source: https://docs.datadoghq.com/api/latest/synthetics/ ("Get an API test's latest results
summaries", v1): the newest 150 of a stretch of time, so older ones are asked for with an earlier
end; times are milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from pydantic import StrictBool

from statuspage.config.kinds.environment import Secret
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

_PAGE = 150


class DatadogSeries(SeriesKeys):
    """One Synthetic API test."""

    test: Filled
    """The public id of the test, such as `"abc-def-ghi"`."""
    by_place: StrictBool = False
    """Whether each location it is run from counts for itself, by `quorum` and `vote`. Without it
    the newest result of any location counts."""

    @property
    def asked(self) -> str:
        return f"datadog test {self.test}"


class DatadogSource(TokenSource):
    """An account at Datadog; `token` is its API key."""

    type: Literal["datadog"]
    application_key: Secret
    """An application key that may read synthetics, as `"env:NAME"`."""
    url: WebAddress = "https://api.datadoghq.com"
    """Where its API is: of other sites for example `"https://api.datadoghq.eu"`."""
    series: tuple[DatadogSeries, ...] = ()
    """What of it is taken: a table for each."""

    @property
    def headers(self) -> dict[str, str]:
        return {"DD-API-KEY": self.token, "DD-APPLICATION-KEY": self.application_key}


def _results(series: DatadogSeries, span: Span, asked: Asker) -> Iterator[CheckResult]:
    path = f"/api/v1/synthetics/tests/{quote(series.test, safe='')}/results"
    start, end = (int(edge.timestamp()) * 1000 for edge in (span.start, span.end))
    seen: set[str] = set()
    while True:
        document = asked.json(path, {"from_ts": start, "to_ts": end})
        found: list[tuple[str, CheckResult]] = understood("Datadog", partial(list, _read(document)))
        fresh = [one for key, one in found if key not in seen]
        seen.update(key for key, _ in found)
        yield from fresh
        if len(found) < _PAGE:
            return
        oldest = min(one.at for _, one in found)
        if not fresh or oldest >= end:
            raise endless()
        end = oldest  # once more with it: others may be of the same millisecond


def _read(document: Any) -> Iterator[tuple[str, CheckResult]]:
    for one in rows(document, "results"):
        passed = one["result"]["passed"]
        if not isinstance(passed, bool):
            raise TypeError(passed)
        took = (one["result"].get("timings") or {}).get("total")
        state = ProbeState.UP if passed else ProbeState.DOWN
        place = str(one.get("probe_dc") or "")
        yield str(one["result_id"]), CheckResult(int(one["check_time"]), state, whole(took), place)


KIND = SourceKind("datadog", DatadogSource, asker, pulling(_results), lambda _: timedelta(days=1))
