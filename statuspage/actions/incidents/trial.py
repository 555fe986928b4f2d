"""What an import would do, with nothing written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping

from statuspage.actions.incidents.known import look_up
from statuspage.actions.incidents.naming import NOTHING, Directory, touched_by
from statuspage.domain.incidents import identity
from statuspage.domain.incidents.imported import (
    Batch,
    Foreseen,
    Foretold,
    ImportedIncident,
    Taking,
    fingerprint,
)
from statuspage.errors import Conflict, Problem
from statuspage.said import Said, said
from statuspage.store import db


def try_incidents(batch: Batch, ours: Mapping[str, str] = NOTHING) -> Taking:
    """What `take_incidents` would make of a batch, entry by entry. Raises InvalidInput."""
    directory = Directory(ours)
    with db.snapshot():
        trial = _Trial(batch, directory)
        for place, told in enumerate(batch.incidents):
            trial.take(place, told)
    return trial.outcome()


class _Trial:
    def __init__(self, batch: Batch, directory: Directory) -> None:
        self._batch = batch
        self._directory = directory
        self._names = frozenset((one.source, one.origin_id) for one in batch.incidents)
        self._clashes = identity.clashes(batch.incidents)
        self._unknown: Counter[str] = Counter()
        self._faults: list[Problem] = []
        self._rows: list[Foreseen] = []
        self._told: set[Hashable] = set()
        self._reworded = 0

    def take(self, place: int, told: ImportedIncident) -> None:
        why = self._clashes.get(place)
        if why is None:
            try:
                known = look_up(told, self._names)
            except Conflict as error:
                why = error.said
        if why is not None:
            self._refuse(told, why)
            return
        count = len(known.news.places)
        self._reworded += known.news.reworded
        is_known = known.incident is not None or _name(told) in self._told
        self._told.add(_name(told))
        unknown = Counter() if is_known else self._unknown
        names = tuple(touched_by(told, self._directory, unknown).names.values())
        if not is_known:
            self._rows.append(Foreseen(told, Foretold.TAKEN, count, names))
        elif known.incident is not None and count:
            self._rows.append(Foreseen(told, Foretold.GAINS, count, names))
        else:
            self._rows.append(Foreseen(told, Foretold.KNOWN, 0, names))

    def _refuse(self, told: ImportedIncident, why: Said) -> None:
        text = said('"{title}": {why}', title=told.title, why=why)
        self._faults.append(Problem(told.file or self._batch.name, told.line, text))
        self._rows.append(Foreseen(told, Foretold.REFUSED, 0))

    def outcome(self) -> Taking:
        fates = Counter(row.fate for row in self._rows)
        return Taking(
            taken=fates[Foretold.TAKEN],
            known=fates[Foretold.KNOWN] + fates[Foretold.GAINS],
            refused=self._batch.refused + fates[Foretold.REFUSED],
            gained=sum(row.posts for row in self._rows if row.fate is Foretold.GAINS),
            reworded=self._reworded,
            unknown_components=dict(self._unknown),
            faults=tuple(self._faults),
            rows=tuple(self._rows),
        )


def _name(told: ImportedIncident) -> Hashable:
    """What two readings of one entry have in common."""
    if told.origin_id:
        return (told.source, told.origin_id)
    first = told.posts[0]
    return told.origin or (told.title, fingerprint(first.at, first.words))
