"""What an indicator is: one object with all that the program knows of a way to count."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from statuspage.config import Sla
from statuspage.domain.library.library import Library
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.late import WITHIN, LateKind, Reach
from statuspage.domain.vocabulary import display
from statuspage.figures.ledger import Ledger
from statuspage.figures.reckoning import Question, Reckoning
from statuspage.said import Said, said


def on(*kinds: LateKind) -> Callable[[Sla, LateKind], Reach | None]:
    """It rests on data of these kinds that speak of the period itself."""
    return lambda _, kind: WITHIN if kind in kinds else None


def _nothing_known(_: Library, __: Sla) -> datetime | None:
    return None


def _on_nothing(_: Sla, __: LateKind) -> Reach | None:
    return None


def _at_once(_: Sla) -> timedelta:
    return timedelta(0)


def _not_from_probes(_: Sla) -> bool:
    return False


def _no_evidence(_: Question) -> Mapping[str, Any]:
    return {}


def _asks_one_by_one(_: Sequence[Question]) -> None:
    return None


def _as_it_is(figure: Figure, _: Sla) -> Figure:
    return figure


@dataclass(frozen=True)
class Indicator:
    """A way to count what a promise is about.

    `takes` are the keys of [[slas]] that mean something for it, beside those of every indicator;
    `needed` those that must be there, each with an example; `defaults` what stands for an absent
    one. `rule` says how its counts come about, in parts of one sentence.
    """

    name: str
    reckon: Callable[[Question], Reckoning]
    ledger: Callable[[Question], Ledger]
    """What each is recomputed from; of ratings, no more than their number allows to tell."""
    promise: Callable[[Sla], Said]
    rule: Callable[[Sla], Sequence[Said]]
    takes: Collection[str] = ()
    needed: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    first_known: Callable[[Library, Sla], datetime | None] = _nothing_known
    """When its first event was; None where only its components tell since when it is known."""
    rests_on: Callable[[Sla, LateKind], Reach | None] = _on_nothing
    """Which data can change its figure, from how far around the period; None for the others."""
    settles_after: Callable[[Sla], timedelta] = _at_once
    """How long after a period the passing of time alone may still decide what counts in it."""
    is_from_probes: Callable[[Sla], bool] = _not_from_probes
    evidence: Callable[[Question], Mapping[str, Any]] = _no_evidence
    disclosed: Callable[[Figure, Sla], Figure] = _as_it_is
    """The figure as it may be published."""
    look_ahead: Callable[[Sequence[Question]], None] = _asks_one_by_one
    """Asks the Library at once what `reckon` will ask it of each of some questions."""
    keeps_whole_hours: bool = False  # nothing shorter is known of what is long past
    tells_of_repairs: bool = False  # its page says how often its components failed, and how long


def share(sla: Sla) -> Said:
    """The target as a percentage."""
    return display.percentage(display.percent_text(sla.target)).words


def limit(length: timedelta | None) -> Said:
    """A time in words; parts of a second are given in ms, for nothing here may be rounded."""
    assert length is not None  # noqa: S101 the settings demand it
    if length % timedelta(seconds=1):
        return said("{number:,g} ms", number=length / timedelta(milliseconds=1))
    return display.duration(Fraction(str(length.total_seconds())))


def of_few(sla: Sla) -> list[Said]:
    """What becomes of too few events, as a part of a rule."""
    if not sla.min_events:
        return []
    return [said("not judged on fewer than {count} events", count=sla.min_events)]
