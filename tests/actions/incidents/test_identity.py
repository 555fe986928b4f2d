"""Which entries of histories are one: by source and id, else by address, never against words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.incidents.imported import take_incidents
from statuspage.domain.incidents.imported import ImportedIncident, Taking
from statuspage.imports import feed
from statuspage.store.incidents import incidents
from tests.helpers.imported import FOUND, MINUTE, NOW, OVER, START, TOLD, only, take

FEEDS = Path(__file__).parents[2] / "data" / "feeds"


@pytest.mark.parametrize(
    "again",
    [
        TOLD,
        replace(TOLD, title="Renamed"),
        replace(TOLD, title="Renamed", posts=(FOUND, OVER)),
        replace(TOLD, origin="http://s.example/1/"),
        replace(TOLD, origin="", title="Renamed"),
        replace(TOLD, origin_id="", title="Renamed"),
        replace(TOLD, origin_id="other"),
        replace(TOLD, origin="", source="", title="Renamed"),
    ],
)
def test_incident_is_known_by_its_id_else_its_address(store: Path, again: ImportedIncident) -> None:
    take(TOLD)
    assert take(again) == Taking(0, 1, 0, 0, 0, {})
    assert only().title == "API errors"


LATER = (replace(OVER, body="Else.", at=START + 120 * MINUTE),)


@pytest.mark.parametrize(
    "other",
    [
        replace(TOLD, origin="https://b.example/1", source="b.example"),
        replace(TOLD, origin_id="2", title="Disk full"),
        replace(TOLD, origin_id="2", posts=LATER),
        replace(TOLD, origin="", source="b.example"),
        replace(TOLD, origin="", source="", posts=LATER, title="Disk full"),
    ],
)
def test_incident_of_another_source_or_id_is_another_one(
    store: Path, other: ImportedIncident
) -> None:
    assert take(TOLD, other) == Taking(2, 0, 0, 0, 0, {})
    assert take(other, TOLD) == Taking(0, 2, 0, 0, 0, {})


CONTRADICTIONS = [
    replace(TOLD, origin="https://s.example/other"),
    replace(TOLD, posts=LATER),
    replace(TOLD, title="Disk full", posts=LATER),
    replace(TOLD, origin_id="", title="Disk full", posts=LATER),
    replace(TOLD, origin_id="", source="s.example", posts=LATER),
]


@pytest.mark.parametrize("other", CONTRADICTIONS)
def test_contradiction_in_one_file_is_refused_and_listed(
    store: Path, other: ImportedIncident
) -> None:
    outcome = take(replace(TOLD, line=1), replace(other, line=2))
    assert (outcome.taken, outcome.known, outcome.refused) == (1, 0, 1)
    assert [fault.line for fault in outcome.faults] == [2]
    assert len(only().updates) == 3


@pytest.mark.parametrize("other", CONTRADICTIONS)
def test_contradiction_with_what_is_here_is_refused_and_listed(
    store: Path, other: ImportedIncident
) -> None:
    take(TOLD)
    outcome = take(replace(other, line=7))
    assert (outcome.taken, outcome.known, outcome.refused) == (0, 0, 1)
    assert [fault.line for fault in outcome.faults] == [7]
    assert len(only().updates) == 3


def test_address_of_the_whole_page_is_no_name_of_its_entries(store: Path) -> None:
    entries = [
        replace(TOLD, origin="https://s.example/", origin_id=str(n), title=f"Trouble {n}")
        for n in range(3)
    ]
    assert take(*entries) == Taking(3, 0, 0, 0, 0, {})
    assert take(*entries) == Taking(0, 3, 0, 0, 0, {})


def test_title_given_twice_for_one_address_is_a_contradiction_in_one_file(store: Path) -> None:
    bare = replace(TOLD, origin_id="")
    outcome = take(bare, replace(bare, title="Renamed"))
    assert (outcome.taken, outcome.refused) == (1, 1)


def take_feed(name: str) -> Taking:
    with clock.standing_at(NOW):
        return take_incidents(feed.read((FEEDS / name).read_bytes(), name, NOW))


@pytest.mark.parametrize("name", ["urls.atom", "samelink.atom"])
def test_feed_whose_ids_end_alike_or_whose_links_are_one_keeps_its_entries_apart(
    store: Path, name: str
) -> None:
    assert take_feed(name) == Taking(3, 0, 0, 0, 0, {})
    found = incidents.newest(10)
    assert len({one.title for one in found}) == 3
    assert {len(one.updates) for one in found} == {2}
    assert take_feed(name) == Taking(0, 3, 0, 0, 0, {})


def test_one_number_of_two_pages_names_two_incidents(store: Path) -> None:
    assert take_feed("host_one.atom").taken == 1
    assert take_feed("host_two.atom").taken == 1
    assert {one.title: len(one.updates) for one in incidents.newest(10)} == {
        "Outage at one": 1,
        "Outage at two": 1,
    }
