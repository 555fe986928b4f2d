"""While the demo runs, its open incident keeps its word, and the checks go on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import post_update
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises.promise import PromiseState, next_update_promises
from statuspage.domain.vocabulary.states import Status
from statuspage.store import db
from statuspage.store.incidents import incidents
from tests.demo.filling import fill_demo
from tests.demo.script import CURRENT, OPEN
from tests.demo.stories import open_one
from tests.demo.tending import speak
from tests.helpers.sites import open_site
from tests.helpers.telling import ADA

DEMO = Path(__file__).parents[1] / "data" / "demo"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Incident]:
    (tmp_path / "config.toml").write_text((DEMO / "config.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "logo.svg").write_text((DEMO / "logo.svg").read_text("utf-8"), "utf-8")
    agreements = tmp_path / "content" / "agreements"
    agreements.mkdir(parents=True)
    words = (DEMO / "content" / "agreements" / "availability.md").read_text("utf-8")
    (agreements / "availability.md").write_text(words, "utf-8")
    open_site(tmp_path)
    fill_demo(NOW)
    found = open_one()
    assert found is not None
    yield found
    db.close_store()


def test_open_incident_of_a_demo_that_runs_is_never_late(demo: Incident) -> None:
    for minutes in range(0, 12 * 60, 2):
        now = NOW + timedelta(minutes=minutes)
        speak(now)
        found = open_one()
        assert found is not None
        assert found.next_due is not None
        assert found.next_due > now
    told = [one for one in incidents.newest(20) if one.title == OPEN]
    assert len(told) == 3  # each lasts five hours; then the story begins anew
    for one in told:
        states = {promise.state(NOW + timedelta(hours=12)) for promise in next_update_promises(one)}
        assert states <= {PromiseState.KEPT, PromiseState.OPEN}


def test_open_incident_is_told_in_every_language_of_the_demo(demo: Incident) -> None:
    speak(NOW + timedelta(hours=1))
    found = incidents.by_key(demo.key)
    assert set(found.wordings) == {"de", "ar"}
    assert all(set(update.wordings) == {"de", "ar"} for update in found.updates)


def test_demo_that_was_off_over_night_ends_its_story_and_tells_it_anew(demo: Incident) -> None:
    morning = NOW + timedelta(hours=15)
    speak(morning)
    assert open_one() is None
    fill_demo(morning)
    anew = open_one()
    assert anew is not None
    assert anew.started_at == morning - CURRENT.ago
    former = incidents.by_key(demo.key)
    assert former.status is Status.RESOLVED
    assert former.resolved_at is not None
    assert former.resolved_at < NOW + timedelta(hours=1)


def test_demo_does_not_speak_where_somebody_else_spoke(demo: Incident) -> None:
    with clock.standing_at(NOW + timedelta(minutes=10)):
        word = NewUpdate("We try it out.", next_due=NOW + timedelta(minutes=40))
        post_update(demo.key, word, ADA)
    speak(NOW + timedelta(hours=1))
    assert incidents.by_key(demo.key).updates[0].body == "We try it out."
    with clock.standing_at(NOW + timedelta(hours=1)):
        post_update(demo.key, NewUpdate("It is over.", Status.RESOLVED), ADA)
    speak(NOW + timedelta(hours=2))
    assert open_one() is None
