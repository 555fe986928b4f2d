"""Fetches what a site publishes, counts it again, and names every figure that differs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from tests.recompute import days, pages, rules
from tests.recompute.pages import Said
from tests.recompute.rules import at
from tests.recompute.tables import Asked, Disagreement, count

_TRIES = 3
"""Figures go on by the minute: what was fetched over the turn of one is fetched again."""

Get = Callable[[str], str]
Document = Mapping[str, Any]


@dataclass
class Report:
    """How many figures were counted again, how often they stand on pages, and what differs."""

    figures: int = 0
    on_pages: int = 0
    faults: list[str] = field(default_factory=list)

    def expect(self, where: str, wanted: object, found: object) -> None:
        """Note where something published is not what was counted."""
        if wanted != found:
            self.faults.append(f"{where}: published {found!r}, counted {wanted!r}")


def over_http(url: str) -> Get:
    """Fetches from a site, by path."""

    def get(path: str) -> str:
        with urlopen(f"{url.rstrip('/')}{path}", timeout=60) as answer:
            return str(answer.read().decode())

    return get


def compare(get: Get) -> Report:
    """Count every published figure of a site again."""
    return _Sceptic(get).compare()


class _Sceptic:
    """What was fetched so far, and what was found."""

    def __init__(self, get: Get) -> None:
        self._get = get
        self._report = Report()
        listed = self._json("/api/v1/slas")["slas"]
        self._slas = [self._json(f"/api/v1/slas/{sla['id']}") for sla in listed]
        self._components = pages.components(get("/"))
        self._intervals: dict[str, list[int]] = {}

    def compare(self) -> Report:
        for name in self._components:
            self._compare_component(name)
        for sla in self._slas:
            self._compare_sla(sla)
        for path in ("/", "/sla"):
            self._compare_cards(path, self._slas)
        for name in self._components:
            touching = [sla for sla in self._slas if name in sla["components"]]
            self._compare_cards(f"/components/{name}", touching)
        return self._report

    def _json(self, path: str) -> Document:
        found: Document = json.loads(self._get(path))
        return found

    def _compare_component(self, name: str) -> None:
        published = self._json(f"/api/v1/components/{name}")
        intervals = [probe["interval"] for probe in published["probes"]]
        self._intervals[name] = [length for length in intervals if length]
        counted = days.counted(published)
        self._report.figures += 1
        for key, value in counted.items():
            self._report.expect(f"/api/v1/components/{name} {key}", value, published[key])
        for path in ("/", f"/components/{name}"):
            self._report.on_pages += 1
            wanted = pages.uptime_words(counted["uptime"], counted["uptime_coverage"])
            self._report.expect(f"{path}, {name}", wanted, pages.uptime(self._get(path), name))

    def _compare_sla(self, sla: Document) -> None:
        path = f"/sla/{sla['id']}"
        said = {period: self._period(sla, period, self._report) for period in sla["periods"]}
        self._report.figures += len(said)
        shown = pages.history(self._get(path), sla["id"])
        shown.pop(sla["periods"][0])
        self._report.on_pages += len(shown) + 2
        for period, words in shown.items():
            self._report.expect(f"{path}, {period}", said[period], words)
        self._expect_now(path, [sla], lambda: {sla["id"]: pages.figure(self._get(path))})
        self._expect_now(path, [sla], lambda: {sla["id"]: self._newest(path, sla)})

    def _newest(self, path: str, sla: Document) -> Said:
        """The running period, as the list of all of them says it."""
        return next(iter(pages.history(self._get(path), sla["id"]).values()))

    def _compare_cards(self, path: str, slas: list[Document]) -> None:
        self._report.on_pages += len(slas)
        self._expect_now(path, slas, lambda: pages.cards(self._get(path)))

    def _expect_now(
        self, path: str, slas: list[Document], look: Callable[[], dict[str, Said]]
    ) -> None:
        """Compare what a page says of running periods with what they come to in that minute."""
        for _ in range(_TRIES):
            wanted = {sla["id"]: self._period(sla, sla["periods"][0], Report()) for sla in slas}
            found = look()
            if found == wanted:
                return
        self._report.expect(path, wanted, found)

    def _period(self, sla: Document, period: str, report: Report) -> Said:
        """Count a period again, and what its page must say of it."""
        path = f"/sla/{sla['id']}/{period}"
        for _ in range(_TRIES):
            published = self._json(f"{path}.json")
            table = list(csv.DictReader(io.StringIO(self._get(f"{path}.csv"))))
            page = self._get(path)
            in_api = self._json(f"/api/v1/slas/{sla['id']}/periods/{period}")
            if in_api["as_of"] == published["as_of"]:
                break
        try:
            counted = self._counted(path, sla, published, table, report)
        except Disagreement as fault:
            report.faults.append(f"{path}: {fault}")
            return pages.figure(page)
        said = counted.pop("headline"), pages.LABELS[counted["verdict"]]
        for name, value in counted.items():
            report.expect(f"{path} {name}", value, published[name])
        report.expect(f"the API, {path}", published, in_api)
        report.expect(path, said, pages.figure(page))
        return said

    def _counted(
        self,
        path: str,
        sla: Document,
        published: Document,
        table: list[dict[str, str]],
        report: Report,
    ) -> dict[str, Any]:
        """What must have been published, from the rows alone."""
        versions = {version["version"]: version["definition"] for version in sla["versions"]}
        definition = versions[published["definition_version"]]
        as_of = at(published["as_of"])
        start, end = rules.span_of(published["period"], ZoneInfo(sla["timezone"]), as_of)
        report.expect(f"{path} from", start, at(published["from"]))
        report.expect(f"{path} to", end, at(published["to"]))
        target = definition["target"].rstrip("%")
        report.expect(f"{path} target", target, published["target"])
        counts = count(table, Asked(definition, start, end, as_of))
        decimals = self._decimals(definition, counts)
        return rules.figure(counts, definition, decimals, is_running=as_of < end)

    def _decimals(self, definition: Document, counts: rules.Counts) -> int:
        """N samples support floor(log10 N) - 2 decimals; incidents and events two."""
        known = [length for name in definition["components"] for length in self._intervals[name]]
        if definition["source"] != "probes" or not known:
            return 2
        return max(len(str(max(int(counts.measured / max(known)), 1))) - 3, 0)
