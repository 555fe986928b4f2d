"""Times, counts, links and states in words: the filters of the templates.

Every filter is pure; what depends on the present takes `now`, on a place the zone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.planned import Extension, notice_words
from statuspage.domain.measured.days import Day, Level
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.promises.promise import Promise, PromiseState, turns_late_at
from statuspage.domain.record.tree import TILE, Tile
from statuspage.domain.vocabulary.display import duration, roughly
from statuspage.domain.vocabulary.states import ComponentState, Status

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_QUARTERS = {"Q1": "first", "Q2": "second", "Q3": "third", "Q4": "fourth"}
_UNANSWERED = {
    PromiseState.OPEN: Markup("Next update promised by {}."),
    PromiseState.LATE: Markup("The next update was due at {} and is late."),
    PromiseState.BROKEN: Markup("The next update was due at {} and never came."),
}
_TIME_TAG = Markup('<time datetime="{}">{}</time>')
_NBSP = "\N{NO-BREAK SPACE}"


def moment(instant: datetime, zone: ZoneInfo, now: datetime) -> Markup:
    """A time tag as short as can be: "15:04 BST" today, else with the day, then the year too."""
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    hour = _hour(local)
    if local.date() != today:
        hour = f"{_day(local.date(), today.year)}, {hour}"
    return _TIME_TAG.format(_iso(instant), hour)


def full_moment(instant: datetime, zone: ZoneInfo) -> Markup:
    """A time tag with the day, the year and the zone: "1 July 2026, 15:04 BST"."""
    local = instant.astimezone(zone)
    return _TIME_TAG.format(_iso(instant), f"{_day(local.date())}, {_hour(local)}")


def day(instant: datetime, zone: ZoneInfo) -> Markup:
    """The local day of an instant: "1 July 2026"."""
    local = instant.astimezone(zone).date()
    return _TIME_TAG.format(local.isoformat(), _day(local))


def written_day(text: str) -> Markup:
    """A day that stands as ISO text in front matter; other text is shown as it is."""
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return escape(text)
    return _TIME_TAG.format(found.isoformat(), _day(found))


def bar_day(found: date) -> Markup:
    """A day beside its bar: "Wed 1 July"."""
    words = f"{_WEEKDAYS[found.weekday()]}{_NBSP}{_day(found, found.year)}"
    return _TIME_TAG.format(found.isoformat(), words)


def day_words(found: Day) -> str:
    """What became of a day: its worst state with its length, and what is not known of it."""
    words = []
    if found.worst is not ComponentState.OPERATIONAL:
        words.append(f"{found.worst.small} {duration(found.worst_seconds)}")
    elif found.incidents:
        words.append("no measurable length")
    if found.is_marked:
        words.append(f"not measured {duration(found.unknown_seconds)}")
    return ", ".join(words)


def bars_words(days: Sequence[Day]) -> str:
    """What a row of day bars says: how many days had trouble, of how many that were measured."""
    known = [found for found in days if found.level is not Level.NO_DATA]
    if not known:
        return "Not measured yet"
    troubled = sum(map(_is_trouble, known))
    measured = plural(len(known), "day") + ("" if len(known) == len(days) else " measured")
    return f"Trouble on {troubled} of {measured}" if troubled else f"No trouble in {measured}"


def _is_trouble(found: Day) -> bool:
    """Planned work is no trouble; an incident is one, even when it took no measurable time."""
    if found.worst is ComponentState.OPERATIONAL:
        return bool(found.incidents)
    return found.worst is not ComponentState.UNDER_MAINTENANCE


def window(start: datetime, end: datetime, zone: ZoneInfo) -> Markup:
    """From one time to another, the day only once when it is the same."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.date() != last.date():
        return full_moment(start, zone) + " to " + full_moment(end, zone)
    begin = f"{_day(first.date())}, {first:%H:%M}"
    return _TIME_TAG.format(_iso(start), begin) + " to " + _TIME_TAG.format(_iso(end), _hour(last))


def lasted(start: datetime, end: datetime) -> str:
    """How long something took, in words; less than a minute is said so."""
    seconds = int((end - start).total_seconds())
    return duration(seconds) if seconds >= 60 else "less than a minute"


def notice(incident: Incident) -> str:
    """How early planned work was announced; "" for what has no window."""
    start = incident.scheduled_for
    return str(notice_words(incident.announced_at, start, incident.notice_asked)) if start else ""


def extended(extension: Extension, zone: ZoneInfo) -> Markup:
    """By how much planned work was extended, and when that was said."""
    longer = duration(int((extension.until - extension.former).total_seconds()))
    return Markup("extended by {} at {}").format(longer, full_moment(extension.at, zone))


def age(start: datetime, end: datetime) -> str:
    """How long after something another thing came, in its largest unit: "4 days"."""
    return roughly(int((end - start).total_seconds()))


def month_name(name: str) -> str:
    """ "2026-07" as "July 2026"."""
    year, month = name.split("-")
    return f"{_MONTHS[int(month) - 1]} {year}"


