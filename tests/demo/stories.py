"""What the demo makes up: incidents, their postmortem and planned work. Each is told once.

Everything stands at a distance from now, so that a demo of any day has a past that ends today.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.incidents.postmortems import publish_postmortem
from statuspage.actions.maintenance.planned import schedule_maintenance, step_maintenances
from statuspage.domain.desk.audit import Via
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.postmortem import PlannedAction, Written
from statuspage.domain.vocabulary.states import Status
from statuspage.domain.vocabulary.wordings import Texts
from statuspage.store import db
from statuspage.store.incidents import incidents
from tests.demo.script import EXPLAINED, OPEN, Story, Word

DEMO = Actor("demo", via=Via.ITSELF, is_quiet=True)
AHEAD = "Demo: faster disks for package registries"

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


def texts_of(word: Word, titles: Mapping[str, str] | None = None) -> dict[str, Texts]:
    """A word in further languages, and the titles above it where it is the first."""
    return {
        language: ({"title": titles[language]} if titles else {}) | {"body": body}
        for language, body in word.texts.items()
    }


def tell(story: Story, now: datetime) -> None:
    """Post a story's words at their times, unless an incident with its title is known."""
    if not _is_new(story.title):
        return
    key, start = "", now - story.ago
    for word in story.words:
        at = start + word.after
        update = NewUpdate(
            word.body,
            word.status,
            {} if key and word.status is not Status.RESOLVED else story.components,
            next_due=at + word.due if word.due else None,
            impact_from=None if key else start - story.before,
            owner=None if key else "Demo on-call",
            texts=texts_of(word, None if key else story.titles),
        )
        if word.status is Status.RESOLVED:
            update = NewUpdate(word.body, word.status)
        with clock.standing_at(at):
            key = post_update(key, update, DEMO).key if key else _opened(story.title, update)


def open_one() -> Incident | None:
    """The incident of the demo that is open."""
    with db.snapshot():
        return next((one for one in incidents.open_ones() if one.title == OPEN), None)


def explain(now: datetime) -> None:
    """Publish the postmortem of the incident that has one."""
    with db.snapshot():
        told = next(one for one in incidents.newest(100) if one.title == EXPLAINED)
    if told.status is not Status.RESOLVED:
        return
    written = Written(
        summary="For 115 minutes no site was built. Sites that were there stayed there, and "
        "nothing was lost: every waiting build ran afterwards.",
        impact="About 1,900 builds waited, the longest for an hour and 50 minutes.",
        cause=Cause.PROCEDURE,
        cause_words="The key with which builders fetch code is renewed once a year by hand. The "
        "person who does it had changed teams, and nobody else had the date in a calendar.",
        went_well="The cause was found within half an hour, and builds ran in the order in which "
        "they came.",
        went_badly="Nothing warned us before the key expired. Our first word came 20 minutes after "
        "builds had stopped.",
        actions=(
            PlannedAction(
                "Every key warns two weeks before it expires.", "Demo build team", now + 9 * _DAY
            ),
            PlannedAction(
                "Keys of builders are renewed by a program.", "Demo build team", now + 40 * _DAY
            ),
        ),
    )
    with clock.standing_at(now - 3 * _DAY):
        publish_postmortem(told.key, written, DEMO)


def plan(now: datetime) -> None:
    """Announce one piece of work that is past by now, in time, and one that is still to come."""
    title = "Demo: package registries move to another hall"
    if _is_new(title):
        start = (now - 19 * _DAY).replace(hour=20, minute=0, second=0)
        _announce(
            title,
            "Publishing pauses while the registries move; downloads may fail for some minutes.",
            start,
            120 * _MINUTE,
            start - 5 * _DAY,
        )
        for due in (start, start + 120 * _MINUTE):
            with clock.standing_at(due):
                step_maintenances()
    if _is_new(AHEAD):
        _announce(
            AHEAD,
            "We move the registries to faster disks. Publishing pauses for up to ten minutes "
            "somewhere in this window; downloads go on.",
            (now + 4 * _DAY).replace(hour=22, minute=0, second=0),
            90 * _MINUTE,
            now - 3 * _DAY,
        )


def _announce(
    title: str, text: str, start: datetime, length: timedelta, announced: datetime
) -> None:
    end, owner = start + length, "Demo storage team"
    with clock.standing_at(announced):
        schedule_maintenance(title, text, start, end, ["packages"], DEMO, owner=owner)


def _opened(title: str, update: NewUpdate) -> str:
    return open_incident(title, update, DEMO).key


def _is_new(title: str) -> bool:
    """Whether none with this title stands, or only one that is over and stands for the open one."""
    with db.snapshot():
        known = [one for one in incidents.newest(100) if one.title == title]
    return not any(one.is_open or title not in {OPEN, AHEAD} for one in known)
