"""What became of a day, and what a row of day bars says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from statuspage.domain.measured.days import Day, Level
from statuspage.domain.vocabulary.display import brief
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.render.words import cldr
from statuspage.render.words.locale import Locale
from statuspage.said import Said, counted, said


def day_words(locale: Locale, found: Day, *, is_watched: bool = True) -> str:
    """What became of a day: its worst state with its length, and what is not known of it."""
    words = []
    if found.worst is not ComponentState.OPERATIONAL:
        length = brief(found.worst_seconds, is_good_when_low=True)
        words.append(said("{state} {length}", state=found.worst.small, length=length))
    elif found.incidents:
        words.append(said("no measurable length"))
    if found.is_marked:
        length = brief(found.unknown_seconds, is_good_when_low=True)
        unknown = said("not known {length}", length=length)
        words.append(said("not measured {length}", length=length) if is_watched else unknown)
    return locale.comma.join(map(locale.say, words))


def bars_words(locale: Locale, days: Sequence[Day], *, is_watched: bool = True) -> str:
    """What a row of day bars says: on how many days something was out, and on how many slower.

    Where neither was, that; of what nothing watches, no more than that nothing was reported.
    """
    if all(found.level is Level.NO_DATA for found in days):
        return locale.say(said("Not measured yet") if is_watched else said("Not known yet"))
    states = Counter(found.worst for found in days)
    outages = states[ComponentState.PARTIAL_OUTAGE] + states[ComponentState.MAJOR_OUTAGE]
    slower = states[ComponentState.DEGRADED]
    if outages:
        told = counted("Outages on {count} day", "Outages on {count} days", outages)
        return locale.say(_beside(told, slower) if slower else told)
    if slower:
        return locale.say(_never_down(slower) if is_watched else _no_outage(slower))
    without_length = sum(bool(found.incidents) for found in days if _is_calm(found))
    if without_length:
        return locale.say(
            counted("Incidents on {count} day", "Incidents on {count} days", without_length)
        )
    return locale.say(said("Never down") if is_watched else said("No outage reported"))


def _beside(outages: Said, slower: int) -> Said:
    return counted(
        "{outages}, slower on {count} day",
        "{outages}, slower on {count} days",
        slower,
        outages=outages,
    )


def _never_down(slower: int) -> Said:
    return counted(
        "Never down, slower on {count} day", "Never down, slower on {count} days", slower
    )


def _no_outage(slower: int) -> Said:
    return counted(
        "No outage reported, slower on {count} day",
        "No outage reported, slower on {count} days",
        slower,
    )


def known_since(locale: Locale, days: Sequence[Day], *, is_watched: bool = True) -> str:
    """What stands in the place of bars while too few days are known: since when any is."""
    first = next((found.date for found in days if found.level is not Level.NO_DATA), None)
    if first is None:
        return locale.say(said("Not measured yet. Days appear here as they pass."))
    if first == days[-1].date:
        if is_watched:
            return locale.say(said("Watched since today. Days appear here as they pass."))
        return locale.say(said("Listed since today. Days appear here as they pass."))
    day = cldr.day_of_year(locale.language, first)
    if is_watched:
        return locale.say(said("Watched since {day}. Days appear here as they pass.", day=day))
    return locale.say(said("Listed since {day}. Days appear here as they pass.", day=day))


def _is_calm(found: Day) -> bool:
    """Planned work is no trouble; an incident is one, even when it took no measurable time."""
    return found.worst is ComponentState.OPERATIONAL
