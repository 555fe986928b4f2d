"""What the printed times of an entry mean: year, zone and month, by the entry's own UTC times.

Of several readings that one is taken which meets these to the minute, and it alone; where none
does, the entry is refused. What is taken although it is odd is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from statuspage.imports.stamps import Stamp
from statuspage.imports.zones import shown
from statuspage.said import Said, said

_SLACK = timedelta(days=1)  # a feed's own times are those of writing, not those it speaks of
_ODD = timedelta(days=31)
_AGREEING = 2  # entries of a feed whose times met one reading, before it is that of the page
_MOST = 64  # readings of one entry

Readings = Mapping[Any, Any]
"""What is decided once for an entry: the offset of a zone by its name, a month by its readings."""


@dataclass(frozen=True)
class Own:
    """The UTC times that an entry states of itself, and when it is read: nothing in it is later."""

    stated: tuple[datetime, ...]
    now: datetime

    @property
    def first(self) -> datetime:
        return min(self.stated)

    @property
    def last(self) -> datetime:
        return max(self.stated)

    def met(self, instants: Iterable[datetime]) -> int:
        """How many of these are one of some instants, to the minute."""
        minutes = {_minute(one) for one in instants}
        return sum(_minute(one) in minutes for one in self.stated)

    def is_near(self, instants: Iterable[datetime]) -> bool:
        """Whether any instant lies within a day of one of these."""
        return any(abs(one - own) <= _SLACK for one in instants for own in self.stated)


@dataclass(frozen=True)
class Settled:
    """The instants of some updates in the order given, how they were read, and what was odd."""

    instants: tuple[datetime, ...]
    readings: Readings
    odd: tuple[Said, ...] = ()


@dataclass
class Page:
    """What the entries of one feed tell of the zone that their page prints."""

    _met: Counter[tuple[Any, Any]] = field(default_factory=Counter)

    def learn(self, stamps: Sequence[Stamp], own: Own) -> None:
        """Keep what the own times of one entry decide, where they do."""
        try:
            best = _best(stamps, own)
        except ValueError:
            return
        if best is not None:
            self._met.update(best.readings.items())

    def reading(self, name: Any) -> Any:
        """The reading that several entries met, when none met another; None: there is none."""
        found = {reading: count for (of, reading), count in self._met.items() if of == name}
        [(reading, count)] = found.items() if len(found) == 1 else [(None, 0)]
        return reading if count >= _AGREEING else None


def settle(stamps: Sequence[Stamp], own: Own, page: Page) -> Settled:
    """The instants of the updates of an entry, as they stand in it. Raises ValueError."""
    names = _ambiguous(stamps)
    if not names:
        return _settled(stamps, own, {})
    best = _best(stamps, own)
    if best is not None:
        return best
    learnt = {name: page.reading(name) for name in names}
    name = next((name for name, reading in learnt.items() if reading is None), None)
    if name is not None:
        raise ValueError(_undecided(stamps, name, names[name]))
    found = _settled(stamps, own, learnt)
    odd = [
        said("'{zone}' is read as {offset}, as in other entries", zone=name, offset=shown(offset))
        for name, offset in learnt.items()
        if isinstance(offset, timedelta)
    ]
    return replace(found, odd=(*found.odd, *odd))


def settle_window(
    window: tuple[Stamp, Stamp], oldest: datetime, readings: Readings, own: Own
) -> tuple[datetime, datetime]:
    """The edges of planned work, from its first update. Raises ValueError."""
    names = {name: found for name, found in _ambiguous(window).items() if name not in readings}
    for values in product(*names.values()):
        chosen = {**readings, **dict(zip(names, values, strict=True))}
        begin, until = (_read(one, chosen) for one in window)
        start = _first_from(begin, oldest - _SLACK)
        if not names or own.met([start]):
            return start, _end(begin, until, start)
    name = next(iter(names))
    raise ValueError(_undecided(window, name, names[name]))


def _end(begin: Stamp, until: Stamp, start: datetime) -> datetime:
    """Without a day of its own the end is on that of the start, or on the next."""
    dated = until.year is not None
    found = until.instants(start)[0] if dated else _first_from(until, start - _SLACK)
    if found >= start:
        return found
    is_same_day = (until.day, until.months) == (begin.day, begin.months)
    return found + timedelta(days=1) if is_same_day else _first_from(until, start)


def _best(stamps: Sequence[Stamp], own: Own) -> Settled | None:
    """The one reading that meets most of the own times; None when none does, or several."""
    names = _ambiguous(stamps)
    ranked: dict[int, list[Settled]] = {}
    readings = list(product(*names.values()))
    for values in readings[:_MOST] if names else []:
        found = _settled(stamps, own, dict(zip(names, values, strict=True)))
        ranked.setdefault(own.met(found.instants), []).append(found)
    most = max(ranked, default=0)
    return ranked[most][0] if most and len(ranked[most]) == 1 else None


def _ambiguous(stamps: Iterable[Stamp]) -> dict[Any, tuple[Any, ...]]:
    """The readings of each zone and each month that has several."""
    found: dict[Any, tuple[Any, ...]] = {}
    for stamp in stamps:
        if len(stamp.offsets) > 1:
            found[stamp.zone] = stamp.offsets
        if len(stamp.months) > 1:
            found[stamp.months] = stamp.months
    return found


def _undecided(stamps: Sequence[Stamp], name: Any, readings: Sequence[Any]) -> Said:
    if isinstance(readings[0], timedelta):
        return said(
            "'{zone}' may be {readings}, and the entry's own times do not tell which; have the "
            "feed print UTC.",
            zone=name,
            readings=[shown(one) for one in readings],
        )
    text = next(one.text for one in stamps if one.months == name)
    return said("'{text}' is not a date like Aug 21, 00:37 UTC.", text=text)


def _read(stamp: Stamp, readings: Readings) -> Stamp:
    return replace(
        stamp,
        offsets=(readings.get(stamp.zone, stamp.offsets[0]),),
        months=(readings.get(stamp.months, stamp.months[0]),),
    )


def _settled(stamps: Sequence[Stamp], own: Own, readings: Readings) -> Settled:
    """By one reading: newest first, unless the other order brings them much closer together."""
    read = [_read(stamp, readings) for stamp in stamps]
    given, odd = _newest_first(read, own)
    if len(read) > 1 and _length(given) > _ODD:
        turned, turned_odd = _newest_first(read[::-1], own)
        if 2 * _length(turned) < _length(given) and (own.is_near(turned) or not own.stated):
            given, odd = turned[::-1], turned_odd
    return Settled(tuple(given), readings, (odd,) if odd else ())


def _newest_first(stamps: Sequence[Stamp], own: Own) -> tuple[list[datetime], Said | None]:
    """The instants, and what is odd about them.

    Some feeds count an entry as published with its first update, others with its last, and some
    leave `updated` as it was when a postmortem follows; entries written down afterwards speak of
    times before both.
    """
    first = stamps[0]
    if first.year is not None or not own.stated:
        if first.year is None:
            raise ValueError(
                said("'{text}' has no year, and its entry no time of its own.", text=first.text)
            )
        dated = _followed(first.instants(own.now)[0], stamps[1:])
        return dated, _far_before(first, dated[0], own) if own.stated else None
    inside = [
        _followed(one, stamps[1:])
        for one in first.instants(own.last)
        if own.first - _SLACK <= one <= own.last + _SLACK
    ]
    if inside:
        return max(inside, key=own.met), None  # the first one of several
    onwards = _followed(_first_from(first, own.first - _SLACK), stamps[1:])
    if onwards[0] <= own.now + _SLACK and own.is_near(onwards):
        return onwards, None
    before = _followed(_last_until(first, own.last + _SLACK), stamps[1:])
    return before, _far_before(first, before[0], own)


def _far_before(stamp: Stamp, newest: datetime, own: Own) -> Said | None:
    """What is told of an entry whose newest word is much older than the entry."""
    if own.first - newest <= _ODD:
        return None
    return said(
        "its newest update, '{text}', is read as {at:%Y-%m-%d}, {days} days before it was "
        "published",
        text=stamp.text,
        at=newest,
        days=(own.first - newest).days,
    )


def _followed(newest: datetime, older: Sequence[Stamp]) -> list[datetime]:
    """An instant, and of each older update the last such day before the one that follows it."""
    instants = [newest]
    for stamp in older:
        dated = stamp.year is not None
        instants.append(stamp.instants(newest)[0] if dated else _last_until(stamp, instants[-1]))
    return instants


def _length(instants: Sequence[datetime]) -> timedelta:
    return max(instants) - min(instants)


def _last_until(stamp: Stamp, later: datetime) -> datetime:
    """The last time it was, at or before an instant."""
    return max(one for one in stamp.instants(later) if one <= later)


def _first_from(stamp: Stamp, earlier: datetime) -> datetime:
    """The first time it is, at or after an instant."""
    found = stamp.instants(earlier)
    return next((one for one in found if one >= earlier), found[-1])


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
