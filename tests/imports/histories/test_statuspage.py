"""Statuspage as JSON: its API v2, its manage API, and a page by its address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from statuspage.domain.incidents.imported import Batch, Window
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.errors import SourceError, Unreachable
from statuspage.imports.histories import statuspage
from statuspage.imports.histories.given import Given
from tests.helpers.answering import Answering, Asked, Server, answering
from tests.imports.history import NOW, instant

PAGE = {"id": "p1", "name": "Old", "url": "https://old.acme.example", "time_zone": "UTC"}


def update(status: str, at: str, body: str = "Words.", **more: Any) -> dict[str, Any]:
    at = f"2026-07-01T{at}:00.123Z"
    times = {"created_at": at, "updated_at": at, "display_at": at}
    return {"id": f"u{at}", "status": status, "body": body, **times} | more


def incident(key: str = "abc123", **more: Any) -> dict[str, Any]:
    return {
        "id": key,
        "name": "API errors",
        "status": "resolved",
        "impact": "minor",
        "created_at": "2026-07-01T10:00:00.000Z",
        "resolved_at": "2026-07-01T11:00:00.123Z",
        "page_id": "p1",
        "incident_updates": [update("resolved", "11:00"), update("investigating", "10:00")],
        "components": [],
    } | more


def read(tmp_path: Path, *documents: Any) -> Batch:
    for number, one in enumerate(documents):
        text = one if isinstance(one, str) else json.dumps(one, indent=1)
        (tmp_path / f"{number}.json").write_text(text, "utf-8")
    place = tmp_path if len(documents) > 1 else tmp_path / "0.json"
    return statuspage.read(Given(str(place), ZoneInfo("UTC"), NOW))


def test_times_words_address_and_states_of_each_component_are_kept(tmp_path: Path) -> None:
    child = {"id": "c1", "name": "API", "group_id": "g1", "group": False}
    twin = {"id": "c2", "name": "API", "group_id": "g2", "group": False}
    groups = [
        {"id": one, "name": name, "group": True, "group_id": None, "components": [child_id]}
        for one, name, child_id in (("g1", "Europe", "c1"), ("g2", "Asia", "c2"))
    ]
    changed = {"code": "c1", "name": "Europe - API", "old_status": "operational"}
    told = incident(
        components=[child],
        incident_updates=[
            update(
                "resolved", "11:00", affected_components=[changed | {"new_status": "operational"}]
            ),
            update(
                "investigating",
                "10:00",
                "R&D <b>sees</b>\n2*3*4 <br/>__init__",
                affected_components=[changed | {"new_status": "major_outage"}],
                updated_at="2026-07-01T12:00:00Z",
            ),
        ],
    )
    batch = read(
        tmp_path, {"page": PAGE, "incidents": [told]}, {"components": [child, twin, *groups]}
    )
    [found] = batch.incidents
    assert (found.origin, found.source) == (
        "https://old.acme.example/incidents/abc123",
        "old.acme.example",
    )
    first, last = found.posts
    assert first.states == {"Europe - API": ComponentState.MAJOR_OUTAGE}
    assert last.states == {"Europe - API": ComponentState.OPERATIONAL}
    assert first.body == "R&D **sees**  \n2\\*3\\*4  \n\\_\\_init\\_\\_"
    assert f"{first.at:%H:%M:%S.%f}" == "10:00:00.123000"
    assert "1 update was edited there" in str(batch.notes[0])


def test_manage_export_gives_its_override_postmortem_and_window(tmp_path: Path) -> None:
    postmortem: dict[str, Any] = {
        "status": "postmortem",
        "impact_override": "critical",
        "postmortem_body": "## Cause\nA *disk*.",
        "postmortem_published_at": "2026-07-03T09:00:00+02:00",
        "backfilled": True,
    }
    planned = incident(
        "m1",
        status="completed",
        impact="none",
        scheduled_for="2026-07-01T10:00:00Z",
        scheduled_until="2026-07-01T12:00:00Z",
        incident_updates=[update("completed", "11:30"), update("scheduled", "08:00")],
    )
    batch = read(
        tmp_path, "\n".join(json.dumps(one) for one in ([incident(**postmortem)], [planned]))
    )
    first, second = batch.incidents
    assert (first.impact, first.posts[-1].status) == (Impact.CRITICAL, Status.POSTMORTEM)
    assert first.posts[-1].body == "## Cause\nA *disk*."
    assert first.posts[-1].at == instant("2026-07-03T07:00")
    assert second.kind is Kind.MAINTENANCE
    assert second.window == Window(instant("2026-07-01T10:00"), instant("2026-07-01T12:00"))
    assert "1 entry was added there afterwards" in str(batch.notes[0])


def test_same_incident_in_several_files_is_one_in_its_fullest_form(tmp_path: Path) -> None:
    short = incident(incident_updates=[update("investigating", "10:00")], resolved_at=None)
    batch = read(tmp_path, {"incidents": [short]}, {"incident": incident()}, [incident("other")])
    assert [len(one.posts) for one in batch.incidents] == [2, 2]


def test_what_cannot_be_is_refused_at_its_line(tmp_path: Path) -> None:
    bad = incident("bad", impact="dire")
    batch = read(tmp_path, {"incidents": [incident(), bad, incident("x", incident_updates=[])]})
    lines = (tmp_path / "0.json").read_text("utf-8").splitlines()
    assert [one.line for one in batch.faults] == [
        1 + next(n for n, line in enumerate(lines) if f'"id": "{key}"' in line)
        for key in ("bad", "x")
    ]
    assert (len(batch.incidents), batch.refused) == (1, 2)


def test_what_is_no_statuspage_says_so(tmp_path: Path) -> None:
    for text, words in (('{"a": 1}', "holds no incidents"), ("<html>", "is not JSON")):
        with pytest.raises(SourceError, match=words):
            read(tmp_path, text)


class _Site:
    """A page with two incidents in its API, and an older one in its history."""

    def __init__(self) -> None:
        self.paths: dict[str, Any] = {
            "/api/v2/incidents.json": {"page": PAGE, "incidents": [incident("n1"), incident("n2")]},
            "/api/v2/scheduled-maintenances.json": {"page": PAGE, "scheduled_maintenances": []},
            "/api/v2/components.json": {"page": PAGE, "components": []},
            "/history.json?page=1": {"months": [{"incidents": [{"code": "n1"}, {"code": "o1"}]}]},
            "/history.json?page=2": {"months": [{"incidents": [{"code": "gone"}]}]},
            "/history.json?page=3": {"months": []},
            "/incidents/o1.json": incident("o1"),
        }

    def answer(self, asked: Asked) -> Answering:
        if asked.path not in self.paths:
            return Answering(404)
        return Answering(body=json.dumps(self.paths[asked.path]).encode())


@pytest.fixture
def served() -> Iterator[tuple[_Site, Server]]:
    site = _Site()
    with answering(site.answer) as server:
        yield site, server


def test_page_is_read_beyond_its_newest_fifty(served: tuple[_Site, Server]) -> None:
    site, server = served
    given = Given(f"{server.address}/history", ZoneInfo("UTC"), NOW)
    batch = statuspage.read(given)
    assert [one.origin_id for one in batch.incidents] == ["n1", "n2", "o1"]
    assert "The incident gone is not taken" in str(batch.notes[0])
    for path in [one for one in site.paths if one.startswith("/history")]:
        del site.paths[path]
    batch = statuspage.read(given)
    assert len(batch.incidents) == 2
    assert "offers no history.json" in str(batch.notes[0])


def test_page_without_the_api_is_one_plain_line(served: tuple[_Site, Server]) -> None:
    site, server = served
    site.paths.clear()
    with pytest.raises(Unreachable, match="answers with status 404"):
        statuspage.read(Given(server.address, ZoneInfo("UTC"), NOW))
