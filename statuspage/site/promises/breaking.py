"""What we do when things break: severities, their times, and how we kept to these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.domain.promises.severities import (
    SLUG,
    Judged,
    KeptTimes,
    PromisedTime,
    Severity,
    escalation_in,
    judged,
    kept,
    severities_in,
)
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import OWN_PATHS, Entry, EntryKind
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.site.entries import recorded
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.rendering import template

DAYS = 90
_YEAR = 365
_KIND = ENTRIES[EntryKind.PAGE]


@dataclass(frozen=True)
class TimeView:
    """A promised time as it stands now, and how it was kept of late and within a year."""

    what: PromisedTime
    allowed: timedelta
    lately: KeptTimes
    in_a_year: KeptTimes


@dataclass(frozen=True)
class SeverityView:
    """A severity with each of its times."""

    severity: Severity
    times: Sequence[TimeView]


def entry_of(context: Context) -> Entry | None:
    """The page that says it, where there is one."""
    found = context.library.entries.by_slugs(EntryKind.PAGE, [SLUG]).get(SLUG)
    return None if found is None or found.withdrawn_at is not None else found


def listed(context: Context) -> list[SeverityView]:
    """Each severity with its times and what became of them, the worst one first; none without the
    page."""
    entry = entry_of(context)
    found = severities_in(entry.details) if entry is not None else []
    return _views(found, *_judged(context)) if found else []


def when_things_break(context: Context) -> Facts:
    """What an impact means here, what we do then and within which times, and whether we did."""
    entry = entry_of(context)
    if entry is None:
        raise NotFound(said("There is no page '{slug}'.", slug=SLUG))
    each, since = _judged(context)
    late = [one for one in each if one.is_kept is False and one.incident.started_at >= since]
    values = {
        "entry": entry,
        "severities": _views(severities_in(entry.details), each, since),
        "late": sorted(late, key=lambda one: one.incident.started_at, reverse=True),
        "escalation": escalation_in(entry.details),
        "days": DAYS,
        **recorded(context, entry),
    }
    changed = (one.incident.updated_at for one in each)
    return Facts(values, max([entry.updated_at, *changed]))


def _views(
    found: Iterable[Severity], each: Iterable[Judged], since: datetime
) -> list[SeverityView]:
    told = list(each)
    return [
        SeverityView(
            one, [_view(what, one, told, since) for what in PromisedTime if what in one.times]
        )
        for one in found
    ]


def _judged(context: Context) -> tuple[list[Judged], datetime]:
    """What became of each time promised for the incidents of a year, and when `DAYS` ago was.

    Each incident is judged by the times that stood on the page when its impact began, for from
    then on they count.
    """
    zone, now = context.site.zone, context.now
    today = window.local_date(now, zone)
    first = window.start_of(today - timedelta(days=_YEAR), zone)
    started = context.library.incidents.started_between(first, window.next_midnight(now, zone))
    subject = _KIND.subject(SLUG)
    history = context.library.record.histories([subject])[subject]
    each = [
        told
        for one in started
        for told in judged(one, _standing(history, one.impact_from or one.started_at), now)
    ]
    context.holds_for_the_day()
    for turns in [one.turns_at for one in each if one.turns_at is not None and one.turns_at > now]:
        context.library.holds_until(turns)
    return each, window.start_of(today - timedelta(days=DAYS), zone)


def _standing(history: Iterable[Recorded], at: datetime) -> list[Severity]:
    """The severities that stood on the page at an instant."""
    stood = [one for one in history if one.at <= at]
    if not stood or _KIND.value("withdrawn_at", stood[-1]) is not None:
        return []
    return severities_in(_KIND.value("details", stood[-1]))


def _view(
    what: PromisedTime, severity: Severity, each: Iterable[Judged], since: datetime
) -> TimeView:
    mine = [one for one in each if one.what is what and one.incident.impact is severity.impact]
    lately = [one for one in mine if one.incident.started_at >= since]
    return TimeView(what, severity.times[what], kept(lately), kept(mine))


def _if_there(context: Context) -> Iterable[Params]:
    return [{}] if entry_of(context) is not None else []


PAGES = (
    PublicPage(
        OWN_PATHS[EntryKind.PAGE][SLUG],
        when_things_break,
        template("when_things_break.html"),
        all_params=_if_there,
        in_sitemap=True,
    ),
)
