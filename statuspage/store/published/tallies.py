"""Published counts of what people said or answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from statuspage.domain.vocabulary.tally import Tally
from statuspage.store.tables.entries import Tally as Row


def of(kind: str, abouts: Collection[str]) -> Mapping[str, Tally]:
    """The tallies of a kind by what they are about; absent where nothing was published."""
    rows = Row.select().where((Row.kind == kind) & Row.about.in_(list(abouts)))
    return {row.about: _fact(row) for row in rows}


def all_of(kind: str) -> Mapping[str, Tally]:
    """Every tally of a kind, by what it is about."""
    rows = Row.select().where(Row.kind == kind).order_by(Row.about)
    return {row.about: _fact(row) for row in rows}


def put(tally: Tally) -> None:
    """Have it say so from now on."""
    Row.put(vars(tally))


def _fact(row: Row) -> Tally:
    return Tally(row.kind, row.about, row.counts, row.at)
