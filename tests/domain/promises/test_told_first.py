"""Who told whom first: what decides it, and that its counts lose no incident."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.promises.told_first import counts, told_first
from statuspage.domain.vocabulary.states import Kind, Status
from tests.helpers.told import bare

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def incident(
    who: NoticedBy | None,
    reported: int | None = None,
    *,
    status: Status = Status.RESOLVED,
    kind: Kind = Kind.INCIDENT,
) -> Incident:
    """An incident announced at noon; a reader told us so many minutes after that."""
    at = None if reported is None else NOON + timedelta(minutes=reported)
    return bare((NOON, status), kind=kind, noticed_by=who, first_report_at=at)


@pytest.mark.parametrize(
    ("who", "reported", "expected"),
    [
        (NoticedBy.PROBE, None, True),
        (NoticedBy.SUPPLIER, 0, True),
        (NoticedBy.STAFF, 5, True),
        (NoticedBy.STAFF, -5, False),
        (NoticedBy.READER, None, False),
        (NoticedBy.READER, 5, False),
        (None, -5, False),
        (None, 5, None),
        (None, None, None),
    ],
)
def test_told_first_goes_by_who_noticed_it_and_by_the_first_report(
    who: NoticedBy | None, reported: int | None, expected: bool | None
) -> None:
    assert told_first(incident(who, reported)) is expected


INCIDENTS = st.builds(
    incident,
    st.none() | st.sampled_from(NoticedBy),
    st.none() | st.integers(-90, 90),
    status=st.sampled_from([Status.INVESTIGATING, Status.RESOLVED, Status.FALSE_ALARM]),
    kind=st.sampled_from(Kind),
)


@given(st.lists(INCIDENTS), st.randoms())
def test_counts_hold_each_real_incident_once_in_any_order(
    found: list[Incident], random: Random
) -> None:
    told = counts(found)
    real = [one for one in found if one.kind is Kind.INCIDENT and not one.is_struck]
    assert told.total == len(real)
    assert told.unknown == sum(told_first(one) is None for one in real)
    random.shuffle(found)
    assert counts(found) == told


@given(INCIDENTS, st.integers(1, 90))
def test_an_earlier_report_never_makes_it_better(one: Incident, minutes: int) -> None:
    at = (one.first_report_at or NOON) - timedelta(minutes=minutes)
    rank = {None: 1, True: 2, False: 0}
    if one.first_report_at is not None:
        assert rank[told_first(replace(one, first_report_at=at))] <= rank[told_first(one)]
