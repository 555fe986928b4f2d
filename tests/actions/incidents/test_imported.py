"""Imported incidents in the store: known again, gaining new words, with their own times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.imported import take_incidents
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.sync import sync
from statuspage.domain.incidents.imported import Batch, Post, Taking, Window
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.imports import feed, jsonl
from statuspage.progress import Stage
from statuspage.said import Said
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import publications
from tests.helpers import declared
from tests.helpers.imported import FIRST, FOUND, MINUTE, NOW, OVER, START, TOLD, only, take

DATA = Path(__file__).parents[2] / "data"
HISTORY = DATA / "github-status"


def runs(component: str = "api") -> list[tuple[str, datetime, datetime | None]]:
    found = incidents.runs_between(START - timedelta(days=400), NOW, [component])[component]
    return [(run.state.value, run.start, run.end) for run in found]


def test_incident_keeps_its_times_and_says_when_it_was_entered(store: Path) -> None:
    assert take(TOLD) == Taking(1, 0, 0, 0, 0, {})
    found = only()
    assert (found.origin, found.impact, found.status) == (
        TOLD.origin,
        Impact.CRITICAL,
        Status.RESOLVED,
    )
    assert (found.started_at, found.resolved_at, found.entered_at) == (START, OVER.at, NOW)
    assert [update.at for update in found.updates] == [OVER.at, FOUND.at, FIRST.at]
    assert {(u.entered_at, u.author) for u in found.updates} == {(NOW, "import")}
    [row] = publications.page(["incident"], 0, 10, "api")
    assert (row.published_at, row.updated_at) == (START, OVER.at)


def test_state_is_declared_throughout_and_ends_with_the_closing_word(store: Path) -> None:
    take(TOLD)
    assert runs() == [("major_outage", START, OVER.at)]
    closing, _, first = only().updates
    assert [(c.old.value, c.new.value) for c in first.changes] == [("operational", "major_outage")]
    assert [(c.old.value, c.new.value) for c in closing.changes] == [
        ("major_outage", "operational")
    ]


def test_stated_window_is_the_impact(store: Path) -> None:
    window = Window(START - 30 * MINUTE, START + 45 * MINUTE)
    take(replace(TOLD, window=window))
    assert runs() == [("major_outage", window.start, window.end)]


def test_zero_length_is_kept(store: Path) -> None:
    take(replace(TOLD, posts=(replace(OVER, at=START),)))
    assert runs() == [("major_outage", START, START)]


def test_maintenance_counts_from_when_it_began(store: Path) -> None:
    posts = (
        Post(Status.SCHEDULED, "We will upgrade.", START),
        Post(Status.IN_PROGRESS, "We begin.", START + 60 * MINUTE),
        Post(Status.COMPLETED, "Done.", START + 90 * MINUTE),
    )
    take(replace(TOLD, kind=Kind.MAINTENANCE, impact=Impact.MAINTENANCE, posts=posts))
    assert runs() == [("under_maintenance", posts[1].at, posts[2].at)]
    found = only()
    assert (found.scheduled_for, found.scheduled_until) == (posts[1].at, posts[2].at)


@pytest.mark.parametrize("given", ["api", "API", "aPi"])
def test_component_is_found_by_id_and_by_name_in_any_case(store: Path, given: str) -> None:
    assert take(replace(TOLD, components=(given,))).unknown_components == {}
    assert only().components == (("api", "API"),)


def test_unknown_components_are_left_out_and_counted(store: Path) -> None:
    second = replace(TOLD, origin="https://s.example/2", origin_id="2", components=("Moon", "api"))
    outcome = take(replace(TOLD, components=("Moon", "Sun")), second)
    assert outcome.unknown_components == {"Moon": 2, "Sun": 1}
    assert [dict(found.components) for found in incidents.newest(2)] == [{"api": "API"}, {}]


def test_incident_without_either_is_known_by_title_start_and_first_post(store: Path) -> None:
    bare = replace(TOLD, origin="", origin_id="")
    take(bare)
    assert take(bare).known == 1
    assert take(replace(bare, title="Other")).taken == 1
    assert take(replace(bare, posts=(replace(FIRST, body="Else."), OVER))).taken == 1


def test_incident_named_twice_in_one_batch_is_taken_once(store: Path) -> None:
    assert take(TOLD, TOLD) == Taking(1, 1, 0, 0, 0, {})


def test_known_incident_gains_its_new_posts(store: Path) -> None:
    take(replace(TOLD, posts=(FIRST,)))
    assert only().status is Status.INVESTIGATING
    assert runs() == [("major_outage", START, None)]
    assert take(TOLD) == Taking(0, 1, 0, 2, 0, {})
    assert [update.body for update in only().updates] == [OVER.body, FOUND.body, FIRST.body]
    assert only().resolved_at == OVER.at
    assert runs() == [("major_outage", START, OVER.at)]


def test_feed_without_components_closes_what_it_finds(store: Path) -> None:
    take(replace(TOLD, posts=(FIRST,)))
    take(replace(TOLD, impact=Impact.NONE, components=()))
    assert runs() == [("major_outage", START, OVER.at)]
    assert only().declared == {"api": ComponentState.OPERATIONAL}


def test_gained_end_leaves_the_component_to_another_open_incident(store: Path) -> None:
    take(replace(TOLD, posts=(FIRST,)))
    with clock.standing_at(NOW):
        held = {"api": ComponentState.PARTIAL_OUTAGE}
        open_incident("Slow", NewUpdate("We look.", components=held), Actor("ada"))
    take(TOLD)
    closed = next(found for found in incidents.newest(2) if found.origin)
    [change] = closed.updates[0].changes
    assert (change.old.value, change.new.value) == ("major_outage", "partial_outage")


def test_post_in_other_words_is_no_new_one(store: Path) -> None:
    take(TOLD)
    reworded = (FIRST, FOUND, replace(OVER, body="It is over, and this is why."))
    assert take(replace(TOLD, posts=reworded)) == Taking(0, 1, 0, 0, 1, {})
    assert only().updates[0].body == OVER.body


def test_post_with_other_white_space_marks_and_seconds_is_the_same(store: Path) -> None:
    take(TOLD)
    other = replace(FOUND, body="We **found**\n\nit.", at=FOUND.at + timedelta(seconds=20))
    assert take(replace(TOLD, posts=(FIRST, other, OVER))) == Taking(0, 1, 0, 0, 0, {})


def test_word_of_staff_on_an_imported_incident_is_left_alone(store: Path) -> None:
    take(replace(TOLD, posts=(FIRST,)))
    with clock.standing_at(FOUND.at):
        post_update(only().key, NewUpdate("Ours.", Status.IDENTIFIED), Actor("ada"))
    assert take(TOLD).gained == 2
    assert {update.body for update in only().updates} >= {"Ours.", FOUND.body}


def test_post_without_words_says_so_in_the_language_of_the_site(store: Path) -> None:
    silent = replace(TOLD, posts=(TOLD.posts[0], replace(TOLD.posts[-1], body="")))
    take(silent)
    newest = only().updates[0]
    assert (newest.body, newest.words) == ("", (Said("update.no_words"),))
    assert take(silent).gained == 0


def test_hostile_words_are_clean_html(store: Path) -> None:
    body = '<script>alert(1)</script> [x](javascript:alert(1)) <img src="//e.example/x"> ]]>'
    take(replace(TOLD, posts=(replace(OVER, body=body),)))
    html = only().updates[0].html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def batch_of(count: int) -> Batch:
    told = [
        replace(TOLD, origin=f"https://s.example/{n}", origin_id=str(n), posts=(FIRST, OVER))
        for n in range(count)
    ]
    return Batch(tuple(told), 0, (), (), {})


def test_import_lets_staff_publish_between_its_steps(store: Path) -> None:
    steps: list[int] = []

    def publish(stage: Stage) -> None:
        steps.append(stage.done)
        open_incident(f"Staff {len(steps)}", NewUpdate("We look."), Actor("ada"))

    take_incidents(batch_of(60), publish)
    assert steps == [25, 50, 60]
    assert len(incidents.all_keys()) == 63


def test_import_that_was_cut_short_goes_on_where_it_ended(store: Path) -> None:
    class CutShortError(Exception):
        pass

    def cut(_: Stage) -> None:
        raise CutShortError

    with pytest.raises(CutShortError):
        take_incidents(batch_of(60), cut)
    assert len(incidents.all_keys()) == 25
    assert take_incidents(batch_of(60)) == Taking(35, 25, 0, 0, 0, {})


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taking]:
    """A store with the whole real history, taken once for the tests that only read it."""
    folder = tmp_path_factory.mktemp("real")
    db.open_store(folder / "statuspage.db", create=True)
    db.migrate()
    sync(DATA / "demo" / "config.toml", {})
    yield take_incidents(history())
    db.close_store()


def history() -> Batch:
    lines = (HISTORY / "incidents.jsonl").read_bytes()
    return jsonl.read(lines, "incidents.jsonl", ZoneInfo("UTC"), NOW)


@pytest.mark.slow
def test_real_history_is_taken_whole(real: Taking) -> None:
    assert real == Taking(819, 0, 0, 0, 0, {})
    assert len(incidents.all_keys()) == 819


@pytest.mark.slow
def test_real_history_has_every_update_and_its_time(real: Taking) -> None:
    batch = history()
    stored = incidents.started_between(datetime(2022, 1, 1, tzinfo=UTC), NOW)
    assert incidents.count_updates() == 4570
    assert Counter((i.origin, u.at, u.body) for i in stored for u in i.updates) == Counter(
        (told.origin, post.at, post.body) for told in batch.incidents for post in told.posts
    )
    assert [note.line for note in batch.notes] == [649, 817, 818]


@pytest.mark.slow
def test_real_history_is_known_the_second_time(real: Taking) -> None:
    assert take_incidents(history()) == Taking(0, 819, 0, 0, 0, {})
    assert incidents.count_updates() == 4570


@pytest.mark.slow
def test_real_feed_after_the_real_history_adds_nothing(real: Taking) -> None:
    told = feed.read((HISTORY / "history.atom").read_bytes(), "history.atom", NOW)
    assert take_incidents(told) == Taking(0, 25, 0, 0, 0, {})
    assert incidents.count_updates() == 4570


@pytest.mark.slow
def test_real_availability_of_actions_in_july_2026_is_vector_i2(real: Taking) -> None:
    july = Span(datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 8, 1, tzinfo=UTC))
    found = incidents.runs_between(july.start, july.end, ["actions"])["actions"]
    counts = declared.counted(found, july, NOW)
    assert round(float(100 * counts.good / counts.total), 6) == 97.590278
