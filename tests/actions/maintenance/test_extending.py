"""Planned work that takes longer: a later end, beside the one announced."""

from __future__ import annotations

from datetime import datetime

import pytest

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.domain.incidents.planned import Extension
from statuspage.domain.vocabulary.states import Status
from statuspage.errors import InvalidInput
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import record
from tests.helpers.planned import (
    ADA,
    BY_HAND,
    HOUR,
    NOON,
    scheduled,
    stepped,
)

pytestmark = pytest.mark.usefixtures("store")


def test_an_extension_moves_the_end_and_stays_on_record() -> None:
    work = scheduled()
    stepped(NOON + 24 * HOUR)
    with clock.standing_at(NOON + 25 * HOUR):
        longer = post_update(work.key, NewUpdate("It takes longer.", until=NOON + 27 * HOUR), ADA)
    moved = Extension(NOON + 25 * HOUR, NOON + 26 * HOUR, NOON + 27 * HOUR)
    assert longer.extensions == (moved,)
    assert longer.status is Status.IN_PROGRESS
    assert stepped(NOON + 26 * HOUR) == []
    assert stepped(NOON + 27 * HOUR) == [Status.COMPLETED]
    with db.snapshot():
        head = record.newest([f"incident/{work.key}"])[f"incident/{work.key}"]
    assert head.leaf.facts["scheduled_until"] == "2026-07-02T15:00:00Z"
    assert "2026-07-02T14:00:00Z" in head.text("extensions")


@pytest.mark.parametrize(
    ("status", "until", "words"),
    [
        (None, NOON + 25 * HOUR, "not later"),
        (None, NOON + 26 * HOUR, "not later"),
        (None, NOON + 24 * 40 * HOUR, "31 days"),
        (Status.COMPLETED, NOON + 28 * HOUR, "ends it"),
    ],
)
def test_extensions_that_make_no_sense_are_refused(
    status: Status | None, until: datetime, words: str
) -> None:
    work = scheduled()
    stepped(NOON + 24 * HOUR)
    with clock.standing_at(NOON + 25 * HOUR), pytest.raises(InvalidInput, match=words):
        post_update(work.key, NewUpdate("Longer.", status, until=until), ADA)
    with db.snapshot():
        assert incidents.by_key(work.key).extensions == ()


def test_an_extension_to_the_past_is_refused() -> None:
    work = scheduled(steps=BY_HAND)
    with clock.standing_at(NOON + 30 * HOUR), pytest.raises(InvalidInput, match="over already"):
        post_update(work.key, NewUpdate("Longer.", until=NOON + 28 * HOUR), ADA)


def test_an_incident_has_no_end_to_extend() -> None:
    with clock.standing_at(NOON):
        incident = open_incident("API errors", NewUpdate("We are looking."), ADA)
        with pytest.raises(InvalidInput, match="Only planned work"):
            post_update(incident.key, NewUpdate("Longer.", until=NOON + HOUR), ADA)
