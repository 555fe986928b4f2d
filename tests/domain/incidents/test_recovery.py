"""What became of an incident: the same cause on the same component, within the time of watching."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.incidents.cause import Cause, PublishedCause
from statuspage.domain.incidents.recovery import WATCHED, Return, recovery
from statuspage.domain.vocabulary.states import Status
from tests.helpers.told import bare

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
INCIDENT = bare((NOON, Status.INVESTIGATING), (NOON + DAY, Status.RESOLVED))


def finding(
    days: float = 0, cause: Cause = Cause.CAPACITY, component: str = "api", key: str = "later"
) -> PublishedCause:
    return PublishedCause(key, "Again", cause, NOON + days * DAY, frozenset({component}))


OWN = finding(key="k")


def became(*later: PublishedCause, days: float = 200, own: PublishedCause | None = OWN) -> Return:
    known = [*later, *([own] if own else [])]
    return recovery(INCIDENT, [], known, NOON + days * DAY).state


def test_it_came_back_with_its_cause_on_its_component_within_the_time() -> None:
    assert became(finding(60)) is Return.CAME_BACK
    assert became(finding(60, Cause.DATA)) is Return.NOT_AGAIN
    assert became(finding(60, component="docs")) is Return.NOT_AGAIN
    assert became(finding(92)) is Return.NOT_AGAIN
    assert became(finding(-5)) is Return.NOT_AGAIN


def test_nobody_can_tell_without_a_cause_and_it_is_watched_for_a_time() -> None:
    assert became(own=None) is Return.UNKNOWN
    unknown = finding(cause=Cause.UNKNOWN, key="k")
    assert became(finding(9, Cause.UNKNOWN), own=unknown) is Return.UNKNOWN
    assert became(days=90) is Return.WATCHED
    assert became(days=91.1) is Return.NOT_AGAIN


LATER = st.builds(
    finding,
    st.floats(-50, 200),
    st.sampled_from(Cause),
    st.sampled_from(["api", "docs"]),
    st.sampled_from(["a", "b", "c"]),
)


@given(st.lists(LATER), st.integers(2, 400))
def test_what_came_back_is_its_own_cause_in_order_and_time_only_decides(
    later: list[PublishedCause], days: int
) -> None:
    told = recovery(INCIDENT, [], [*later, OWN], NOON + days * DAY)
    assert [one.started_at for one in told.again] == sorted(one.started_at for one in told.again)
    over = NOON + DAY
    assert all(
        one.cause is Cause.CAPACITY and NOON < one.started_at <= over + WATCHED
        for one in told.again
    )
    assert (told.state is Return.CAME_BACK) == bool(told.again)
    if not told.again:
        assert (told.state is Return.WATCHED) == (over + WATCHED > NOON + days * DAY)
