"""Take incidents from another system's history: as often as one likes, without a duplicate.

Much is written, so it is written in short steps: whoever posts an update meanwhile waits for one
of them at most, and a run that was killed goes on where it ended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.timeline import CleanWord, add_word, begin, changes, finish
from statuspage.content.markdown import to_html
from statuspage.domain.imported import Batch, ImportedIncident, Outcome, Post
from statuspage.domain.incident import Change, Incident
from statuspage.domain.states import ComponentState, Kind, Status
from statuspage.store import components, db, incidents

AUTHOR = Actor("import")
_STEP = 25  # incidents in one transaction
_NOT_WORDS = re.compile(r"\W+")
_OPERATIONAL = ComponentState.OPERATIONAL


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
    unknown: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _News:
    """What of an imported incident is not here yet. `key` is None when it is new altogether."""

    key: str | None
    places: list[int]  # of its posts
    reworded: int  # posts that stand here in other words


def take_incidents(batch: Batch, progress: Callable[[int], None] | None = None) -> Outcome:
    """Write the incidents of a batch that are not known yet, and what known ones have new.

    An incident is known by its address, else its id, else its title, start and first update; an
    update of a known one by its minute and words. All keep their times. `progress` is told how many
    incidents each step has dealt with. Raises StoreError.
    """
    directory = _Directory()
    rendered = _Rendered()
    tally = _Tally()
    reworded = 0
    for start in range(0, len(batch.incidents), _STEP):
        step = batch.incidents[start : start + _STEP]
        with db.snapshot():
            news = [_news(told) for told in step]
        reworded += sum(found.reworded for found in news)
        fresh = [told for told, found in zip(step, news, strict=True) if found.places]
        for told, found in zip(step, news, strict=True):
            for place in found.places:
                rendered[told.posts[place].body]
        if fresh:
            with db.transaction():
                for told in fresh:
                    _take(told, directory, rendered, tally)
        if progress is not None:
            progress(len(step))
    return Outcome(
        taken=tally.taken,
        known=len(batch.incidents) - tally.taken,
        refused=batch.refused,
        gained=tally.gained,
        reworded=reworded,
        unknown_components=dict(tally.unknown),
    )


def _news(told: ImportedIncident) -> _News:
    key = incidents.known_key(
        told.origin, told.origin_id, told.title, told.started_at, told.posts[0].body
    )
    if key is None:
        return _News(None, list(range(len(told.posts))), 0)
    updates = incidents.by_key(key).updates
    here = {_fingerprint(update.at, update.body) for update in updates}
    there = {_fingerprint(post.at, post.body) for post in told.posts}
    missing = [
        place
        for place, post in enumerate(told.posts)
        if _fingerprint(post.at, post.body) not in here
    ]
    # What was imported once and reads differently at its source now is the same update, not a new one.
    former = Counter(
        (_minute(update.at), update.status)
        for update in updates
        if update.author == AUTHOR.name and _fingerprint(update.at, update.body) not in there
    )
    new = []
    for place in missing:
        kin = (_minute(told.posts[place].at), told.posts[place].status)
        if former[kin]:
            former[kin] -= 1
        else:
            new.append(place)
    return _News(key, new, len(missing) - len(new))


def _minute(at: datetime) -> datetime:
    """Feeds give times to the minute only."""
    return at.replace(second=0)


def _fingerprint(at: datetime, body: str) -> tuple[datetime, str]:
    """What tells an update from others, whichever format it came in."""
    return _minute(at), _NOT_WORDS.sub("", body) or body


def _take(
    told: ImportedIncident, directory: _Directory, rendered: Mapping[str, str], tally: _Tally
) -> None:
    """Write one incident, or what it has new, inside a transaction."""
    news = _news(told)  # once more: somebody may have imported the same in between
    now = clock.now()
    if news.key is None:
        key = _begin(told, now)
        tally.taken += 1
        touched = _touched(told, directory, tally.unknown)
    else:
        key = news.key
        tally.gained += len(news.places)
        touched = dict(incidents.by_key(key).components)
    is_past = news.key is None and not told.is_open
    declared = told.declarations()
    shown = _OPERATIONAL
    number = incidents.by_key(key).number
    for place in news.places:
        post = told.posts[place]
        said: list[Change] = []
        if place in declared and is_past:
            before, shown = shown, _shown(post.status, declared[place])
            said = [Change(c, name, declared[place], before, shown) for c, name in touched.items()]
        elif place in declared:
            states = dict.fromkeys(touched, declared[place])
            said = changes(incidents.by_key(key), post.status, states, touched)
        add_word(number, _word(post, rendered[post.body], now), said)
    finish(key, AUTHOR)
