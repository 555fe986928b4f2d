"""How far the copy is behind, since when, and why: for staff, and for who looks after the site."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from statuspage import clock
from statuspage.errors import StatusPageError
from statuspage.publish import aside
from statuspage.publish.index import Index, IndexFault
from statuspage.publish.opening import seen
from statuspage.publish.target import Target
from statuspage.publish.targets import chosen
from statuspage.said import Said, counted, dumped, loaded, said
from statuspage.store import db
from statuspage.store.published import topics

GRACE = timedelta(seconds=30)
"""A copy that was in step so lately is as good as in step."""

# By the name of a target, as this process met them: what keeps it, and since when it is incomplete.
_faults: dict[str, Said] = {}
_met: dict[str, datetime] = {}


@dataclass(frozen=True)
class Lag:
    """A copy that does not say what the site says."""

    target: str
    since: datetime | None  # when it was in step last; None when nobody knows that it ever was
    pages: int  # that say what is true no longer; 0 where nobody can count them
    why: Said
    met: datetime  # when it was first met so

    @property
    def seconds(self) -> float:
        """How long it has been behind, as far as anybody knows."""
        return (clock.now() - (self.since or self.met)).total_seconds()

    @property
    def words(self) -> Said:
        """All of it in a sentence or two."""
        if self.since is None:
            return said(
                "The copy in {target} is not complete yet. {why}", target=self.target, why=self.why
            )
        return counted(
            "The copy in {target} has been behind since {time:%Y-%m-%d %H:%M UTC}: {count} "
            "page. {why}",
            "The copy in {target} has been behind since {time:%Y-%m-%d %H:%M UTC}: {count} "
            "pages. {why}",
            self.pages,
            target=self.target,
            time=self.since,
            why=self.why,
        )


def lag() -> Lag | None:
    """How far the copy of the settings is behind; None when it is in step, or there is none.

    Raises Unanswered when its disk does not answer.
    """
    try:
        target = chosen()
        return None if target is None else _lag_of(target)
    except StatusPageError as error:
        return Lag("", None, 0, error.said, _met_at(""))


def _lag_of(target: Target) -> Lag | None:
    now = clock.now()
    try:
        facts = aside.ask(lambda: _facts_of(target, "in_step", "reached", "fault", "met"))
        if facts is None:
            return Lag(target.name, None, 0, _why(target, ""), _met_at(target.name))
        since = datetime.fromtimestamp(int(facts["in_step"]), UTC) if facts["in_step"] else None
        with db.snapshot():
            raised = topics.raised_since(int(facts["reached"] or -1))
        pages = aside.ask(lambda: _count_behind(target, list(raised), now - GRACE))
    except (OSError, IndexFault) as error:
        return Lag(target.name, None, 0, fault_of(target, error), _met_at(target.name))
    if pages == 0 or (since is not None and now - since <= GRACE):
        _met.pop(target.name, None)
        return None
    met = _met_at(target.name, facts["met"])
    return Lag(target.name, since, pages, _why(target, facts["fault"]), met)


def _met_at(name: str, noted: str = "") -> datetime:
    """When it was first met that a copy is behind, by this process or by who noted it."""
    met = _met.setdefault(name, clock.now())
    return min(met, datetime.fromisoformat(noted)) if noted else met


def _facts_of(target: Target, *names: str) -> dict[str, str] | None:
    """What the index says under these names; None where there is none. To be asked aside."""
    with seen(target.index) as index:
        return None if index is None else {name: index.fact(name) for name in names}


def _count_behind(target: Target, raised: list[str], now: datetime) -> int:
    with seen(target.index) as index:
        return 0 if index is None else index.count_behind(raised, now)


def _why(target: Target, noted: str) -> Said:
    """What keeps it: the fault that was met last, or that nobody writes."""
    if target.name in _faults:
        return _faults[target.name]
    if noted:
        return loaded(noted)
    return said("The worker writes it. Check that the worker is running, and look at its log.")


def fault_of(target: Target, error: StatusPageError | OSError) -> Said:
    """What to say of what keeps a copy from being written."""
    if isinstance(error, StatusPageError):
        return error.said
    place = error.filename or target.name
    strerror = os.strerror(error.errno) if error.errno else str(error)
    return said("{filename} cannot be written: {strerror}.", filename=place, strerror=strerror)


def note_fault(error: StatusPageError | OSError) -> None:
    """Keep what was met, where the copy itself takes it, and in this process."""
    with suppress(StatusPageError, OSError):
        target = chosen()
        if target is not None:
            _faults[target.name] = fault_of(target, error)
            _met_at(target.name)
            with seen(target.index, to_write=True) as index:
                if index is not None:
                    met = _met_at(target.name, index.fact("met"))
                    index.note(fault=dumped(_faults[target.name]), met=met.isoformat())


def note_good(target: Target, index: Index) -> None:
    """It is in step at this moment."""
    _faults.pop(target.name, None)
    _met.pop(target.name, None)
    index.note(in_step=str(int(clock.timestamp())), fault="", met="")