def period_name(name: str) -> str:
    """A period in words, such as "July 2026", "week 27 of 2026", "the last 30 days"."""
    if name.startswith("rolling-"):
        return f"the last {name.removeprefix('rolling-').removesuffix('d')} days"
    year, part = name.split("-")
    if part in _QUARTERS:
        return f"the {_QUARTERS[part]} quarter of {year}"
    if part.startswith("W"):
        return f"week {int(part[1:])} of {year}"
    return month_name(name)


def plural(count: int, noun: str, several: str = "") -> str:
    """A count with its noun: "1 day", "3 days"."""
    return f"{count:,} {noun if count == 1 else several or noun + 's'}"


def counted(version: ProbeVersion) -> str:
    """How a probe counts, in one sentence."""
    cadence, panel = version.cadence, version.panel
    seconds = cadence.interval.total_seconds() if cadence.interval else 0
    said = [
        f"a result every {duration(int(seconds))}" if seconds else "results are pushed",
        f"a failure counts after {cadence.fail_after} in a row"
        if cadence.fail_after > 1
        else "each failure counts",
    ]
    if panel.quorum is not None and panel.quorum > 1:
        said.append(f"at least {panel.quorum} locations must report")
    elif panel.locations > 1:
        needed = "one" if panel.quorum else "more than half"
        said.append(f"{needed} of {panel.locations} locations must report")
    if panel.vote == "partial":
        said.append("a failure at some of them is a partial outage")
    return "; ".join(said) + "."


def times_faster(rate: Fraction | None) -> str:
    """A burn rate, rounded up, since it is good when low: "2.5", or "670"; "-" of nothing."""
    if rate is None:
        return "-"
    return f"{math.ceil(rate)}" if rate > 100 else f"{math.ceil(rate * 10) / 10:g}"


def capital(text: str) -> str:
    """A label at the beginning of a sentence or a line."""
    return text[:1].upper() + text[1:]


def small(text: object) -> str:
    """A label in the middle of a sentence: its first letter is small."""
    words = str(text)
    return words[:1].lower() + words[1:]


def is_late(due: datetime, now: datetime) -> bool:
    """Whether a promised update that has not come counts as late."""
    return now >= turns_late_at(due)


def promise_made_at(promises: Iterable[Promise], made_at: datetime) -> Promise | None:
    """The promise that an update of this time gave, if it gave one."""
    return next((found for found in promises if found.made_at == made_at), None)


def promise_words(given: Promise, zone: ZoneInfo, now: datetime) -> Markup:
    """What was promised, and what became of it; days are left out that are those of its update."""
    due = moment(given.dues[0], zone, given.made_at)
    state = given.state(max(now, given.evidence_at or now))
    if given.evidence_at is None:
        return _UNANSWERED[state].format(due)
    if state is PromiseState.KEPT:
        return Markup("Next update promised by {}: kept.").format(due)
    came = moment(given.evidence_at, zone, given.made_at)
    return Markup("Next update promised by {}: {}, it came at {}.").format(due, state, came)


def came_to_an_end(status: Status) -> str:
    """How an entry of this status ended, as a verb before a time."""
    return {
        Status.RESOLVED: "Resolved",
        Status.POSTMORTEM: "Resolved",
        Status.FALSE_ALARM: "Marked as a false alarm",
        Status.COMPLETED: "Completed",
        Status.CANCELLED: "Cancelled",
    }[status]


def contact_link(contact: str) -> Markup:
    """How to reach the people behind the page: a mail address or a web address as a link."""
    if contact.startswith(("http://", "https://")):
        return Markup('<a href="{}">{}</a>').format(contact, contact.split("://", 1)[1])
    if "@" in contact and " " not in contact:
        return Markup('<a href="mailto:{}">{}</a>').format(contact, contact)
    return escape(contact)


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(found: date, year: int | None = None) -> str:
    words = f"{found.day}{_NBSP}{_MONTHS[found.month - 1]}"
    return words if found.year == year else f"{words}{_NBSP}{found.year}"


def _hour(local: datetime) -> str:
    name = local.tzname() or ""
    # many zones have no letters of their own, only an offset such as "+03"
    return f"{local:%H:%M}{_NBSP}{'UTC' + name if name[:1] in '+-' else name}"


def record_place(index: int) -> str:
    """Where readers find an entry of the record."""
    return f"/record/entries/{Tile(None, index // TILE).name}#e{index}"


FILTERS: dict[str, Callable[..., Any]] = {
    "moment": moment,
    "full_moment": full_moment,
    "day": day,
    "written_day": written_day,
    "bar_day": bar_day,
    "day_words": day_words,
    "bars_words": bars_words,
    "window": window,
    "lasted": lasted,
    "age": age,
    "notice": notice,
    "extended": extended,
    "duration": duration,
    "month_name": month_name,
    "period_name": period_name,
    "plural": plural,
    "counted": counted,
    "times_faster": times_faster,
    "capital": capital,
    "small": small,
    "whole": math.floor,  # of what is good when high
    "is_late": is_late,
    "promise_made_at": promise_made_at,
    "promise_words": promise_words,
    "came_to_an_end": came_to_an_end,
    "contact_link": contact_link,
    "record_place": record_place,
}
