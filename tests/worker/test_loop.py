"""The worker: files picked up while running; a duty that fails or hangs stops no other."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.measurements.heartbeats import record_heartbeat
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.desk.duties import PATIENCE, fault_of
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import NotFound
from statuspage.figures import measured
from statuspage.probes.prober import Prober
from statuspage.store import db
from statuspage.store.beats import beats
from statuspage.store.incidents import incidents
from statuspage.store.library import LIBRARY
from statuspage.store.published import entries
from statuspage.store.settings import current_settings
from statuspage.store.tables.measured import FrozenFigure
from statuspage.worker.duties import all_duties
from statuspage.worker.duty import Duty
from statuspage.worker.loop import Worker
from tests.helpers import processes
from tests.helpers.sites import a_probe, add_to_config

PAGE = "---\ntitle: About\n---\nWords.\n"
HEARTBEAT = a_probe("backup", "docs", type="heartbeat", interval="50s", grace="10s")


@pytest.fixture
def worker(store: Path) -> Worker:
    return Worker(all_duties(store / "config.toml", {}))


def page_title() -> str:
    with db.snapshot():
        return entries.by_slug(EntryKind.PAGE, "about").title


def test_new_file_is_picked_up_when_it_has_rested(store: Path, worker: Worker) -> None:
    place = store / "content" / "pages" / "about.md"
    place.parent.mkdir()
    place.write_text(PAGE, "utf-8")
    worker.step()
    with pytest.raises(NotFound):
        page_title()
    worker.step()
    assert page_title() == "About"


def test_broken_config_is_logged_and_work_goes_on(
    store: Path, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    (store / "config.toml").write_text("[site\n", "utf-8")
    soon = clock.now() + timedelta(hours=1)
    end = soon + timedelta(hours=1)
    work = schedule_maintenance("Upgrade", "Pause.", soon, end, ["api"], Actor("ada"))
    with clock.standing_at(soon + timedelta(minutes=1)):
        worker.step()
        worker.step()
    assert "config.toml:" in caplog.text
    with db.snapshot():
        assert incidents.by_key(work.key).status is Status.IN_PROGRESS


def test_store_that_is_gone_is_logged_and_the_worker_lives_on(
    store: Path, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    db.path().rename(db.path().with_suffix(".moved"))
    worker.step()
    assert "is gone" in caplog.text
    db.path().with_suffix(".moved").rename(db.path())
    caplog.clear()
    worker.step()
    assert caplog.text == ""


def test_confirmed_failure_becomes_an_incident_in_the_next_turn(
    store: Path, worker: Worker
) -> None:
    probe = a_probe("api-tcp", type="tcp", host="127.0.0.1", port=9, on_failure="publish")
    add_to_config(store, probe)
    watched = Watched("api-tcp", "api", Cadence(timedelta(minutes=1), 2))
    now = clock.now()
    failed = [Sample(now - timedelta(minutes=back), ProbeState.DOWN) for back in (1, 0)]
    worker.step()
    record_samples([(watched, sample) for sample in failed])
    worker.step()
    with db.snapshot():
        [found] = incidents.newest(5)
    assert found.impact_from == failed[0].at


def test_closed_period_is_frozen_by_itself(worker: Worker) -> None:
    with clock.standing_at(clock.now() + timedelta(days=70)):
        worker.step()
        worker.step()
    with db.snapshot():
        assert FrozenFigure.select().where(FrozenFigure.sla == "api-availability").count() == 3


def test_stop_ends_the_loop_soon(worker: Worker) -> None:
    thread = Thread(target=worker.run)
    thread.start()
    worker.stop()
    thread.join(processes.PATIENCE)
    assert not thread.is_alive()


def test_job_that_falls_silent_is_down_and_up_again_with_its_next_call(
    store: Path, worker: Worker
) -> None:
    add_to_config(store, HEARTBEAT)
    with db.snapshot():
        settings = current_settings()
    start = clock.now()

    def state_after(seconds: int) -> ComponentState | None:
        at = start + timedelta(seconds=seconds)
        with clock.standing_at(at):
            worker.step()
        with db.snapshot():
            return measured.states_now(LIBRARY, settings, ["docs"], at)["docs"]

    record_heartbeat("backup", settings)
    states = [state_after(seconds) for seconds in range(0, 100, 5)]
    assert states == [ComponentState.OPERATIONAL] * 13 + [ComponentState.MAJOR_OUTAGE] * 7
    with clock.standing_at(start + timedelta(seconds=100)):
        record_heartbeat("backup", settings)
    assert state_after(101) is ComponentState.OPERATIONAL


def test_worker_that_stood_still_blames_no_job(store: Path, worker: Worker) -> None:
    add_to_config(store, HEARTBEAT)
    with db.snapshot():
        settings = current_settings()
    start = clock.now()
    record_heartbeat("backup", settings)
    with clock.standing_at(start):
        worker.step()
    later = start + timedelta(hours=1)
    for seconds in range(0, 30, 5):
        with clock.standing_at(later + timedelta(seconds=seconds)):
            worker.step()
    with db.snapshot():
        assert measured.states_now(LIBRARY, settings, ["docs"], later)["docs"] is None


def test_fault_of_ours_in_one_duty_keeps_no_other_from_its_turn(
    store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ZeroDivisionError

    worker = Worker([Duty("fails", fail), Duty("works", lambda: done.append("once"))])
    worker.step()
    worker.step()
    assert done == ["once", "once"]
    assert "a fault of ours in the duty fails" in caplog.text
    assert {beat.name for beat in beats()} == {"fails", "works"}


def test_duty_with_a_rhythm_rests_between_its_turns(store: Path) -> None:
    done: list[str] = []
    worker = Worker([Duty("rare", lambda: done.append("once"), every=3600)])
    worker.step()
    worker.step()
    assert done == ["once"]


def test_duty_that_hangs_is_named_while_the_others_go_on(store: Path) -> None:
    hanging, going_on, times = Event(), Event(), []

    def work() -> None:
        times.append("once")
        if len(times) == 3:
            going_on.set()

    duties = [Duty("works", work), Duty("waits", lambda: bool(hanging.wait()), is_alone=True)]
    worker = Worker(duties, tell_every=0)
    thread = Thread(target=worker.run)
    thread.start()
    try:
        assert going_on.wait(processes.PATIENCE)
        processes.wait_until(lambda: len(beats()) == 2)
        ended = {beat.name: beat.ended for beat in beats()}
        assert ended["waits"] < ended["works"]
        assert fault_of(beats(), clock.elapsed()) is None  # it may take its time at first
        fault = fault_of(beats(), ended["waits"] + PATIENCE + 0.001)
        assert fault is not None
        assert fault.params == {"names": ["waits"]}
    finally:
        hanging.set()
        worker.stop()
        thread.join(processes.PATIENCE)
    assert not thread.is_alive()


def test_probing_that_stands_still_ends_no_turn(store: Path) -> None:
    prober = Prober(lambda _: None)
    ended = Event()
    waiting = Thread(target=lambda: (prober.wait_turn(), ended.set()), daemon=True)
    waiting.start()
    assert not ended.wait(0.3)
    running = Thread(target=prober.run)
    running.start()
    assert ended.wait(processes.PATIENCE)
    prober.stop()
    running.join(processes.PATIENCE)
    prober.wait_turn()  # one that was stopped keeps nobody waiting
    waiting.join(processes.PATIENCE)
