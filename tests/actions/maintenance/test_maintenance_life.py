"""Any order of verbs and worker steps leaves planned work whole: a machine tries many."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import (
    move_maintenance,
    remind_of_maintenance,
    schedule_maintenance,
    step_maintenances,
)
from statuspage.config import Steps
from statuspage.domain.incidents.incident import MOVES, Incident, require_move
from statuspage.domain.record.kinds.incident import of_incident
from statuspage.domain.vocabulary.states import ComponentState, Kind, Status, worst
from statuspage.errors import Conflict, InvalidInput
from statuspage.site.measured.components import declared_state
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import record
from tests.helpers.stores import copy_store, drop_store, store_place

ADA = Actor("ada")
BEGUN = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LENGTHS = st.integers(1, 300).map(lambda count: count * MINUTE)
LEADS = st.none() | LENGTHS
STEPS = st.builds(Steps, remind=LEADS, begin=st.booleans(), verify=LEADS, complete=st.booleans())
VERBS = (Status.IN_PROGRESS, Status.VERIFYING, Status.COMPLETED, Status.CANCELLED)
COMPONENTS = st.sets(st.sampled_from(["api", "search"]), min_size=1)


class PlannedWork(RuleBasedStateMachine):
    """Verbs of staff, steps of the worker, and an incident beside them, while time passes."""

    works = Bundle("works")
    template: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        copy_store(self.template, self.folder)
        db.open_store(store_place(self.folder))
        self.now = BEGUN
        self.incident: str | None = None

    def teardown(self) -> None:
        db.close_store()
        drop_store(self.folder)
        shutil.rmtree(self.folder)

    @rule(target=works, wait=LENGTHS, length=LENGTHS, steps=STEPS, named=COMPONENTS)
    def schedule(self, wait: timedelta, length: timedelta, steps: Steps, named: set[str]) -> str:
        start = self.now + wait
        with clock.standing_at(self.now):
            work = schedule_maintenance(
                "Work", "We work.", start, start + length, named, ADA, steps=steps
            )
        assert work.status is Status.SCHEDULED
        return work.key

    @rule(length=LENGTHS)
    def wait(self, length: timedelta) -> None:
        self.now += length

    @rule(key=works, verb=st.sampled_from(VERBS))
    def move(self, key: str, verb: Status) -> None:
        before = self.read(key)
        with clock.standing_at(self.now):
            if verb in MOVES[before.status]:
                assert move_maintenance(key, verb, "", ADA).status is verb
            else:
                with pytest.raises(Conflict):
                    move_maintenance(key, verb, "", ADA)
                assert self.read(key) == before

    @rule(key=works, longer=LENGTHS)
    def extend(self, key: str, longer: timedelta) -> None:
        before = self.read(key)
        assert before.scheduled_until is not None
        until = before.scheduled_until + longer
        with clock.standing_at(self.now):
            if before.is_open and until > self.now:
                after = post_update(key, NewUpdate("It takes longer.", until=until), ADA)
                assert after.extensions[:-1] == before.extensions
                assert after.scheduled_until == until
            else:
                with pytest.raises((Conflict, InvalidInput)):
                    post_update(key, NewUpdate("It takes longer.", until=until), ADA)
                assert self.read(key) == before

    @rule(key=works)
    def remind(self, key: str) -> None:
        before = self.read(key)
        with clock.standing_at(self.now):
            if before.status is Status.SCHEDULED:
                assert remind_of_maintenance(key, "", ADA).updates[0].keeps_status
            else:
                with pytest.raises(Conflict):
                    remind_of_maintenance(key, "", ADA)

    @rule()
    def work(self) -> None:
        """The worker comes to rest: a further turn at the same instant has nothing to do."""
        with clock.standing_at(self.now):
            for _ in range(4):
                step_maintenances()
            assert step_maintenances() == []

    @rule()
    def fail_or_recover(self) -> None:
        with clock.standing_at(self.now):
            if self.incident is None:
                states = {"api": ComponentState.MAJOR_OUTAGE}
                opened = open_incident("API down", NewUpdate("We look.", components=states), ADA)
                self.incident = opened.key
            else:
                post_update(self.incident, NewUpdate("It is over.", Status.RESOLVED), ADA)
                self.incident = None

    @invariant()
    def every_life_is_possible(self) -> None:
        for entry in self.all():
            oldest_first = list(reversed(entry.updates))
            assert [update.at for update in oldest_first] == sorted(u.at for u in oldest_first)
            for before, after in pairwise(oldest_first):
                require_move(before.status, after.status)

    @invariant()
    def ends_follow_their_extensions(self) -> None:
        for entry in self.all():
            ends = [one.until for one in entry.extensions]
            assert ends == sorted(ends)
            assert not ends or entry.scheduled_until == ends[-1]
            for first, second in pairwise(entry.extensions):
                assert first.until == second.former

    @invariant()
    def components_are_as_bad_as_what_holds_them(self) -> None:
        going_on = [entry for entry in self.all(open_only=True) if entry.is_active]
        for component in ("api", "search"):
            held = [entry.declared[component] for entry in going_on if component in entry.declared]
            with db.snapshot():
                assert declared_state(component, incidents.open_ones()) is worst(held)

    @invariant()
    def the_record_says_what_the_store_says(self) -> None:
        for entry in self.all():
            said = of_incident(entry)
            with db.snapshot():
                entered = record.newest([one.subject for one in said])
            for one in said:
                assert entered[one.subject].statement == one

    def read(self, key: str) -> Incident:
        with db.snapshot():
            return incidents.by_key(key)

    def all(self, *, open_only: bool = False) -> list[Incident]:
        with db.snapshot():
            if open_only:
                return incidents.open_ones()
            return incidents.newest(100, Kind.MAINTENANCE)


@pytest.mark.slow
def test_any_order_of_steps_leaves_planned_work_whole(store: Path) -> None:
    db.close_store()
    machine = type("Machine", (PlannedWork,), {"template": store})
    limits = settings(max_examples=12, stateful_step_count=20, database=None)
    run_state_machine_as_test(machine, settings=limits)
