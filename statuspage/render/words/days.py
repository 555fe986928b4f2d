"""What became of a day, and what a row of day bars says."""

from __future__ import annotations

from collections.abc import Sequence

from statuspage.domain.measured.days import Day, Level
from statuspage.domain.vocabulary.display import duration
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.render.words.locale import Locale
from statuspage.said import counted, said


def day_words(locale: Locale, found: Day, *, is_watched: bool = True) -> str:
    """What became of a day: its worst state with its length, and what is not known of it."""
    words = []
    if found.worst is not ComponentState.OPERATIONAL:
        length = duration(found.worst_seconds)
        words.append(said("{state} {length}", state=found.worst.small, length=length))
    elif found.incidents:
        words.append(said("no measurable length"))
    if found.is_marked:
        length = duration(found.unknown_seconds)
        unknown = said("not known {length}", length=length)
        words.append(said("not measured {length}", length=length) if is_watched else unknown)
    return locale.comma.join(map(locale.say, words))


def bars_words(locale: Locale, days: Sequence[Day], *, is_watched: bool = True) -> str:
    """What a row of day bars says: how many days had trouble, of how many that are known.

    Of a component that nothing watches, no day is called measured.
    """
    known = [found for found in days if found.level is not Level.NO_DATA]
    if not known:
        return locale.say(said("Not measured yet") if is_watched else said("Not known yet"))
    measured, troubled = len(known), sum(map(_is_trouble, known))
    if measured == len(days) or not (is_watched or troubled):
        several = counted("{count} day", "{count} days", measured)
    elif is_watched:
        several = counted("{count} day measured", "{count} days measured", measured)
    else:
        several = counted("{count} day known", "{count} days known", measured)
    if troubled:
        return locale.say("Trouble on {troubled} of {days}", troubled=troubled, days=several)
    if is_watched:
        return locale.say("No trouble in {days}", days=several)
    return locale.say("No trouble reported in {days}", days=several)


def _is_trouble(found: Day) -> bool:
    """Planned work is no trouble; an incident is one, even when it took no measurable time."""
    if found.worst is ComponentState.OPERATIONAL:
        return bool(found.incidents)
    return found.worst is not ComponentState.UNDER_MAINTENANCE
