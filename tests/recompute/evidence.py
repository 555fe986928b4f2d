"""Compares what stands beside the figures: groups, repairs, latencies, priorities and surveys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.recompute import cases, days, desk, latencies, pages, repairs, surveys, times
from tests.recompute.asked import Asked
from tests.recompute.fetched import Document, Report, Site
from tests.recompute.rules import Counts
from tests.recompute.times import at

_API = "/api/v1"
_SECONDS = (0, 59)
_CLOCKED = ("first_response", "resolution", "first_contact_resolution")


def compare_groups(
    site: Site, report: Report, counts: Mapping[str, Counts], watched: set[str]
) -> None:
    """The mean and the worst of each group, from the seconds of its components."""
    groups = [group for group in site.json(f"{_API}/components")["groups"] if group["id"]]
    shown = pages.groups(site.get("/"))
    for group in groups:
        report.figures += 1
        report.on_pages += 1
        names = [component["id"] for component in group["components"]]
        is_watched = not watched.isdisjoint(names)
        figures = days.group((counts[name] for name in names), is_reported=not is_watched)
        for name, figure in figures.items():
            report.expect(f"the group {group['id']}, {name}", figure, group[name])
        words = pages.group_words(group, [counts[name] for name in names])
        report.expect(f"/, the group {group['id']}", words, shown.get(group["name"]))


def compare_component(site: Site, report: Report, name: str) -> None:
    """How often a component failed and how long repairs took, and how fast it answers."""
    path = f"/components/{name}"
    published = site.json(f"{_API}{path}")
    report.expect(f"{path}, failures against runs", [], repairs.contradictions(published))
    _compare_repairs(site, report, path)
    report.figures += 1
    report.on_pages += 1

    def look() -> tuple[object, object]:
        document = site.json(f"{_API}{path}/latency")
        wanted = [latencies.rows(document["hours"]), latencies.rows(document["days"])]
        found = pages.tables(site.get(path), "latency")
        return wanted, [[cells[1:] for cells in table] for table in found] or [[], []]

    report.expect_soon(f"{path}, latencies", look)


def compare_sla(site: Site, report: Report, sla: Document) -> None:
    """What the page of a promise says beside its figure."""
    path = f"/sla/{sla['id']}"
    if sla["indicator"] == "availability":
        _compare_repairs(site, report, path, f"{_API}/slas/{sla['id']}")
    if sla["indicator"] in _CLOCKED:
        report.figures += 1
        report.on_pages += 1
        report.expect_soon(f"{path}, by priority", lambda: _priorities(site, sla))
    if sla["indicator"] == "csat":
        _compare_surveys(site, report, sla)


def asked(sla: Document, published: Document) -> Asked:
    """What the rows of a period are counted by: the definition in force then."""
    versions = {version["version"]: version["definition"] for version in sla["versions"]}
    as_of = at(published["as_of"])
    zones = ZoneInfo(sla["timezone"]), ZoneInfo(sla["site_timezone"])
    start, end = times.span_of(published["period"], zones[0], as_of, zones[1])
    definition = versions[published["definition_version"]]
    zone = ZoneInfo(sla["timezone"])
    newest = max(versions)
    first = min(at(version["at"]) for version in sla["versions"])
    if (since := versions[newest].get("since")) is not None:
        first = min(first, datetime.fromisoformat(since).replace(tzinfo=zone).astimezone(UTC))
    calendars = desk.calendars(sla["calendars"])
    return Asked(definition, start, end, as_of, calendars, is_promised=first < end)


def _compare_repairs(site: Site, report: Report, path: str, document: str = "") -> None:
    """A page and its document are of one minute, each made in a second of its own."""
    report.figures += 1
    report.on_pages += 1

    def look() -> tuple[object, object]:
        published = site.json(document or f"{_API}{path}")["failures"]
        found = pages.items(site.get(path), "repairs")
        wanted = [repairs.sentences(published, second) for second in _SECONDS]
        return (found if found in wanted else wanted[0]), found

    report.expect_soon(f"{path}, repairs", look)


def _priorities(site: Site, sla: Document) -> tuple[object, object]:
    path = f"/sla/{sla['id']}"
    period = f"{path}/{sla['periods'][0]}"
    rows, published = site.table(f"{period}.csv"), site.json(f"{period}.json")
    found = pages.tables(site.get(path), "shares")
    wanted = cases.shares(rows, asked(sla, published))
    if not any(row["counts_as"] != "unknown" for row in rows):
        wanted = [row[:6] for row in wanted]  # without a median, its column is left out
    return ([wanted] if wanted else []), found


def _compare_surveys(site: Site, report: Report, sla: Document) -> None:
    path = f"/sla/{sla['id']}"
    shown = pages.text(site.get(path))
    listed = pages.text(site.get("/sla"))
    [asked_first, *_] = sla["surveys"]
    rows = site.table(f"{path}/{sla['periods'][0]}.csv")
    scores = [int(row["answers"]) for row in rows if row["score"] != "all"]
    report.expect(f"{path}, answers by score", scores, asked_first.get("counts", []))
    for survey in sla["surveys"]:
        report.figures += 1
        report.on_pages += 1
        where = f"{path}, {survey['kind']}"
        report.expect(where, surveys.counted(survey), survey)
        words = surveys.words(survey)
        report.expect(f"{where} on its page", True, words in shown)
        if survey is not asked_first:
            report.on_pages += 1
            report.expect(f"/sla, {survey['kind']} of {sla['id']}", True, words in listed)
