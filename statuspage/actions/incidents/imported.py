"""Take incidents from another system's history: as often as one likes, without a duplicate.

Much is written, so it is written in short steps: whoever posts an update meanwhile waits for one
of them at most, and a run that was killed goes on where it ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.incidents.timeline import CleanUpdate, begin, changes, finish, with_word
from statuspage.content.markdown import to_html
from statuspage.domain.desk.audit import Via
from statuspage.domain.incidents.imported import (
    AUTHOR,
    Batch,
    ImportedIncident,
    News,
    Taking,
    news,
    past_changes,
)
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Kind
from statuspage.said import said
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import components

_NO_WORDS = said("update.no_words")
_STEP = 25  # incidents in one transaction


class _Rendered(dict[str, str]):
    """HTML by Markdown: filled before the write lock is taken, and on demand all the same."""

    def __missing__(self, body: str) -> str:
        self[body] = to_html(body)
        return self[body]


class _Directory:
    """Components by id and by name; those listed now go before withdrawn ones."""

    def __init__(self) -> None:
        with db.snapshot():
            known = sorted(components.known(), key=lambda one: one.withdrawn_at is None)
        self._names = {one.id: one.name for one in known}
        self._by_name = {one.name.casefold(): one.id for one in known}

    def find(self, given: str) -> tuple[str, str] | None:
        """Id and name of a component given by either."""
        found = given if given in self._names else self._by_name.get(given.casefold())
        return None if found is None else (found, self._names[found])


@dataclass
class _Tally:
    """What happened so far."""

    taken: int = 0
    gained: int = 0
    reworded: int = 0
    unknown: Counter[str] = field(default_factory=Counter)


def take_incidents(batch: Batch, progress: Callable[[int], None] | None = None) -> Taking:
    """Write the incidents of a batch that are not known yet, and what known ones have new.

    An incident is known by its address, else its id, else its title, start and first update. All
    keep their times. `progress` is told how many incidents each step dealt with. Raises StoreError.
    """
    directory = _Directory()
    rendered = _Rendered()
    tally = _Tally()
    for start in range(0, len(batch.incidents), _STEP):
        step = batch.incidents[start : start + _STEP]
        fresh = _fresh(step, rendered, tally)
        if fresh:
            with db.transaction():
                for told in fresh:
                    _take(told, directory, rendered, tally)
        if progress is not None:
            progress(len(step))
    return Taking(
        taken=tally.taken,
        known=len(batch.incidents) - tally.taken,
        refused=batch.refused,
        gained=tally.gained,
        reworded=tally.reworded,
        unknown_components=dict(tally.unknown),
    )


def _fresh(
    step: Sequence[ImportedIncident], rendered: _Rendered, tally: _Tally
) -> list[ImportedIncident]:
    """Those with anything new; their new words are rendered here, while nobody waits."""
    with db.snapshot():
        found = [(told, _known(told)[1]) for told in step]
    for told, new in found:
        tally.reworded += new.reworded
        for place in new.places:
            rendered[told.posts[place].body]  # fills it
    return [told for told, new in found if new.places]


def _known(told: ImportedIncident) -> tuple[str | None, News]:
    """The key of an incident that is here already, and what of it is not."""
    first = told.posts[0]
    key = incidents.known_key(told.origin, told.origin_id, told.title, first.at, first.body)
    if key is None:
        return None, News(tuple(range(len(told.posts))), 0)
    return key, news(told, incidents.by_key(key))


def _take(
    told: ImportedIncident, directory: _Directory, rendered: _Rendered, tally: _Tally
) -> None:
    """Write one incident, or what it has new, inside a transaction."""
    now = clock.now()
    key, new = _known(told)  # asked again: another run may have written it in between
    if key is None:
        tally.taken += 1
        touched = _touched(told, directory, tally)
        before, incident = None, _begin(told, now)
        is_past = not told.is_open
    else:
        tally.gained += len(new.places)
        before = incident = incidents.by_key(key)
        touched = dict(incident.components)
        is_past = False
    incident = _add(incident, told, new.places, rendered, touched, now, is_past=is_past)
    finish(incident, before, Actor(AUTHOR, via=Via.ITSELF, is_quiet=True), now)


def _touched(told: ImportedIncident, directory: _Directory, tally: _Tally) -> dict[str, str]:
    """The components it names, id -> name; unknown ones are counted and left out."""
    touched = {}
    for given in told.components:
        found = directory.find(given)
        if found is None:
            tally.unknown[given] += 1
        else:
            touched[found[0]] = found[1]
    return touched


def _begin(told: ImportedIncident, now: datetime) -> Incident:
    planned = told.kind is Kind.MAINTENANCE
    values = {
        "impact": told.impact,
        "impact_is_stated": True,
        "origin": told.origin,
        "origin_id": told.origin_id,
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
    touched: Mapping[str, str],
    now: datetime,
    *,
    is_past: bool,
) -> Incident:
    """Append posts. Of a past incident nothing open now is asked: it would cost, and be wrong."""
    past = past_changes(told, touched) if is_past else {}
    declared = {} if is_past else told.declarations()
    for place in places:
        post = told.posts[place]
        changed = past.get(place, [])
        if place in declared:
            states = dict.fromkeys(touched, declared[place])
            changed = changes(incident, post.status, states, touched)
        html = rendered[post.body]
        message = None if post.body else _NO_WORDS
        word = CleanUpdate(
            post.status, post.body, html, post.at, now, post.at, AUTHOR, said=message
        )
        incident = with_word(incident, word, changed)
    return incident
