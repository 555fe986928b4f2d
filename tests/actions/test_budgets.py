"""What follows from a spent error budget: promised once, by the exact figure, and kept by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_incident
from statuspage.actions.incidents.pledges import keep_pledge
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.promises.budgets import promise_what_follows
from statuspage.actions.sync import sync
from statuspage.content.markdown import to_html
from statuspage.domain.incidents.edit import heading_of
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.record import library as recorded
from statuspage.domain.record.replay import replay
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.incidents import incidents, pledges
from statuspage.store.library import LIBRARY
from statuspage.store.published import record
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import a_table, add_to_config, an_sla

MAY = datetime(2026, 5, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
ALLOWED = 26_784  # seconds: 1% of the 31 days of May
POLICY = """\
---
title: Our error-budget policy
consequences:
  - {spent: "50%", promise: "We look at every change twice.", owner: Ada, within: 5d}
  - {spent: "100%", promise: "We ship reliability work only.", owner: Grace, within: 10d}
---
When a budget is spent, we stop and mend.
"""


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    place = store / "content" / "agreements" / "budget-policy.md"
    place.parent.mkdir(exist_ok=True)
    place.write_text(POLICY, "utf-8")
    with clock.standing_at(MAY - 60 * DAY):
        sync(store / "config.toml", {})
        part = a_table("components", id="part", name="A part", incidents_since="2026-01-01")
        keys = {"components": ["part"], "source": "incidents", "target": "99%"}
        promise = an_sla("part", "availability", title="It is there", **keys)
        add_to_config(store, part, promise + 'budget_policy = "agreements/budget-policy.md"\n')


def _down(start: datetime, seconds: int) -> str:
    end = start + timedelta(seconds=seconds)
    down = {"part": ComponentState.MAJOR_OUTAGE}
    word = NewUpdate("Over.", Status.RESOLVED, down, impact_from=start, impact_until=end)
    with clock.standing_at(end):
        return open_incident("It was down", word, Actor("ada")).key


def _made(now: datetime) -> list[tuple[str, str, str]]:
    with clock.standing_at(now):
        return [(one.period, one.spent, one.promise.text) for one in promise_what_follows()]


HALF = ("2026-05", "50%", "We look at every change twice.")
WHOLE = ("2026-05", "100%", "We ship reliability work only.")


def _both() -> list[Pledge]:
    """What was promised for half of the budget, and for all of it."""
    return sorted(pledges.of_sla("part"), key=lambda one: len(one.spent))


def test_promise_is_made_when_its_share_is_spent_and_never_twice() -> None:
    assert _made(MAY) == []
    _down(MAY + DAY, ALLOWED // 2 - 1)
    assert _made(MAY + 2 * DAY) == []
    _down(MAY + 2 * DAY, 1)
    assert _made(MAY + 3 * DAY) == [HALF]
    assert _made(MAY + 3 * DAY + timedelta(minutes=1)) == []
    _down(MAY + 4 * DAY, ALLOWED)
    assert _made(MAY + 5 * DAY) == [WHOLE]
    assert _made(MAY + 6 * DAY) == []
    [half, whole] = pledges.of_sla("part")
    assert half.promise.owner == "Ada"
    assert whole.promise.dues == (MAY + 15 * DAY,)
    # The next month has a budget of its own.
    _down(MAY + 40 * DAY, ALLOWED)
    assert [period for period, *_ in _made(MAY + 41 * DAY)] == ["2026-06", "2026-06"]


def test_it_is_on_both_pages_turns_late_by_rule_and_is_kept_by_evidence(store: Path) -> None:
    _down(MAY + DAY, ALLOWED)
    now = MAY + 2 * DAY
    _made(now)
    for path in ("/sla/part", "/promises"):
        told = words_of(rendered(path, now))
        assert "We ship reliability work only." in told, path
        assert "May 2026: budget spent since 3 May 2026, so this was promised" in told, path
        assert "Owner: Grace" in told
    assert "Once 50% is spent: We look at every change twice." in words_of(
        rendered("/sla/part", now)
    )
    half, whole = _both()
    assert half.promise.state(now + 6 * DAY) is PromiseState.LATE
    assert half.promise.state(now + 13 * DAY) is PromiseState.BROKEN
    with clock.standing_at(now + DAY):
        kept = keep_pledge(whole.key, "https://acme.example/mended", Actor("ada"))
    assert kept.promise.state(now + 30 * DAY) is PromiseState.KEPT
    told = words_of(rendered("/sla/part", now + 2 * DAY))
    assert "Done on" in told


def test_record_alone_tells_the_same(store: Path) -> None:
    _down(MAY + DAY, ALLOWED)
    _made(MAY + 2 * DAY)
    with db.snapshot():
        entered = record.some(0, record.size())
        alone = recorded.library(replay(entered, to_html), entered, {}).pledges
        assert alone.of_sla("part") == LIBRARY.pledges.of_sla("part")
        assert alone.newest(9) == LIBRARY.pledges.newest(9)
        assert [one.subject for one in entered if one.subject.startswith("consequence/")]


def test_later_correction_does_not_take_it_back(store: Path) -> None:
    key = _down(MAY + DAY, ALLOWED)
    _made(MAY + 2 * DAY)
    with clock.standing_at(MAY + 3 * DAY):
        incident = incidents.by_key(key)
        shorter = replace(
            heading_of(incident, impact_is_stated=True),
            impact_until=MAY + DAY + timedelta(seconds=60),
        )
        amend_incident(key, shorter, "It was one minute", Actor("ada"))
    assert _made(MAY + 4 * DAY) == []
    assert len(pledges.of_sla("part")) == 2
    told = words_of(rendered("/sla/part", MAY + 4 * DAY))
    assert "A promise made by this rule stays, also where the figure is corrected later." in told
