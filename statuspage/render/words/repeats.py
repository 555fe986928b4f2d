"""How planned work repeats, and when it moved, in words."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from markupsafe import Markup

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.planned import Rescheduling, first_window
from statuspage.domain.incidents.recurrence import Repeat, following, wall_of
from statuspage.domain.incidents.rhythm import told
from statuspage.render.words import cldr
from statuspage.render.words.locale import Locale
from statuspage.render.words.times import full_moment, window

_FOLLOWING = 3
"""How many of the following dates are told."""


def repeats(locale: Locale, incident: Incident) -> str:
    """How it repeats: "repeats each Sunday, 02:00 to 04:00; next on Sun 13 December, ...".

    The following dates stand where it is to come or goes on; "" for what does not repeat.
    """
    rule, words = incident.repeats, series(locale, incident)
    if rule is None or not words or not incident.is_open:
        return words
    walls = following_walls(incident, rule)
    days = [cldr.weekday(locale.language, wall.date()) for wall in walls]
    if not days:
        return locale.say("{series}; this is the last one", series=words)
    return locale.say("{series}; next on {days}", series=words, days=days)


def following_walls(incident: Incident, rule: Repeat) -> list[datetime]:
    """The next times on the clock of its zone that the rule falls on after it, as far as told."""
    start, _ = first_walls(incident, rule)
    return list(islice(following(rule.rule, start), _FOLLOWING))


def series(locale: Locale, incident: Incident) -> str:
    """The same without dates, so that it holds whatever comes later."""
    rule = incident.repeats
    if rule is None or incident.scheduled_for is None:
        return ""
    start, end = first_walls(incident, rule)
    hours = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    return locale.say("repeats {rhythm}, {start} to {end}", rhythm=told(rule.rule, start), **hours)


def first_walls(incident: Incident, rule: Repeat) -> tuple[datetime, datetime]:
    """Beginning and end by the rule, on the clock of its zone, whatever it was moved to."""
    begins, ends = incident.scheduled_for, incident.scheduled_until
    assert begins is not None  # noqa: S101 only planned work repeats
    assert ends is not None  # noqa: S101
    window = first_window(begins, ends, (*incident.extensions, *incident.moves))
    return wall_of(window[0], rule.zone), wall_of(window[1], rule.zone)


def rescheduled(locale: Locale, move: Rescheduling, zone: ZoneInfo) -> Markup:
    """From which window planned work was moved, and when that was said."""
    at, former = (
        full_moment(locale, move.at, zone),
        window(locale, move.former_start, move.former_end, zone),
    )
    return locale.markup("moved at {time}; before: {window}", time=at, window=former)
