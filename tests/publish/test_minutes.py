"""A site is as its record says at any second of a minute, and however long nothing was measured."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from tests.helpers import copies as folder
from tests.helpers.sites import a_probe, add_to_config
from tests.helpers.telling import ADA

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def findings(copy: Path) -> list[str]:
    return [str(found.text) for found in verify(Folder(copy)).findings]


@pytest.mark.parametrize("seconds", [0, 7, 59])
def test_incident_of_the_same_minute_is_as_the_record_says(
    store: Path, tmp_path: Path, seconds: int
) -> None:
    with clock.standing_at(NOON + timedelta(seconds=seconds)):
        states = {"api": ComponentState.PARTIAL_OUTAGE}
        open_incident("Slow", NewUpdate("Look.", components=states), ADA)
        folder.publish(tmp_path / "copy")
    assert findings(tmp_path / "copy") == []


def test_page_that_is_not_measured_any_more_is_as_the_record_says(
    store: Path, tmp_path: Path
) -> None:
    with clock.standing_at(NOON - 60 * MINUTE):
        add_to_config(store, a_probe("api-http", "api"))
    watched = Watched("api-http", "api", Cadence(MINUTE, 2))
    with clock.standing_at(NOON):
        ups = [(watched, Sample(NOON - back * MINUTE, ProbeState.UP)) for back in range(4, -1, -1)]
        record_samples(ups)
    with clock.standing_at(NOON + 60 * MINUTE):
        key = open_incident("Slow", NewUpdate("Look."), ADA).key
    with clock.standing_at(NOON + 90 * MINUTE):
        post_update(key, NewUpdate("Over.", Status.RESOLVED), ADA)
    with clock.standing_at(NOON + 60 * 60 * MINUTE + timedelta(seconds=30)):
        folder.publish(tmp_path / "copy")
    assert "Nothing has been measured since" in (tmp_path / "copy" / "index.html").read_text(
        "utf-8"
    )
    assert findings(tmp_path / "copy") == []
