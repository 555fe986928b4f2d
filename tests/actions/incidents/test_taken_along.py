"""A history that is exported and imported anew, into an empty store, is the same history."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_update, withdraw_update
from statuspage.actions.incidents.imported import take_incidents
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.domain.incidents.edit import wording_of
from statuspage.domain.incidents.imported import Taking
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.exports.readable import history_lines
from statuspage.imports import feed, jsonl
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.settings import site
from tests.helpers.sites import open_site, write_site

DATA = Path(__file__).parents[2] / "data"
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
START = datetime(2019, 2, 28, 23, 0, 7, tzinfo=UTC)
ADA = Actor("ada")
_STATES = [one for one in ComponentState if one is not ComponentState.UNDER_MAINTENANCE]
_MARKDOWN = (
    "- one\n- two\n    - three",
    "1. first\n2. second",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "```\nSELECT *\n\n  FROM t;\n```",
    "See [the page](/sla/api), **now** and `a|b`.  \nThen more.",
    "<b>bold</b> &amp; <script>alert(1)</script>",
    "Störung · 障害が発生 · عطل في الخدمة · सेवा बाधित · 👩‍🚀💥 · a\u200fb · e\u0301",
    "> quoted\n\n---\n\nx\u2028y\u0085z",
)
_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_words = st.one_of(st.sampled_from(_MARKDOWN), _text)
_title = _text.map(lambda text: f"T {text}")
_component = st.sampled_from(["api", "Search", "docs", "Nowhere 東京"])


@st.composite
def _entries(draw: st.DrawFn, place: int) -> dict[str, Any]:
    planned = draw(st.booleans())
    opening, closing = (
        (["scheduled", "in progress", "verifying", "Update"], ["completed", "cancelled"])
        if planned
        else (
            ["investigating", "identified", "monitoring", "Update"],
            ["resolved", "postmortem", "false_alarm"],
        )
    )
    told = draw(st.lists(st.sampled_from(opening), min_size=1, max_size=3))
    told += draw(st.lists(st.sampled_from(closing), max_size=2))
    at = START + timedelta(days=draw(st.integers(0, 2000)))
    updates = []
    for status in told:
        at += timedelta(seconds=draw(st.sampled_from([0, 0, 1, 59, 3600, 86400])))
        updates.append({"at": at.isoformat(), "status": status, "message": draw(_words)})
    entry: dict[str, Any] = {"title": draw(_title), "updates": updates}
    entry["impact"] = (
        "maintenance" if planned else draw(st.sampled_from(["none", "minor", "major", "critical"]))
    )
    entry["components"] = draw(st.lists(_component, max_size=3))
    start = datetime.fromisoformat(updates[0]["at"])
    if draw(st.booleans()) or planned:
        until = start + timedelta(hours=draw(st.integers(0, 50)) + planned)
        entry["impact_window"] = {"start_at": start.isoformat(), "end_at": until.isoformat()}
    named = draw(st.sampled_from(["id", "url", "both", "tag", "neither"]))
    if named in ("id", "both"):
        entry["id"] = f"a{place}"
    if named in ("url", "both"):
        entry["url"] = f"https://s.example/incidents/{place}"
    if named == "tag":
        entry["id"] = f"tag:www.s.example,2005:Incident/{place}"
        entry["url"] = f"https://other.example/{place}"
    return entry


_histories = st.integers(1, 4).flatmap(lambda count: st.tuples(*map(_entries, range(count))))


class _Site:
    """An empty site of its own, open within `with`."""

    def __enter__(self) -> _Site:
        self._folder = TemporaryDirectory()
        open_site(write_site(Path(self._folder.name) / "site"))
        return self

    def __exit__(self, *_: object) -> None:
        db.close_store()
        self._folder.cleanup()


def _take(data: bytes) -> Taking:
    batch = jsonl.read(data, "history.jsonl", ZoneInfo("UTC"), NOW)
    assert batch.faults == ()
    with clock.standing_at(NOW):
        return take_incidents(batch)


def _exported() -> bytes:
    with db.snapshot():
        return b"".join(history_lines(site()))


def _facts() -> list[tuple[object, ...]]:
    """What pages and figures make of each, but for keys and when it was written down."""
    with db.snapshot():
        found = list(incidents.by_keys(incidents.all_keys()).values())
        runs = incidents.runs_between(START, NOW, ["api", "search", "docs"])
    told = [
        (str(run.state), run.component, run.start, run.end) for one in runs.values() for run in one
    ]
    return [*sorted(map(_fact, found), key=repr), tuple(sorted(told, key=repr))]


def _fact(one: Incident) -> tuple[object, ...]:
    head = one.kind, one.title, one.status, one.impact, one.owner, one.started_at, one.resolved_at
    window = one.impact_from, one.impact_until, one.scheduled_for, one.scheduled_until
    words = [(u.at, u.status, u.withdrawn_at, u.keeps_status) for u in one.updates]
    return (*head, window, one.components, tuple(sorted(one.declared.items())), tuple(words))


@st.composite
def _acts(draw: st.DrawFn) -> list[tuple[str, int, str]]:
    act = st.tuples(
        st.sampled_from(["edit", "withdraw", "post", "open"]), st.integers(0, 9), _words
    )
    return draw(st.lists(act, max_size=4))


def _do(act: str, place: int, words: str, later: timedelta) -> None:
    body = f"Said {later}: {words}"
    state = _STATES[place % len(_STATES)]
    with clock.standing_at(NOW + later):
        if act == "open":
            told = NewUpdate(body, Status.IDENTIFIED, {"api": state}, owner="Ada")
            open_incident("Ours", told, ADA)
            return
        with db.snapshot():
            keys = incidents.all_keys()
            incident = incidents.by_keys(keys)[keys[place % len(keys)]]
        update = incident.updates[place % len(incident.updates)]
        if act == "post" and incident.is_open and incident.kind == "incident":
            post_update(incident.key, NewUpdate(body, Status.MONITORING, {"docs": state}), ADA)
        elif update.withdrawn_at is None and act == "withdraw":
            withdraw_update(incident.key, update.key, body, ADA)
        elif update.withdrawn_at is None and act == "edit":
            wording = replace(wording_of(update), body=body)
            amend_update(incident.key, update.key, wording, "Because", ADA)


# Not shrunk: each try makes two stores.
@settings(max_examples=12, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(history=_histories, acts=_acts())
def test_history_is_the_same_when_it_was_exported_and_imported_anew(
    history: tuple[dict[str, Any], ...], acts: list[tuple[str, int, str]]
) -> None:
    with _Site():
        _take("\n".join(map(json.dumps, history)).encode())
        for number, act in enumerate(acts, 1):
            _do(*act, timedelta(minutes=number))
        told, facts = _exported(), _facts()
        with clock.standing_at(NOW + timedelta(days=1)):
            again = take_incidents(jsonl.read(told, "again", ZoneInfo("UTC"), clock.now()))
        assert (again.taken, again.gained, again.refused) == (0, 0, 0)
    with _Site(), clock.standing_at(NOW + timedelta(days=1)):
        batch = jsonl.read(told, "again", ZoneInfo("UTC"), clock.now())
        assert batch.faults == ()
        taken = take_incidents(batch)
        assert taken.taken == len(told.splitlines())
        assert taken.unknown_components == {}
        assert _exported() == told
        assert _facts() == facts


@pytest.mark.parametrize("kind", ["json lines", "feed"])
def test_real_history_is_the_same_when_it_was_exported_and_imported_anew(
    store: Path, kind: str
) -> None:
    if kind == "feed":
        data = (DATA / "github-status" / "history.atom").read_bytes()
        batch = feed.read(data, "history.atom", NOW)
    else:
        data = (DATA / "github-status" / "incidents.jsonl").read_bytes()
        batch = jsonl.read(data, "incidents.jsonl", ZoneInfo("UTC"), NOW)
    with clock.standing_at(NOW):
        count = take_incidents(batch).taken
    told = _exported()
    db.close_store()
    with _Site():
        assert _take(told).taken == count
        assert _exported() == told
