"""Fetches what a site publishes, counts it again, and names every figure that differs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tests.recompute import days, evidence, pages, rules
from tests.recompute.asked import Asked, Disagreement
from tests.recompute.fetched import TRIES, Document, Get, Report, Site
from tests.recompute.pages import Said
from tests.recompute.rules import Counts
from tests.recompute.tables import count, unweighted
from tests.recompute.times import at


def compare(get: Get) -> Report:
    """Count every published figure of a site again."""
    return _Sceptic(get).compare()


class _Sceptic:
    """What was fetched so far, and what was found."""

    def __init__(self, get: Get) -> None:
        self._site = Site(get)
        self._report = Report()
        listed = self._site.json("/api/v1/slas")["slas"]
        self._components = pages.components(get("/"))
        zones = (self._site.json(f"/api/v1/components/{name}") for name in self._components)
        zone = {"site_timezone": next(zones)["timezone"]}
        self._slas = [{**self._site.json(f"/api/v1/slas/{sla['id']}"), **zone} for sla in listed]
        self._seconds: dict[str, Counts] = {}
        self._intervals: dict[str, list[int]] = {}
        self._watched: set[str] = set()
        self._room: dict[str, Fraction] = {}

    def compare(self) -> Report:
        for name in self._components:
            self._compare_component(name)
            evidence.compare_component(self._site, self._report, name)
        evidence.compare_groups(self._site, self._report, self._seconds, self._watched)
        for sla in self._slas:
            self._compare_sla(sla)
            evidence.compare_sla(self._site, self._report, sla)
        self._compare_cards("/sla", self._slas)
        self._compare_first(self._slas)
        for name in self._components:
            touching = [sla for sla in self._slas if name in sla["components"]]
            self._compare_cards(f"/components/{name}", touching)
        return self._report

    def _compare_component(self, name: str) -> None:
        published = self._site.json(f"/api/v1/components/{name}")
        intervals = [probe["interval"] for probe in published["probes"]]
        self._watched |= {name} if published["watched"] else set()
        self._intervals[name] = [length for length in intervals if length]
        counted, self._seconds[name] = days.counted(published)
        self._report.figures += 1
        for key, value in counted.items():
            self._report.expect(f"/api/v1/components/{name} {key}", value, published[key])
        for path in ("/", f"/components/{name}"):
            self._report.on_pages += 1
            share, coverage = counted["uptime"], counted["uptime_coverage"]
            is_watched = published["watched"]
            wanted = pages.uptime_words(share, coverage, is_watched=is_watched)
            self._report.expect(f"{path}, {name}", wanted, pages.uptime(self._site.get(path), name))

    def _compare_sla(self, sla: Document) -> None:
        path = f"/sla/{sla['id']}"
        said = {period: self._period(sla, period, self._report) for period in sla["periods"]}
        self._report.figures += len(said)
        shown = pages.history(self._site.get(path), sla["id"])
        shown.pop(sla["periods"][0])
        self._report.on_pages += len(shown) + 2
        for period, words in shown.items():
            self._report.expect(f"{path}, {period}", said[period], words)
        self._expect_now(path, [sla], lambda: {sla["id"]: pages.figure(self._site.get(path))})
        self._expect_now(path, [sla], lambda: {sla["id"]: self._newest(path, sla)})

    def _newest(self, path: str, sla: Document) -> Said:
        """The running period, as the list of all of them says it."""
        return next(iter(pages.history(self._site.get(path), sla["id"]).values()))

    def _compare_cards(self, path: str, slas: list[Document]) -> None:
        self._report.on_pages += len(slas)
        self._expect_now(path, slas, lambda: pages.cards(self._site.get(path)))

    def _compare_first(self, slas: list[Document]) -> None:
        """The front page shows what is missed or at risk, else three with the least room left."""

        def both() -> tuple[object, object]:
            said = {sla["id"]: self._period(sla, sla["periods"][0], Report()) for sla in slas}
            order = list(pages.LABELS.values())
            first = sorted(said, key=lambda sla: (order.index(said[sla][1]), self._room[sla]))
            urgent = sum(said[sla][1] in order[:2] for sla in said)
            wanted = first[: min(max(urgent, 3), 6)]
            return {sla: said[sla] for sla in wanted}, pages.cards(self._site.get("/"))

        self._report.on_pages += min(len(slas), 3)
        self._report.expect_soon("/", both)

    def _expect_now(
        self, path: str, slas: list[Document], look: Callable[[], dict[str, Said]]
    ) -> None:
        """Compare what a page says of running periods with what they come to in that minute."""

        def both() -> tuple[object, object]:
            wanted = {sla["id"]: self._period(sla, sla["periods"][0], Report()) for sla in slas}
            return wanted, look()

        self._report.expect_soon(path, both)

    def _period(self, sla: Document, period: str, report: Report) -> Said:
        """Count a period again, and what its page must say of it."""
        path = f"/sla/{sla['id']}/{period}"
        for _ in range(TRIES):
            published = self._site.json(f"{path}.json")
            table = self._site.table(f"{path}.csv")
            page = self._site.get(path)
            in_api = self._site.json(f"/api/v1/slas/{sla['id']}/periods/{period}")
            if in_api["as_of"] == published["as_of"]:
                break
        self._room[sla["id"]] = rules.room(published)
        try:
            asked = evidence.asked(sla, published)
            counted = self._counted(path, asked, published, table, report)
        except Disagreement as fault:
            report.faults.append(f"{path}: {fault}")
            return pages.figure(page)
        shown = rules.shown_verdict(counted, moves=period in ("rolling-30d", "rolling-90d"))
        said = counted.pop("headline"), pages.LABELS[shown]
        self._room[sla["id"]] = rules.room(counted)
        for name, value in counted.items():
            report.expect(f"{path} {name}", value, published[name])
        report.expect(f"the API, {path}", published, in_api)
        report.expect(path, said, pages.figure(page))
        return said

    def _counted(
        self,
        path: str,
        asked: Asked,
        published: Document,
        table: list[dict[str, str]],
        report: Report,
    ) -> dict[str, Any]:
        """What must have been published, from the rows alone."""
        definition = asked.definition
        report.expect(f"{path} from", asked.start, at(published["from"]))
        report.expect(f"{path} to", asked.end, at(published["to"]))
        target = definition["target"].rstrip("%")
        report.expect(f"{path} target", target, published["target"])
        counts = count(table, asked)
        decimals = self._decimals(definition, counts)
        found = rules.figure(
            counts,
            definition,
            decimals,
            is_running=asked.as_of < asked.end,
            is_promised=asked.is_promised,
        )
        if definition["indicator"] == "availability":
            found["unweighted"] = rules.value(unweighted(table, asked), definition, decimals)
        return found

    def _decimals(self, definition: Document, counts: rules.Counts) -> int:
        """N samples support floor(log10 N) - 2 decimals; incidents and events two."""
        known = [length for name in definition["components"] for length in self._intervals[name]]
        if definition["source"] != "probes" or not known:
            return 2
        return max(len(str(max(int(counts.measured / max(known)), 1))) - 3, 0)
