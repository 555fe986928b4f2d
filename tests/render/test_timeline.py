"""Updates by days, each with its mark and how long after the one before it came."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.render.timeline import TimelineDay, by_day
from statuspage.render.words.locale import ENGLISH
from tests.helpers.telling import opened, posted, resolved

LONDON = ZoneInfo("Europe/London")  # an hour ahead of UTC in July
pytestmark = pytest.mark.usefixtures("store")


def gaps(days: list[TimelineDay]) -> list[str]:
    """The newest first; "" where nothing is said."""
    return [ENGLISH.say(one.gap) if one.gap else "" for day in days for one in day.told]


def tones(days: list[TimelineDay]) -> list[str]:
    return [one.tone for day in days for one in day.told]


def test_updates_stand_below_their_days_in_the_zone_of_the_page(store: Path) -> None:
    key = opened(0).key
    told = posted(11 * 60 + 30, key)  # 23:30 UTC is half past midnight in London
    days = by_day(told, LONDON)
    assert [(day.date, len(day.told)) for day in days] == [
        (date(2026, 7, 2), 1),
        (date(2026, 7, 1), 1),
    ]
    assert days[0].zones == ("BST",)


def test_gap_is_told_in_whole_minutes_as_clocks_show_both(store: Path) -> None:
    key = opened(0).key
    posted(0.5, key)
    posted(55.9, key)
    told = posted(4 * 24 * 60 + 60, key)
    assert gaps(by_day(told, LONDON)) == ["4 days later", "55 min later", "", ""]


def test_mark_is_how_bad_it_was_as_of_each_update(store: Path) -> None:
    key = opened(0).key
    posted(10, key, components={"api": ComponentState.MAJOR_OUTAGE})
    posted(20, key, status=Status.MONITORING, components={"api": ComponentState.OPERATIONAL})
    told = resolved(30, key)
    assert tones(by_day(told, LONDON)) == ["ok", "running", "major", "partial"]


def test_false_alarm_and_what_names_no_component_are_not_called_well_while_open(
    store: Path,
) -> None:
    key = opened(0, components={}).key
    told = posted(10, key, status=Status.FALSE_ALARM)
    assert tones(by_day(told, LONDON)) == ["unknown", "running"]
