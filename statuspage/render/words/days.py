"""What became of a day, and what a row of day bars says."""

from __future__ import annotations

from collections.abc import Sequence

from statuspage.domain.measured.days import Day, Level
from statuspage.domain.vocabulary.display import duration
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.render.words.locale import Locale
from statuspage.said import counted, said


def day_words(locale: Locale, found: Day) -> str:
    """What became of a day: its worst state with its length, and what is not known of it."""
    words = []
    if found.worst is not ComponentState.OPERATIONAL:
        length = duration(found.worst_seconds)
        words.append(said("{state} {length}", state=found.worst.small, length=length))
    elif found.incidents:
        words.append(said("no measurable length"))
    if found.is_marked:
        words.append(said("not measured {length}", length=duration(found.unknown_seconds)))
    return locale.comma.join(map(locale.say, words))


def bars_words(locale: Locale, days: Sequence[Day]) -> str:
    """What a row of day bars says: how many days had trouble, of how many that were measured."""
    known = [found for found in days if found.level is not Level.NO_DATA]
    if not known:
        return locale.say("Not measured yet")
    measured, troubled = len(known), sum(map(_is_trouble, known))
    if measured == len(days):
        several = counted("{count} day", "{count} days", measured)
    else:
        several = counted("{count} day measured", "{count} days measured", measured)
    if troubled:
        return locale.say("Trouble on {troubled} of {days}", troubled=troubled, days=several)
    return locale.say("No trouble in {days}", days=several)


def _is_trouble(found: Day) -> bool:
    """Planned work is no trouble; an incident is one, even when it took no measurable time."""
    if found.worst is ComponentState.OPERATIONAL:
        return bool(found.incidents)
    return found.worst is not ComponentState.UNDER_MAINTENANCE
