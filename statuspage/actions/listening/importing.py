"""Requests of another board become requests of this site: each once, and nobody is told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions.entries import Text, publish_text
from statuspage.actions.given import Actor
from statuspage.actions.listening.answer_time import answer_time
from statuspage.config import Settings
from statuspage.config.kinds.duration import duration_text
from statuspage.content import kinds
from statuspage.content.fronts import OutcomeFront
from statuspage.content.markdown import to_html
from statuspage.domain.listening.elsewhere import AskedElsewhere, Board
from statuspage.domain.listening.waiting import WAITING
from statuspage.domain.record.recorded import stamp
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.progress import Progress, Stage, quietly
from statuspage.said import said
from statuspage.store import db
from statuspage.store.published import entries
from statuspage.store.settings import current_settings

_STEP = 100  # in one transaction
_LONGEST_TITLE = 300
_WORDS_FOR = {"done": "did", "declined": "reason", "unchanged": "reason"}
"""Where an answer stands, by the state it came with; else it is the text of the request."""


@dataclass(frozen=True)
class RequestsTaken:
    """What came of it: how many were taken and known, and the lines without what we ask for."""

    taken: int = 0
    known: int = 0
    without_reason: tuple[int, ...] = ()
    without_original: tuple[int, ...] = ()


def take_requests(
    asked: Sequence[AskedElsewhere], board: Board, actor: Actor, progress: Progress = quietly
) -> RequestsTaken:
    """Publish each request that is not known yet, as of its own time. Raises StoreError."""
    now = clock.now()
    with db.snapshot():
        settings, known = current_settings(), entries.slugs_of(EntryKind.OUTCOME)
    named = dict(_named(asked, board, settings, now))
    originals = _originals(named)
    made = {
        slug: _text(slug, one, named.get(originals.get(slug, "")), originals, settings, now)
        for slug, one in named.items()
    }
    new = [slug for slug in sorted(made, key=lambda slug: made[slug].at) if slug not in known]
    quiet = replace(actor, is_quiet=True)
    reason = said("entry.published").key
    for start in range(0, len(new), _STEP):
        progress(Stage(said("Taking requests"), start, len(new)))
        with db.transaction():
            for slug in new[start : start + _STEP]:
                publish_text(made[slug], None, now, reason=reason, actor=quiet)
    progress(Stage(said("Taking requests"), len(new), len(new)))
    return RequestsTaken(
        len(new),
        len(named) - len(new),
        tuple(named[slug].line for slug in new if _lacks_reason(made[slug])),
        tuple(
            named[slug].line
            for slug in new
            if named[slug].state == "same" and slug not in originals
        ),
    )


def _named(
    asked: Sequence[AskedElsewhere], board: Board, settings: Settings, now: datetime
) -> Iterator[tuple[str, AskedElsewhere]]:
    """Each with its slug: by its id there, so that it is known again; else by its day and title."""
    taken: set[str] = set()
    for one in asked:
        day = (one.at or now).astimezone(ZoneInfo(settings.site.timezone))
        base = f"{board}-{_plain(one.id)}" if one.id else f"{day:%Y-%m-%d}-{_plain(one.title)}"
        slug, number = base, 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug)
        yield slug, one


def _originals(named: Mapping[str, AskedElsewhere]) -> Mapping[str, str]:
    """The slug of the one that each was merged into, by its own, where that is known."""
    by_name = {one.title: slug for slug, one in named.items()}
    by_name |= {one.id: slug for slug, one in named.items() if one.id}
    found = {slug: by_name.get(one.same_as, "") for slug, one in named.items() if one.same_as}
    return {slug: original for slug, original in found.items() if original not in ("", slug)}


def _text(
    slug: str,
    one: AskedElsewhere,
    original: AskedElsewhere | None,
    originals: Mapping[str, str],
    settings: Settings,
    now: datetime,
) -> Text:
    state = _state(original or one)
    at = one.at or now
    front = {
        "title": _short(one.title),
        "said": one.text or one.title,
        "state": state,
        "tags": one.tags,
        "asked": stamp(at),
        **_clock(state, one, settings, now),
    }
    if len(one.title) > _LONGEST_TITLE:
        front["said"] = f"{one.title}\n\n{one.text}".strip()
    if one.votes and original is None:  # of what was merged they are counted there
        front["heard"] = one.votes
    if original is not None:
        front["same_as"] = originals[slug]
    elif one.state == "same":
        front["because"] = "exists"
    named = "" if original is not None else _WORDS_FOR.get(state, "")
    if named:
        front[named] = one.response
    body = "" if named else one.response
    details = kinds.details(OutcomeFront.model_validate(front), ZoneInfo(settings.site.timezone))
    return Text(EntryKind.OUTCOME, slug, str(front["title"]), at, details, body, to_html(body))


def _state(one: AskedElsewhere) -> str:
    return "declined" if one.state == "same" else one.state


def _clock(state: str, one: AskedElsewhere, settings: Settings, now: datetime) -> Mapping[str, Any]:
    """What waits is answered here as whatever is asked today."""
    if state != WAITING:
        answered = {"answered": stamp(one.responded_at)} if one.responded_at else {}
        if state == "done" and one.responded_at:
            day = one.responded_at.astimezone(ZoneInfo(settings.site.timezone)).date()
            return {**answered, "done": day.isoformat()}
        return answered
    rule = answer_time(settings)
    within = {"answer_within": duration_text(rule.within), "answer_by": stamp(rule.due(now))}
    return {**within, **({"answer_calendar": rule.name} if rule.name else {})}


def _lacks_reason(text: Text) -> bool:
    details = text.details
    is_answered = details.get("did") or details.get("reason") or details.get("same_as")
    return details["state"] in ("declined", "unchanged") and not is_answered


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "entry"
