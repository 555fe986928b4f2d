"""Pages over a Library in memory: what each rests on is noted, what is not known is left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage.domain.asking.times import ASKED_FOR
from statuspage.domain.library.library import Library
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import NotFound, NotKnown
from statuspage.site import catalogue
from statuspage.site.page import Context, Rendering
from tests.helpers.library import a_library
from tests.helpers.told import a_component, an_incident

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DOWN = ComponentState.MAJOR_OUTAGE


def rendered(library: Library, path: str, now: datetime = NOON) -> Rendering:
    found = catalogue.find(path)
    assert found is not None
    return found.rendered(Context(library, now))


@pytest.fixture
def library() -> Library:
    """One incident that goes on, with a word promised for noon, and one that is over."""
    going_on = [(NOON - HOUR, Status.INVESTIGATING, DOWN, NOON)]
    over = [
        (NOON - 3 * HOUR, Status.INVESTIGATING, DOWN, None),
        (NOON - 2 * HOUR, Status.RESOLVED, ComponentState.OPERATIONAL, None),
    ]
    told = [a_component("api", NOON - 50 * HOUR)]
    return a_library([*told, *an_incident("1", "api", going_on), *an_incident("2", "api", over)])


def test_page_rests_on_what_its_reader_asked(library: Library) -> None:
    found = rendered(library, "/incidents/2")
    assert "incident:2" in found.topics
    assert not found.topics & {"incident:1", "incidents", "component:api"}
    assert "component:api" in rendered(library, "/incidents/1").topics  # others may say worse of it
    assert {"incidents", "maintenance"} <= rendered(library, "/history").topics


def test_page_holds_until_the_first_thing_on_it_turns(library: Library) -> None:
    late_at = NOON + timedelta(seconds=61)
    before = rendered(library, "/incidents/1")
    assert before.valid_until == late_at
    assert b"Next update by" in before.body
    after = rendered(library, "/incidents/1", late_at)
    assert b"is late" in after.body
    assert after.valid_until is not None  # it will be broken in a week
    over = library.incidents.by_key("2").resolved_at
    assert over is not None
    assert rendered(library, "/incidents/2").valid_until == over + ASKED_FOR  # whether it told all
    assert rendered(library, "/incidents/2", over + ASKED_FOR).valid_until is None


def test_what_the_library_does_not_hold_is_left_out_of_a_page(library: Library) -> None:
    page = rendered(library, "/components/api").body.decode()
    assert "Trouble 1" in page
    assert "Trouble 2" in page
    assert 'aria-labelledby="days"' not in page


def test_page_of_nothing_but_what_is_not_known_is_not_known(library: Library) -> None:
    with pytest.raises(NotKnown):
        rendered(library, "/sla")
    with pytest.raises(NotFound):
        rendered(library, "/incidents/3")
