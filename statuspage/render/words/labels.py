"""How states of written things and ends of entries are called, and names in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from statuspage.domain.incidents.cause import Cause
from statuspage.domain.listening.standing import UNKNOWN
from statuspage.domain.listening.voice import VOICE_CHANNELS, VoiceChannel
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.promises.severities import stated_lengths
from statuspage.domain.promises.shown_verdict import ShownVerdict
from statuspage.domain.vocabulary.entry import BECAUSE, CHANGE_TYPES, NOTICE_KINDS, OUTCOME_STATES
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.render.words.kept import KEPT
from statuspage.render.words.locale import Locale
from statuspage.said import Said, said

_ENTRY_LABELS = {**CHANGE_TYPES, **OUTCOME_STATES, **NOTICE_KINDS, UNKNOWN: said("Unknown")}


def entry_label(locale: Locale, name: str) -> str:
    """The type of a change, the state of an outcome or the kind of a notice.

    A draft may hold what is none of these; that stays as it is.
    """
    return locale.say(_ENTRY_LABELS[name]) if name in _ENTRY_LABELS else name


def kept_names(locale: Locale, breaking: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is kept as a key, by that, and the words that pages may show it in.

    So is each length that `breaking` states, of when things break. static/check.js reads them from
    the page about the record.
    """
    kept: list[tuple[str, Said]] = [*_ENTRY_LABELS.items(), *stated_lengths(breaking)]
    for names in (ComponentState, Status, ShownVerdict):
        kept += [(one.value, words) for one in names for words in (one.label, one.small)]
    for kinds in (Impact, Cause, PromiseState):
        kept += [(one.value, one.label) for one in kinds]
    kept += [(key, Said(key)) for key, words in KEPT.items() if "{" not in words]
    found: dict[str, list[str]] = {}
    for key, words in kept:
        found.setdefault(key, []).append(locale.say(words))
    return {key: sorted(set(words)) for key, words in found.items()}


def because_label(locale: Locale, name: str) -> str:
    """Why requests were declined; "" for those of which only their own page says it."""
    return locale.say(BECAUSE[name] if name else said("In words of its own"))


def came_to_an_end(locale: Locale, status: Status) -> str:
    """How an entry of this status ended, as a verb before a time."""
    return locale.say(
        {
            Status.RESOLVED: said("Resolved"),
            Status.POSTMORTEM: said("Resolved"),
            Status.FALSE_ALARM: said("Marked as a false alarm"),
            Status.COMPLETED: said("Completed"),
            Status.CANCELLED: said("Cancelled"),
        }[status]
    )


def listed(locale: Locale, names: Iterable[str]) -> str:
    """Names one after another."""
    return locale.comma.join(names)


def parts_listed(
    locale: Locale,
    parts: Iterable[tuple[str, str]],
    named: Callable[[str, str], Said | str],
) -> str:
    """The names of components (id, name) one after another, as `named` tells them apart."""
    found = [named(*part) for part in parts]
    return locale.comma.join(locale.say(one) if isinstance(one, Said) else one for one in found)


def channel_label(locale: Locale, name: str) -> str:
    """The way by which voices came."""
    return locale.say(VOICE_CHANNELS[VoiceChannel(name)])
