"""Voices are taken onto requests old and new, or turned away; requests are merged and reviewed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.listening.deciding import take, take_as_new, turn_away
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.actions.listening.tending import merge, review
from statuspage.actions.sync import sync
from statuspage.domain.listening.voice import VoiceState
from statuspage.domain.listening.waiting import wait_of
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.store import db
from statuspage.store.desk import audit
from statuspage.store.published import entries, events
from statuspage.store.settings import site
from tests.helpers.requests import GRACE, answer, heard, request, standing, voice
from tests.web.conftest import NOON


def said(text: str = "Please answer at weekends.") -> str:
    return hear(VoiceWish(text), None)


def acts() -> list[str]:
    with db.snapshot():
        return [one.verb for one in audit.newest(9)][::-1]


def test_voices_are_taken_onto_a_request_once(store: Path) -> None:
    slug = request("Weekends")
    keys = [said(), said("On Sundays, too.")]
    for _ in range(2):
        assert take(keys, slug, replace(GRACE, submission="one")) == slug
    assert heard(slug) == {"page": 2}
    assert {voice(key).state for key in keys} == {VoiceState.HEARD}
    other = request("Sundays")
    take(keys[1:], other, GRACE)  # somebody had put it in the wrong place
    assert (heard(slug), heard(other)) == ({"page": 1}, {"page": 1})
    assert acts().count("take voices") == 2


def test_new_request_was_asked_when_its_first_voice_came(store: Path) -> None:
    with clock.standing_at(NOON):
        first = said()
    front = {
        "title": "Weekends",
        "said": "Nobody answers.",
        "state": "planned",
        "due": "2027-01-01",
    }
    made = take_as_new(
        [said(), first], front, "We will.", replace(GRACE, submission="one"), zone=site().zone
    )
    assert made.details["asked"] == "2026-07-01T12:00:00Z"
    assert made.details["answer_by"] == "2026-07-15T12:00:00Z"
    assert (made.details["answered"] > "2026-11", made.details["late"]) == (True, True)
    assert heard(made.slug) == {"page": 2}
    again = take_as_new([first], front, "", replace(GRACE, submission="one"), zone=site().zone)
    assert again.slug == made.slug


def test_request_waits_since_the_first_voice_that_it_is_given(store: Path) -> None:
    slug = request("Weekends", asked="2026-08-01")
    with clock.standing_at(NOON):
        first = said()
    take([said(), first], slug, GRACE)
    told = standing(slug).details
    assert (told["asked"], told["answer_by"]) == ("2026-07-01T12:00:00Z", "2026-07-15T12:00:00Z")
    gone = take_as_new(
        ["gone"], {"title": "A", "said": "B", "state": "asked"}, "C", GRACE, zone=site().zone
    )
    assert heard(gone.slug) == {}


def test_turned_away_voices_count_for_nothing(store: Path) -> None:
    slug, key = request("Weekends"), said()
    take([key], slug, GRACE)
    turn_away([key], "It is an advertisement.", GRACE)
    turn_away([key], "Again.", GRACE)
    told = voice(key)
    assert (told.state, told.why) == (VoiceState.TURNED_AWAY, "It is an advertisement.")
    assert heard(slug) == {}
    assert acts().count("turn away") == 1


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (lambda slug: take([], slug, GRACE), InvalidInput),
        (lambda slug: take(["none"], slug, GRACE), NotFound),
        (lambda _: take([said()], "none", GRACE), NotFound),
        (lambda _: turn_away([said()], " ", GRACE), InvalidInput),
        (lambda slug: merge(slug, slug, GRACE), InvalidInput),
        (lambda slug: merge(slug, "none", GRACE), InvalidInput),
        (lambda _: review(request("Over", "done"), GRACE), Conflict),
    ],
)
def test_what_does_not_fit_is_refused(store: Path, act: object, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        act(request("Weekends"))  # type: ignore[operator]


def test_merged_request_leads_to_the_other_and_waits_since_the_first(store: Path) -> None:
    early = request("Saturdays", asked="2026-01-05")
    late = request("Weekends")
    third = request("Free days", "done")
    take([said()], early, GRACE)
    assert merge(early, late, GRACE) == late
    assert standing(early).details["same_as"] == late
    assert standing(late).details["asked"] == standing(early).details["asked"]
    assert standing(late).details["answer_by"] == standing(early).details["answer_by"]
    with pytest.raises(InvalidInput):
        merge(late, early, GRACE)  # a ring
    merge(third, early, GRACE)
    assert standing(third).details["same_as"] == late
    assert take([said()], early, GRACE) == late
    assert (heard(early), heard(late)) == ({"page": 1}, {"page": 1})
    assert wait_of(standing(early)) is None  # it waits with the other
    assert "same_as" not in answer(early, "asked").details


def test_merged_request_brings_its_own_promise_whole(site_folder: Path, store: Path) -> None:
    """Also where the rule of answers has had a calendar since."""
    early = request("Saturdays", asked="2026-01-05")
    late = request("Weekends")
    with db.transaction():
        former = standing(late)
        details = {**former.details, "answer_calendar": "office", "answer_within": "9d"}
        entries.change(former.kind, late, details=details)
    merge(early, late, GRACE)
    told, first = standing(late).details, standing(early).details
    assert "answer_calendar" not in told
    assert told["answer_within"] == first["answer_within"]


def test_what_a_file_says_is_merged_in_the_file(site_folder: Path, store: Path) -> None:
    file = site_folder / "content/outcomes/sundays.md"
    file.parent.mkdir(parents=True)
    file.write_text("---\ntitle: Sundays\nsaid: Please.\nstate: asked\n---\n", "utf-8")
    sync(site_folder / "config.toml", {})
    asked = standing("sundays").details["asked"]
    with pytest.raises(Conflict):
        merge("sundays", request("Weekends"), GRACE)
    file.write_text(file.read_text("utf-8").replace("asked", "planned"), "utf-8")
    sync(site_folder / "config.toml", {})
    told = standing("sundays").details
    assert told["asked"] == asked <= told["answered"]


def test_reviewed_request_says_so_and_is_no_news(store: Path) -> None:
    slug = request("Weekends", "planned")
    before = standing(slug)
    review(slug, GRACE)
    after = standing(slug)
    assert after.details["reviewed"] == clock.now().date().isoformat()
    assert (after.updated_at, after.revision) == (before.updated_at, before.revision + 1)
    with db.snapshot():
        told = [one for one in events.next_act() if one.subject == f"outcomes/{slug}"]
    assert all(one.is_quiet for one in told if one.revision > 1)
    assert answer(slug, "planned").details["reviewed"] == after.details["reviewed"]
