"""Every request with its dates, as rows of a CSV: what the board counts can be counted again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from statuspage.domain.listening.standing import RequestStanding
from statuspage.domain.listening.waiting import Wait
from statuspage.figures.ledger import instant, instant_or_empty
from statuspage.render.rows import as_safe_csv
from statuspage.site.entries import modified
from statuspage.site.listening.board import every_standing
from statuspage.site.listening.outcomes import Course, courses
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.promises.periods import CSV
from statuspage.site.rendering import as_is

HEADER = (
    *("id", "title", "state", "stale", "asked", "answer_by", "answered", "days", "waiting", "late"),
    *("due", "first_due", "done", "reviewed", "states", "heard", "channels", "because", "same_as"),
    *("components", "tags", "owner", "updated_at", "withdrawn_at", "url"),
)
"""`days` is how long it waited for an answer, or has been waiting today; `states` are
"STATE INSTANT" of each, the oldest first."""


def outcome_csv(context: Context) -> Facts:
    """Every request, the newest first, as the board shows it today."""
    shown = every_standing(context)
    told = courses(context, [one.entry for one in shown])
    rows = [[*_row(context, one, told[one.entry.slug])] for one in shown]
    body = as_safe_csv(HEADER, rows)
    return Facts({"body": body}, modified((one.entry for one in shown), context))


def _row(context: Context, one: RequestStanding, course: Course) -> Iterator[str]:
    entry, details, wait = one.entry, one.entry.details, one.wait
    yield from (entry.slug, entry.title, one.stated, _yes(one.is_stale))
    yield from map(instant_or_empty, _dates(wait))
    yield from ("" if one.days is None else str(one.days), _yes(one.is_waiting), _yes(one.is_late))
    yield from (str(details.get("due") or ""), course.first_due)
    yield from (str(details.get(name) or "") for name in ("done", "reviewed"))
    yield ";".join(f"{state} {instant(at)}" for state, at in course.states)
    heard = one.voices.total
    yield "" if heard is None else str(heard)
    yield ";".join(f"{channel} {count}" for channel, count in one.voices.by_channel.items())
    yield from (str(details.get(name) or "") for name in ("because", "same_as"))
    yield from (";".join(details.get(name) or ()) for name in ("components", "tags"))
    yield str(details.get("owner") or "")
    yield from (instant(entry.updated_at), instant_or_empty(entry.withdrawn_at))
    yield context.site.address(quote(entry.path))


def _dates(wait: Wait | None) -> tuple[datetime | None, ...]:
    return (wait.asked_at, wait.answer_by, wait.answered_at) if wait else (None, None, None)


def _yes(value: bool) -> str:
    return "true" if value else "false"


PAGES = (PublicPage("/you-said-we-did.csv", outcome_csv, as_is, content_type=CSV),)
