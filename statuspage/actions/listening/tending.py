"""Requests that say the same are merged, and what goes on is looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from statuspage import clock
from statuspage.actions.entries import restate
from statuspage.actions.given import Actor, refuse
from statuspage.actions.listening.answer_time import answer_time
from statuspage.actions.listening.hearing import same_as
from statuspage.actions.once import once
from statuspage.actions.staff.audit import note_act
from statuspage.actions.telling import following
from statuspage.domain.desk.audit import Via
from statuspage.domain.listening.course import carried
from statuspage.domain.listening.merged import end_of
from statuspage.domain.listening.waiting import GOING_ON, WAITING, is_waiting
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.window import local_date
from statuspage.errors import Conflict, NotFound
from statuspage.said import Said, said
from statuspage.store.published import entries
from statuspage.store.settings import current_settings, site

QUIETLY = Actor("clock", via=Via.ITSELF, is_quiet=True)
"""Whoever changes what nobody is told of: the clock of a request."""

_CLOCK = ("asked", "answer_by", "answer_within", "answer_calendar")


def merge(slug: str, into: str, actor: Actor) -> str:
    """Have one request be the same as another; returns the slug of the one that stands.

    Its page leads there, and its voices count there. One that still waits has waited since the
    first of both was asked. Raises InvalidInput, NotFound, Conflict (a file says what it is),
    StoreError.
    """
    now = clock.now()
    with once(actor.submission) as deed:
        if deed.answer is None:
            former = entries.by_slug(EntryKind.OUTCOME, slug)
            _require_ours(former)
            end = _end(slug, into)
            reason = said("entry.merged").key
            restate(former, {**former.details, "same_as": end.slug}, now, reason, actor)
            clock_of = {name: former.details[name] for name in _CLOCK if name in former.details}
            wait_since(end, clock_of, now, reason)
            following.merged(slug, end.slug)
            note_act(actor, "merge", f"{EntryKind.OUTCOME}/{slug}", None, {"same_as": end.slug})
            deed.answer = end.slug
        return deed.answer


def review(slug: str, actor: Actor) -> None:
    """Say that somebody looked, and it is still so. Raises NotFound, Conflict, StoreError."""
    now = clock.now()
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return
        former = entries.by_slug(EntryKind.OUTCOME, slug)
        if former.details.get("state") not in (*GOING_ON, WAITING):
            raise Conflict(said("This request is closed, so there is nothing to look at again."))
        today = local_date(now, site().zone).isoformat()
        details = {**former.details, "reviewed": today}
        quiet = actor.hushed(is_hushed=True)
        restate(former, details, now, said("entry.reviewed").key, quiet)
        note_act(actor, "review", f"{EntryKind.OUTCOME}/{slug}", None, {"reviewed": today})
        deed.answer = slug


def _end(slug: str, into: str) -> Entry:
    """Where a request leads that is merged into another. Raises InvalidInput."""
    faults: dict[str, Said] = {}
    try:
        end = entries.by_slug(EntryKind.OUTCOME, end_of(into, same_as))
    except NotFound as error:
        faults["same_as"] = error.said
        refuse(faults)
        raise
    if end.slug == slug:
        faults["same_as"] = said("That is the request itself, or one that leads to it.")
    elif end.withdrawn_at is not None:
        faults["same_as"] = said("That request is withdrawn; choose another.")
    refuse(faults)
    return end


def _require_ours(former: Entry) -> None:
    if former.is_from_file:
        raise Conflict(said("This entry comes from {file}; change it there.", file=former.file))


def wait_since(entry: Entry, clock_of: Mapping[str, Any], now: datetime, reason: str) -> None:
    """The clock of what still waits is that of whoever asked first, with what they were promised;
    where that was nothing, the rule of today holds. Inside a transaction.
    """
    if not is_waiting(entry) or not "" < clock_of.get("asked", "") < entry.details["asked"]:
        return
    kept = {name: held for name, held in entry.details.items() if name not in _CLOCK}
    details = carried({**kept, **clock_of}, None, now, answer_time(current_settings()))
    restate(entry, details, now, reason, QUIETLY)
