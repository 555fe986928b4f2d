"""Opening incidents and adding words to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.errors import Conflict, InvalidInput, NotFound, Superseded
from statuspage.site import catalogue
from statuspage.site.measured.components import declared_state
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import publications, topics
from statuspage.store.tables.base import database
from tests.helpers.telling import ADA, NOON, PARTIAL, at, opened, posted

MAJOR = ComponentState.MAJOR_OUTAGE
GOOD = ComponentState.OPERATIONAL

pytestmark = pytest.mark.usefixtures("store")


def state(component: str) -> ComponentState:
    with db.snapshot():
        return declared_state(component, incidents.open_ones())


def test_open_incident_publishes_title_words_and_states() -> None:
    incident = opened(owner="Ada", next_due=at(30))
    assert incident.title == "API errors"
    assert incident.status is Status.INVESTIGATING
    assert incident.owner == "Ada"
    assert incident.next_due == at(30)
    assert incident.updates[0].html == "<p>We are looking.</p>"
    assert incident.declared == {"api": PARTIAL}
    assert state("api") is PARTIAL


def test_open_incident_derives_its_impact_from_its_components() -> None:
    assert opened(components={"api": PARTIAL, "docs": GOOD}).impact is Impact.MINOR
    assert opened(components={"api": MAJOR, "docs": GOOD}).impact is Impact.MAJOR
    assert opened(components={"api": MAJOR}).impact is Impact.CRITICAL
    assert opened(components={}).impact is Impact.NONE


def test_stated_impact_is_not_changed_by_later_words() -> None:
    incident = opened(impact=Impact.MINOR)
    assert posted(5, incident.key, components={"api": MAJOR}).impact is Impact.MINOR


def test_impact_grows_with_the_states_and_does_not_shrink() -> None:
    incident = opened(components={"api": PARTIAL, "docs": PARTIAL})
    assert incident.impact is Impact.MAJOR
    assert posted(5, incident.key, components={"api": GOOD}).impact is Impact.MAJOR


def test_update_keeps_states_it_does_not_name_and_records_old_and_new() -> None:
    incident = opened(components={"api": PARTIAL, "docs": MAJOR})
    incident = posted(5, incident.key, components={"api": MAJOR})
    [change] = incident.updates[0].changes
    assert (change.component, change.old, change.new) == ("api", PARTIAL, MAJOR)
    assert incident.declared == {"api": MAJOR, "docs": MAJOR}


def test_resolving_frees_only_components_that_nothing_else_holds() -> None:
    first = opened(components={"api": MAJOR, "docs": PARTIAL})
    opened(1, components={"api": PARTIAL})
    resolved = posted(5, first.key, status=Status.RESOLVED)
    new = {change.component: change.new for change in resolved.updates[0].changes}
    assert new == {"api": PARTIAL, "docs": GOOD}
    assert state("api") is PARTIAL
    assert state("docs") is GOOD


def test_reopening_is_shown_and_opens_the_impact_again() -> None:
    incident = opened()
    posted(10, incident.key, status=Status.RESOLVED)
    again = posted(20, incident.key, status=Status.INVESTIGATING, components={"api": PARTIAL})
    assert again.was_reopened
    assert again.resolved_at is None
    with db.snapshot():
        runs = incidents.runs_between(at(-60), at(60), ["api"])["api"]
    assert [(run.start, run.end) for run in runs] == [(at(0), at(10)), (at(20), None)]


def test_reopening_takes_back_the_end_that_was_stated() -> None:
    incident = opened()
    posted(10, incident.key, status=Status.RESOLVED, impact_until=at(8))
    again = posted(20, incident.key, status=Status.INVESTIGATING, components={"api": MAJOR})
    assert again.impact_until is None
    with db.snapshot():
        runs = incidents.runs_between(at(-60), at(60), ["api"])["api"]
    assert [(run.start, run.end) for run in runs] == [(at(0), at(10)), (at(20), None)]
    over = posted(40, incident.key, status=Status.RESOLVED, impact_until=at(35))
    assert over.impact_until == at(35)
    late = posted(50, incident.key, posted_at=at(5), status=Status.INVESTIGATING)
    assert late.impact_until == at(35)  # a word of the past reopens nothing


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ([], Status.POSTMORTEM),
        ([], Status.COMPLETED),
        ([Status.RESOLVED], Status.RESOLVED),
        ([Status.RESOLVED], Status.MONITORING),
        ([Status.RESOLVED], Status.FALSE_ALARM),
        ([Status.FALSE_ALARM], Status.INVESTIGATING),
    ],
)
def test_a_move_the_life_cycle_lacks_is_refused_with_what_is_possible(
    path: list[Status], refused: Status
) -> None:
    incident = opened()
    for step, status in enumerate(path):
        posted(step + 1, incident.key, status=status)
    with pytest.raises(Conflict, match="Possible from here"):
        posted(30, incident.key, status=refused)


def test_false_alarm_had_no_impact() -> None:
    incident = opened()
    assert posted(5, incident.key, status=Status.FALSE_ALARM).is_struck
    with db.snapshot():
        assert incidents.runs_between(at(-60), at(60), ["api"]) == {"api": []}


def test_stated_impact_window_replaces_that_of_the_posts() -> None:
    incident = opened(30, impact_from=at(0))
    posted(60, incident.key, status=Status.RESOLVED, impact_until=at(45))
    with db.snapshot():
        [run] = incidents.runs_between(at(-60), at(120), ["api"])["api"]
    assert (run.start, run.end) == (at(0), at(45))


def test_backdated_incident_is_labelled_and_stands_by_its_own_time() -> None:
    incident = opened(600, posted_at=at(0))
    assert incident.is_added_afterwards
    assert incident.started_at == at(0)
    with db.snapshot():
        [row] = publications.page(["incident"], 0, 5)
    assert row.published_at == at(0)


def test_backdated_update_is_put_in_its_place_and_leaves_the_status() -> None:
    incident = opened()
    posted(60, incident.key, status=Status.MONITORING)
    after = posted(
        90, incident.key, "We knew the cause.", status=Status.IDENTIFIED, posted_at=at(30)
    )
    assert [update.status for update in after.updates] == [
        Status.MONITORING,
        Status.IDENTIFIED,
        Status.INVESTIGATING,
    ]
    assert after.status is Status.MONITORING
    assert after.updates[1].is_added_afterwards


def test_update_before_the_first_one_is_refused() -> None:
    incident = opened()
    with pytest.raises(Conflict, match="before its first update"):
        posted(10, incident.key, posted_at=at(-30))


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ({"body": "  \n "}, "body"),
        ({"body": "x" * 100_001}, "body"),
        ({"posted_at": NOON + timedelta(hours=1)}, "posted_at"),
        ({"impact_from": NOON, "impact_until": NOON - timedelta(hours=1)}, "impact_until"),
        ({"next_due": NOON - timedelta(minutes=1)}, "next_update"),
        ({"next_due": NOON + timedelta(minutes=1), "status": Status.RESOLVED}, "next_update"),
        ({"components": {"nothing": PARTIAL}}, "components"),
        ({"status": Status.POSTMORTEM}, "status"),
    ],
)
def test_bad_words_are_refused_by_field_and_nothing_is_written(
    word: dict[str, object], field: str
) -> None:
    given = NewUpdate(**({"body": "We are looking."} | word))  # type: ignore[arg-type]
    with clock.standing_at(NOON), pytest.raises(InvalidInput) as refused:
        open_incident("API errors", given, ADA)
    assert list(refused.value.faults) == [field]
    with db.snapshot():
        assert incidents.open_ones() == []


def test_empty_title_is_refused() -> None:
    with pytest.raises(InvalidInput, match="title"):
        open_incident(" \n", NewUpdate("We are looking."), ADA)


def test_update_of_what_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        post_update("nothing", NewUpdate("More."), ADA)


def test_resolving_with_a_component_still_broken_is_refused() -> None:
    incident = opened()
    with pytest.raises(InvalidInput, match="operational again"):
        posted(5, incident.key, status=Status.RESOLVED, components={"api": PARTIAL})


def test_same_submission_twice_publishes_once() -> None:
    twice = Actor("ada", submission="form-1")
    first = open_incident("API errors", NewUpdate("We are looking."), twice)
    assert open_incident("API errors", NewUpdate("We are looking."), twice).key == first.key
    update = Actor("ada", submission="form-2")
    post_update(first.key, NewUpdate("More."), update)
    assert len(post_update(first.key, NewUpdate("More."), update).updates) == 2


def test_update_after_a_colleagues_is_superseded_and_not_published() -> None:
    incident = opened()
    seen = incident.updates[0].key
    posted(1, incident.key, "Mine.", seen=seen)
    with pytest.raises(Superseded):
        posted(2, incident.key, "Yours.", seen=seen)
    with db.snapshot():
        assert [u.body for u in incidents.by_key(incident.key).updates] == [
            "Mine.",
            "We are looking.",
        ]


def test_writing_raises_the_topics_it_concerns_and_no_other() -> None:
    with db.snapshot():
        before = topics.versions(["incidents", "component:api", "component:docs", "changelog"])
    incident = opened()
    with db.snapshot():
        after = topics.versions(
            [
                "incidents",
                "component:api",
                "component:docs",
                "changelog",
                f"incident:{incident.key}",
            ]
        )
    raised = {name for name, version in after.items() if before.get(name) != version}
    assert raised == {"", "incidents", "component:api", f"incident:{incident.key}"}


def test_writing_makes_pages_of_open_incidents_stale_that_share_a_component() -> None:
    sharing, other = opened(), opened(1, components={"docs": PARTIAL})
    pages = [catalogue.find(one.path) for one in (sharing, other)]
    about = [catalogue.render(page).topics for page in pages if page]

    def versions() -> list[dict[str, int]]:
        with db.snapshot():
            found = list(map(topics.versions, about))
        return [{name: one[name] for name in one if name != topics.GENERATION} for one in found]

    before = versions()
    opened(4, components={"api": MAJOR})
    stale = [one != then for one, then in zip(versions(), before, strict=True)]
    assert stale == [True, False]


def test_hostile_text_is_cleaned_of_what_xml_cannot_hold() -> None:
    incident = open_incident(
        "A\x00B\x1b ]]> <b>", NewUpdate("x\x07y ]]> <script>alert(1)</script>"), ADA
    )
    assert incident.title == "AB ]]> <b>"
    assert incident.updates[0].body == "xy ]]> <script>alert(1)</script>"
    assert "<script" not in incident.updates[0].html


def test_update_reads_its_incident_once_and_enters_nothing_of_its_older_words() -> None:
    incident = opened()
    for minute in range(1, 20):
        posted(minute, incident.key)
    statements: list[str] = []
    hooks: list[Any] = database.query_hooks
    hooks.append(lambda event: statements.append(event.sql))
    try:
        posted(30, incident.key)
    finally:
        hooks.clear()
    read = [one for one in statements if one.startswith("SELECT") and '"incident_update"' in one]
    assert len([one for one in read if '"body"' in one]) == 1
    entered = [one for one in statements if one.startswith("INSERT") and '"record_entry"' in one]
    assert len(entered) == 1
    assert len(statements) < 60
