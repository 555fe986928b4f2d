"""Instatus, Upptime, Uptime Kuma, Kener and openstatus, in the shapes that they have."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from statuspage.domain.vocabulary.states import Impact, Kind
from statuspage.errors import SourceError
from statuspage.imports.histories.given import Given
from statuspage.imports.histories.registry import READERS
from tests.imports.histories.systems import SOON, TEN, WINDOW, base, posts, read, saved
from tests.imports.history import NOW


def test_instatus_keeps_updates_states_and_windows(tmp_path: Path) -> None:
    incident: dict[str, Any] = {
        "id": "cki1",
        "name": "API down",
        "status": "RESOLVED",
        "started": "2026-07-01T10:00:00.000Z",
        "resolved": "2026-07-01T11:00:00.000Z",
        "updates": [
            {
                "id": "u2",
                "status": "RESOLVED",
                "message": "**Over**.",
                "started": "2026-07-01T11:00:00Z",
            },
            {
                "id": "u1",
                "status": "INVESTIGATING",
                "message": "Seen.",
                "started": "2026-07-01T10:00:00Z",
            },
        ],
        "components": [{"id": "c1", "name": "API", "status": "PARTIALOUTAGE"}],
    }
    work = {
        "id": "ckm1",
        "name": "New disks",
        "status": "COMPLETED",
        "start": "2026-07-01T10:00:00Z",
        "duration": 120,
        "updates": [
            {"status": "NOTSTARTEDYET", "message": "Soon.", "started": "2026-06-30T10:00:00Z"},
            {"status": "INPROGRESS", "message": "Now.", "started": "2026-07-01T10:00:00Z"},
            {"status": "COMPLETED", "message": "Done.", "started": "2026-07-01T11:30:00Z"},
        ],
        "components": [{"id": "c1"}],
    }
    components = [{"id": "c1", "name": "API", "group": None}]
    batch = read(
        "instatus",
        saved(tmp_path, incidents=[incident], maintenances=[work], components=components),
    )
    first, second = batch.incidents
    assert (first.impact, first.components) == (Impact.MAJOR, ("API",))
    assert posts(first) == [("investigating", "10:00", "Seen."), ("resolved", "11:00", "**Over**.")]
    assert (second.kind, second.window, second.components) == (Kind.MAINTENANCE, WINDOW, ("API",))
    assert [str(one.status) for one in second.posts] == ["scheduled", "in_progress", "completed"]


def test_upptime_is_its_issues_and_their_comments(tmp_path: Path) -> None:
    url = "https://github.com/acme/up/issues/4"
    issue: dict[str, Any] = {
        "number": 4,
        "html_url": url,
        "title": "\U0001f6d1 Web is down",
        "body": "In [`ab12`](https://x), Web (https://acme.example) was **down**:\n- HTTP: 0\n",
        "state": "closed",
        "created_at": "2026-07-01T10:00:00Z",
        "closed_at": "2026-07-01T11:00:01Z",
        "labels": [{"name": "status"}, {"name": "web"}],
    }
    work = {
        "number": 5,
        "html_url": url.replace("4", "5"),
        "title": "New disks",
        "body": "<!--\nstart: 2026-07-01T10:00:00.220Z\nend: 2026-07-01T12:00:00.220Z\n"
        "expectedDown: web, api\n-->\nWe put in disks.",
        "created_at": "2026-06-30T10:00:00Z",
        "labels": [{"name": "maintenance"}],
    }
    other = issue | {"number": 6, "labels": [{"name": "bug"}]}
    comment = {
        "issue_url": "https://api.github.com/repos/acme/up/issues/4",
        "body": "**Resolved:** Web is back up.",
        "created_at": "2026-07-01T11:00:00Z",
    }
    summary = [{"name": "Web", "slug": "web"}]
    place = saved(tmp_path, issues=[[issue, work], [other]], comments=[comment], summary=summary)
    first, second = read("upptime", place).incidents
    assert (first.title, first.origin, first.impact) == ("Web is down", url, Impact.CRITICAL)
    assert first.components == ("Web",)
    assert [one[:2] for one in posts(first)] == [("investigating", "10:00"), ("resolved", "11:00")]
    assert (second.components, second.posts[0].body) == (("Web", "api"), "We put in disks.")
    assert [one[:2] for one in posts(second)] == [
        ("scheduled", "10:00"),
        ("in_progress", "10:00"),
        ("completed", "12:00"),
    ]


def test_kuma_says_what_it_does_not_know(tmp_path: Path) -> None:
    incidents: list[dict[str, Any]] = [
        {
            "id": 1,
            "title": "Disk",
            "content": "Full.",
            "style": "danger",
            "created_date": "2026-07-01 10:00:00",
            "last_updated_date": "2026-07-01 11:00:00",
            "pin": 0,
            "active": 1,
        },
        {
            "id": 2,
            "title": "Net",
            "content": "Slow.",
            "style": "info",
            "created_date": "2026-07-01 10:00:00",
            "last_updated_date": None,
            "pin": 1,
            "active": 1,
        },
    ]
    works: list[dict[str, Any]] = [
        {
            "id": 7,
            "title": "New disks",
            "description": "Soon.",
            "strategy": "single",
            "start_date": "2026-07-01 12:00:00",
            "end_date": "2026-07-01 14:00:00",
            "timezone": "Europe/Berlin",
        },
        {
            "id": 8,
            "title": "Nightly",
            "description": "",
            "strategy": "cron",
            "start_date": None,
            "end_date": None,
            "timezone": None,
        },
    ]
    file = base(
        tmp_path,
        incident=incidents,
        maintenance=works,
        monitor=[{"id": 3, "name": "Web"}],
        monitor_maintenance=[{"monitor_id": 3, "maintenance_id": 7}],
    )
    given = Given(str(file), ZoneInfo("Europe/London"), NOW)
    batch = READERS["kuma"](given)
    over, going, work = batch.incidents
    assert (over.impact, posts(over)[-1]) == (Impact.MAJOR, ("resolved", "11:00", ""))
    assert going.is_open
    assert (work.window, work.components) == (WINDOW, ("Web",))
    assert "taken as over when it was last changed" in str(batch.notes[0])
    [fault] = batch.faults
    assert str(fault).startswith(f"{file}:maintenance:8: strategy: It repeats (cron)")


def test_kener_has_its_comments_monitors_and_events(tmp_path: Path) -> None:
    file = base(
        tmp_path,
        monitors=[{"tag": "web", "name": "Web"}],
        incidents=[
            {
                "id": 1,
                "title": "Down",
                "start_date_time": TEN,
                "end_date_time": SOON,
                "status": "ACTIVE",
                "state": "RESOLVED",
                "incident_type": "INCIDENT",
            }
        ],
        incident_monitors=[{"monitor_tag": "web", "monitor_impact": "DOWN", "incident_id": 1}],
        incident_comments=[
            {
                "comment": "Seen.",
                "incident_id": 1,
                "commented_at": TEN + 60,
                "status": "ACTIVE",
                "state": "INVESTIGATING",
            },
            {
                "comment": "Oops",
                "incident_id": 1,
                "commented_at": TEN + 90,
                "status": "INACTIVE",
                "state": "IDENTIFIED",
            },
            {
                "comment": "Over.",
                "incident_id": 1,
                "commented_at": SOON,
                "status": "ACTIVE",
                "state": "RESOLVED",
            },
        ],
        maintenances=[
            {
                "id": 5,
                "title": "New disks",
                "description": "Soon.",
                "created_at": "2026-06-30 10:00:00",
            }
        ],
        maintenances_events=[
            {
                "id": 9,
                "maintenance_id": 5,
                "start_date_time": TEN,
                "end_date_time": SOON,
                "status": "COMPLETED",
            },
            {
                "id": 10,
                "maintenance_id": 5,
                "start_date_time": TEN,
                "end_date_time": SOON,
                "status": "CANCELLED",
            },
        ],
        maintenance_monitors=[{"maintenance_id": 5, "monitor_tag": "web"}],
    )
    batch = read("kener", file)
    first, second = batch.incidents
    assert (first.impact, first.components, first.window) == (Impact.CRITICAL, ("Web",), WINDOW)
    assert posts(first) == [("investigating", "10:01", "Seen."), ("resolved", "12:00", "Over.")]
    assert (second.window, second.components, len(second.posts)) == (WINDOW, ("Web",), 3)
    assert "It was cancelled there; left out." in str(batch.notes[0])


def test_openstatus_joins_reports_with_their_updates(tmp_path: Path) -> None:
    place = saved(
        tmp_path,
        status_report=[
            {"id": 1, "title": "Slow", "status": "resolved", "monitorIds": [3], "pageId": 1}
        ],
        status_report_update=[
            {
                "id": 1,
                "status": "investigating",
                "date": "2026-07-01T10:00:00Z",
                "message": "Seen.",
                "statusReportId": 1,
            },
            {
                "id": 2,
                "status": "resolved",
                "date": "2026-07-01T11:00:00Z",
                "message": "Over.",
                "statusReportId": 1,
            },
        ],
        maintenance=[
            {
                "id": 1,
                "title": "Disks",
                "message": "Soon.",
                "from": "2026-07-01T10:00:00Z",
                "to": "2026-07-01T12:00:00Z",
                "monitorIds": [],
            }
        ],
        monitor=[{"id": 3, "name": "Web"}],
    )
    first, second = read("openstatus", place).incidents
    assert (first.components, posts(first)[1]) == (("Web",), ("resolved", "11:00", "Over."))
    assert (second.kind, second.window) == (Kind.MAINTENANCE, WINDOW)


@pytest.mark.parametrize("system", ["instatus", "upptime", "kuma", "kener", "openstatus", "cachet"])
def test_what_holds_nothing_of_a_system_says_what_it_looked_for(
    tmp_path: Path, system: str
) -> None:
    file = tmp_path / "x.json"
    file.write_text('{"a": [1]}', "utf-8")
    with pytest.raises(SourceError, match="holds none of"):
        read(system, file)
    (tmp_path / "x.db").write_bytes(b"SQLite format 3\x00 broken")
    with pytest.raises(SourceError, match="cannot be read"):
        read(system, tmp_path / "x.db")
