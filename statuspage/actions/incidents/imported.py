"""Take incidents from another system's history: as often as one likes, without a duplicate.

Much is written, so it is written in short steps: whoever posts an update meanwhile waits for one
of them at most, and a run that was killed goes on where it ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.incidents.known import Known, look_up
from statuspage.actions.incidents.naming import NOTHING, Directory, Touched, touched_by
from statuspage.actions.incidents.timeline import CleanUpdate, begin, changes, finish, with_word
from statuspage.content.markdown import to_html
from statuspage.domain.desk.audit import Via
from statuspage.domain.incidents import identity
from statuspage.domain.incidents.imported import (
    AUTHOR,
    Batch,
    ImportedIncident,
    Taking,
    past_changes,
)
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.errors import Conflict, Problem
from statuspage.progress import Progress, Stage, quietly
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.incidents import incidents

_NO_WORDS = said("update.no_words")
_STEP = 25  # incidents in one transaction


class _Rendered(dict[str, str]):
    """HTML by Markdown: filled before the write lock is taken, and on demand all the same."""

    def __missing__(self, body: str) -> str:
        self[body] = to_html(body)
        return self[body]


@dataclass
class _Tally:
    """What happened so far."""

    taken: int = 0
    gained: int = 0
    reworded: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    refused: list[Problem] = field(default_factory=list)
    told_open: list[str] = field(default_factory=list)  # keys of those that no post closes


def take_incidents(
    batch: Batch, progress: Progress = quietly, ours: Mapping[str, str] = NOTHING
) -> Taking:
    """Write the incidents of a batch that are not known yet, and what known ones have new.

    An incident is known by its source and id, else its address, else its title, start and first
    update; what contradicts itself is refused. All keep their times. `ours` has components here
    by what they are called there. Raises InvalidInput, StoreError.
    """
    taker = _Taker(batch, Directory(ours))
    every = range(len(batch.incidents))
    for start in every[::_STEP]:
        step = every[start : start + _STEP]
        taker.take(step)
        progress(Stage(said("Importing"), step.stop, len(every)))
    return taker.outcome()


def _is_to_come(found: Incident, now: datetime) -> bool:
    """Planned work that nobody has to end yet."""
    begins = found.scheduled_for
    return found.status is Status.SCHEDULED and begins is not None and begins > now


class _Taker:
    """Takes the incidents of a batch, and counts."""

    def __init__(self, batch: Batch, directory: Directory) -> None:
        self._batch = batch
        self._names = frozenset((one.source, one.origin_id) for one in batch.incidents)
        self._clashes = identity.clashes(batch.incidents)
        self._directory = directory
        self._rendered = _Rendered()
        self._tally = _Tally()

    def take(self, places: Iterable[int]) -> None:
        """Take those at some places, in one transaction."""
        fresh = self._fresh(places)
        if fresh:
            with db.transaction():
                for told in fresh:
                    self._take(told)

    def outcome(self) -> Taking:
        """What became of all of it."""
        tally = self._tally
        with db.snapshot():
            found = incidents.by_keys(tally.told_open)
        now = clock.now()
        return Taking(
            taken=tally.taken,
            known=len(self._batch.incidents) - tally.taken - len(tally.refused),
            refused=self._batch.refused + len(tally.refused),
            gained=tally.gained,
            reworded=tally.reworded,
            unknown_components=dict(tally.unknown),
            faults=tuple(tally.refused),
            still_open=tuple(
                one
                for key in tally.told_open
                if (one := found[key]).is_open and not _is_to_come(one, now)
            ),
        )

    def _fresh(self, places: Iterable[int]) -> list[ImportedIncident]:
        """Those with anything new; their new words are rendered here, while nobody waits."""
        found = []
        with db.snapshot():
            for place in places:
                told = self._batch.incidents[place]
                if place in self._clashes:
                    self._refuse(told, self._clashes[place])
                elif (known := self._look_up(told)) is not None:
                    found.append((told, known))
        for told, known in found:
            self._tally.reworded += known.news.reworded
            if not known.news.places and known.incident and told.is_open:
                self._tally.told_open.append(known.incident.key)
            for place in known.news.places:
                self._rendered[told.posts[place].body]  # fills it
        return [told for told, known in found if known.news.places]

    def _look_up(self, told: ImportedIncident) -> Known | None:
        """None when it is refused."""
        try:
            return look_up(told, self._names)
        except Conflict as error:
            self._refuse(told, error.said)
            return None

    def _refuse(self, told: ImportedIncident, why: Said) -> None:
        text = said('"{title}": {why}', title=told.title, why=why)
        self._tally.refused.append(Problem(told.file or self._batch.name, told.line, text))

    def _take(self, told: ImportedIncident) -> None:
        """Write one incident, or what it has new, inside a transaction."""
        now = clock.now()
        known = self._look_up(told)  # asked again: another run may have written it in between
        if known is None:
            return
        before = known.incident
        if before is None:
            self._tally.taken += 1
            touched = touched_by(told, self._directory, self._tally.unknown)
            incident = _begin(told, now)
            is_past = not told.is_open
        else:
            self._tally.gained += len(known.news.places)
            incident = before
            touched = _here(incident, told, self._directory)
            is_past = False
        places = known.news.places
        incident = _add(incident, told, places, self._rendered, touched, now, is_past=is_past)
        finish(incident, before, Actor(AUTHOR, via=Via.ITSELF, is_quiet=True), now)
        if told.is_open:
            self._tally.told_open.append(incident.key)


def _here(incident: Incident, told: ImportedIncident, directory: Directory) -> Touched:
    """Those that a known one touches already; what it gains says nothing of others."""
    names = dict(incident.components)
    named = touched_by(told, directory, Counter()).ids
    ids = {given: one for given, one in named.items() if one in names}
    return Touched(
        ids | {name: one for one, name in names.items()} | {one: one for one in names}, names
    )


def _begin(told: ImportedIncident, now: datetime) -> Incident:
    planned = told.kind is Kind.MAINTENANCE
    values = {
        "impact": told.impact,
        "owner": told.owner,
        "impact_is_stated": True,
        "origin": told.origin,
        "origin_id": told.origin_id,
        "origin_source": told.source,
        "entered_at": now,
        "impact_from": None if planned else told.window.start,
        "impact_until": None if planned else told.window.end,
        "scheduled_for": told.scheduled.start if planned else None,
        "scheduled_until": told.scheduled.end if planned else None,
    }
    return begin(told.kind, told.title, told.posts[0].status, told.started_at, values)


def _add(
    incident: Incident,
    told: ImportedIncident,
    places: Iterable[int],
    rendered: _Rendered,
    touched: Touched,
    now: datetime,
    *,
    is_past: bool,
) -> Incident:
    """Append posts. Of a past incident nothing open now is asked: it would cost, and be wrong."""
    declared = told.declared(touched.ids)
    past = past_changes(told.posts, declared, touched.names) if is_past else {}
    for place in places:
        post = told.posts[place]
        changed = past.get(place, [])
        if place in declared and not is_past:
            changed = changes(incident, post.status, declared[place], touched.names)
        html = rendered[post.body]
        message = None if post.body else _NO_WORDS
        word = CleanUpdate(
            post.status,
            post.body,
            html,
            post.at,
            now,
            post.at,
            AUTHOR,
            said=message,
            is_imported=True,
            withdrawn_at=post.withdrawn_at,
        )
        incident = with_word(incident, word, changed)
    return incident
