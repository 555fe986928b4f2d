"""API v2 tells what checks measure as the pages do; the record, which has none of it, marks it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from tests.helpers.copies import publish
from tests.helpers.pages import rendered
from tests.helpers.postmortems import ADA, MINUTE, NOON
from tests.helpers.sites import a_probe, add_to_config
from tests.helpers.v2_shapes import DOCUMENTS, check


@pytest.fixture
def down(store: Path) -> Path:
    """Docs were measured down until noon, and an incident tells of search."""
    with clock.standing_at(NOON - 60 * MINUTE):
        add_to_config(store, a_probe("docs-http", "docs"))
    probe = Watched("docs-http", "docs", Cadence(MINUTE, 2))
    with clock.standing_at(NOON):
        samples = [Sample(NOON - back * MINUTE, ProbeState.DOWN) for back in range(4, -1, -1)]
        record_samples([(probe, sample) for sample in samples])
        word = NewUpdate("We look.", components={"search": ComponentState.DEGRADED})
        open_incident("Slow", word, ADA)
    return store


def _read(name: str, minutes: int) -> Any:
    found = json.loads(rendered(f"/api/v2/{name}.json", NOON + minutes * MINUTE).body)
    check(name, found)
    return found


@pytest.mark.parametrize("minutes", [1, 30])  # thirty minutes later nothing is measured any more
def test_component_is_the_worse_of_declared_and_measured(down: Path, minutes: int) -> None:
    found = _read("summary", minutes)
    states = {one["name"]: one["status"] for one in found["components"]}
    assert states == {
        "Docs": "major_outage",
        "Platform": "degraded_performance",
        "API": "operational",
        "Search": "degraded_performance",
    }
    assert found["status"] == {"indicator": "major", "description": "Partial System Outage"}


def test_copy_holds_against_the_record_but_for_what_is_measured(down: Path, tmp_path: Path) -> None:
    with clock.standing_at(NOON + timedelta(minutes=1)):
        publish(tmp_path / "copy")
        assert verify(Folder(tmp_path / "copy")).findings == []
        place = tmp_path / "copy" / "api" / "v2" / "summary.json"
        told = place.read_text("utf-8")
        place.write_text(told.replace('"name":"Slow"', '"name":"Quick"'), "utf-8")
        findings = [str(one) for one in verify(Folder(tmp_path / "copy")).findings]
    assert any("incidents[0].name 'Quick'" in one for one in findings)
    assert len(DOCUMENTS) == 8
