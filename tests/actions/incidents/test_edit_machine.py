"""Whatever is done in whatever order: the record says what the store says, and forgets nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from statuspage import clock
from statuspage.actions.entries import withdraw_entry, write_entry
from statuspage.actions.erasure import erase
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_incident, amend_update, withdraw_update
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.domain.incidents.edit import heading_of, wording_of
from statuspage.domain.incidents.incident import MOVES, Incident
from statuspage.domain.record import tree
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.incident import of_incident
from statuspage.domain.record.recorded import mismatch
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import CLOSED, ComponentState, Impact, Kind, Status
from statuspage.errors import Conflict, StatusPageError
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import entries, record
from tests.helpers.stores import copy_store, drop_store, store_place

ADA = Actor("ada")
ZONE = ZoneInfo("Europe/London")
BAD = [
    ComponentState.DEGRADED,
    ComponentState.PARTIAL_OUTAGE,
    ComponentState.MAJOR_OUTAGE,
]
NAMES = st.sampled_from(["api", "search", "docs"])
STATES = st.dictionaries(NAMES, st.sampled_from(BAD), max_size=2)
TURN = st.integers(0, 100)


class Desk(RuleBasedStateMachine):
    """One desk on a store of its own; each rule is an act of staff some minutes later."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.site = Path(self.folder.name)
        copy_store(self.template, self.site)
        db.open_store(store_place(self.site))
        self.now = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
        self.number = 0
        self.said: dict[str, dict[int, dict[str, str]]] = {}
        self.erased: dict[str, int] = {}
        self.hashes: list[bytes] = []

    def teardown(self) -> None:
        db.close_store()
        drop_store(self.site)
        self.folder.cleanup()

    def text(self) -> str:
        self.number += 1
        return f"These are words number {self.number} of all."

    def later(self, minutes: int = 7) -> AbstractContextManager[object]:
        self.now += timedelta(minutes=minutes)
        return clock.standing_at(self.now)

    def any_incident(self, turn: int) -> Incident:
        with db.snapshot():
            keys = incidents.all_keys()
            return incidents.by_key(keys[turn % len(keys)])

    def tried(self, act: Callable[[], object]) -> None:
        """Do it, or be refused without a trace."""
        size = record.size()
        try:
            act()
        except StatusPageError:
            assert record.size() == size

    def stands_as(self, told: Incident) -> None:
        """What an action carried in memory is what it wrote."""
        with db.snapshot():
            assert incidents.by_key(told.key) == told

    @rule(states=STATES)
    def open(self, states: dict[str, ComponentState]) -> None:
        with self.later():
            told = open_incident("API errors", NewUpdate(self.text(), components=states), ADA)
        self.stands_as(told)

    @rule(names=st.lists(NAMES, min_size=1, max_size=2, unique=True))
    def schedule(self, names: list[str]) -> None:
        with self.later():
            start = self.now + timedelta(hours=1)
            end = start + timedelta(hours=1)
            told = schedule_maintenance("Work", self.text(), start, end, names, ADA)
        self.stands_as(told)

    def has_incidents(self) -> bool:
        return bool(incidents.all_keys())

    @precondition(has_incidents)
    @rule(turn=TURN, status=st.sampled_from(list(Status)), states=STATES)
    def update(self, turn: int, status: Status, states: dict[str, ComponentState]) -> None:
        incident = self.any_incident(turn)
        word = NewUpdate(self.text(), status, {} if status in CLOSED else states)
        size = record.size()
        with self.later():
            if status in MOVES[incident.status]:
                self.stands_as(post_update(incident.key, word, ADA))
            else:
                with pytest.raises(Conflict):
                    post_update(incident.key, word, ADA)
                assert record.size() == size

    @precondition(has_incidents)
    @rule(
        turn=TURN,
        which=TURN,
        status=st.none() | st.sampled_from(list(Status)),
        moved=st.integers(-30, 30),
        states=st.none() | STATES,
    )
    def amend(
        self,
        turn: int,
        which: int,
        status: Status | None,
        moved: int,
        states: dict[str, ComponentState] | None,
    ) -> None:
        incident = self.any_incident(turn)
        update = incident.updates[which % len(incident.updates)]
        former = wording_of(update)
        wording = replace(
            former,
            body=self.text(),
            status=status or former.status,
            at=former.at + timedelta(minutes=moved),
            components=former.components if states is None else states,
        )
        with self.later():
            self.tried(lambda: amend_update(incident.key, update.key, wording, self.text(), ADA))
        after = incidents.by_key(incident.key)
        kept = {update.key: update.published_at for update in incident.updates}
        assert {update.key: update.published_at for update in after.updates} == kept
        assert after.updated_at >= incident.updated_at

    @precondition(has_incidents)
    @rule(turn=TURN, impact=st.none() | st.sampled_from([Impact.MINOR, Impact.CRITICAL]))
    def amend_heading(self, turn: int, impact: Impact | None) -> None:
        incident = self.any_incident(turn)
        impact = None if incident.kind is Kind.MAINTENANCE else impact
        heading = heading_of(incident, impact_is_stated=False)
        changed = replace(heading, title=self.text(), impact=impact)
        with self.later():
            amend_incident(incident.key, changed, self.text(), ADA)

    @precondition(has_incidents)
    @rule(turn=TURN, which=TURN)
    def withdraw(self, turn: int, which: int) -> None:
        incident = self.any_incident(turn)
        update = incident.updates[which % len(incident.updates)]
        with self.later():
            self.tried(lambda: withdraw_update(incident.key, update.key, self.text(), ADA))
        assert incidents.by_key(incident.key).declared == incident.declared

    @rule(is_new=st.booleans())
    def write(self, is_new: bool) -> None:
        front = {"title": self.text(), "date": "2026-07-01", "type": "added"}
        known = entries.all_of(EntryKind.CHANGELOG)
        slug = None if is_new or not known else known[0].slug
        with self.later():
            write_entry(
                *(EntryKind.CHANGELOG, front, self.text(), ADA),
                zone=ZONE,
                slug=slug,
                reason=self.text(),
            )

    @rule(turn=TURN)
    def withdraw_an_entry(self, turn: int) -> None:
        known = entries.all_of(EntryKind.CHANGELOG)
        if known:
            slug = known[turn % len(known)].slug
            with self.later():
                self.tried(lambda: withdraw_entry(EntryKind.CHANGELOG, slug, self.text(), ADA))

    @precondition(lambda self: bool(self.said))
    @rule(turn=TURN)
    def erase(self, turn: int) -> None:
        subject = sorted(self.said)[turn % len(self.said)]
        name = "title" if subject.startswith("incident/") else "body"
        with self.later():
            erase(subject, {name: self.text()}, self.text(), ADA, zone=ZONE)
        self.erased[subject] = record.history(subject)[-1].revision

    @invariant()
    def record_says_what_the_store_says(self) -> None:
        with db.snapshot():
            told = incidents.by_keys(incidents.all_keys()).values()
            said = [one for incident in told for one in of_incident(incident)]
            said += map(ENTRIES[EntryKind.CHANGELOG].statement, entries.all_of(EntryKind.CHANGELOG))
            newest = record.newest([one.subject for one in said])
        assert {subject: entry.statement for subject, entry in newest.items()} == {
            one.subject: one for one in said
        }
        for subject, entry in newest.items():
            texts = {name: word.text or "" for name, word in entry.words.items()}
            self.said.setdefault(subject, {})[entry.revision] = texts

    @invariant()
    def nothing_said_before_is_forgotten_unless_it_was_erased(self) -> None:
        for subject, revisions in self.said.items():
            found = {entry.revision: entry for entry in record.history(subject)}
            assert sorted(found) == list(range(1, len(found) + 1))
            for revision, texts in revisions.items():
                if revision < self.erased.get(subject, 0):
                    assert all(word.text is None for word in found[revision].words.values())
                else:
                    words = found[revision].words.items()
                    assert {name: word.text or "" for name, word in words} == texts
                    assert mismatch(found[revision]) is None

    @invariant()
    def tree_only_grows_and_its_root_is_right(self) -> None:
        size = record.size()
        hashes = [tree.leaf_hash(leaf) for leaf in record.leaves(0, size)]
        assert hashes[: len(self.hashes)] == self.hashes
        self.hashes = hashes
        assert record.root(size) == tree.root(size, lambda _, first, n: hashes[first : first + n])


def test_desk_in_any_order_keeps_the_record_true(store: Path) -> None:
    db.close_store()
    Desk.template = store
    run_machine(
        Desk,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
        ),
    )
