"""Which components here an entry of a history names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from statuspage.config.faults import hint
from statuspage.domain.incidents.imported import ImportedIncident
from statuspage.errors import InvalidInput
from statuspage.said import said
from statuspage.store import db
from statuspage.store.published import components

NOTHING: Mapping[str, str] = MappingProxyType({})


class Directory:
    """Components by id and by name; those listed now go before withdrawn ones."""

    def __init__(self, ours: Mapping[str, str] = NOTHING) -> None:
        """`ours` has some by what they are called elsewhere. Raises InvalidInput."""
        with db.snapshot():
            known = sorted(components.known(), key=lambda one: one.withdrawn_at is None)
        self._names = {one.id: one.name for one in known}
        self._by_name = {one.name.casefold(): one.id for one in known}
        self._elsewhere: dict[str, str] = {}
        for theirs, given in ours.items():
            self._elsewhere[theirs.casefold()] = self._needed(given)

    def find(self, given: str) -> tuple[str, str] | None:
        """Id and name of a component given by either."""
        found = self._elsewhere.get(given.casefold()) or self._own(given)
        return None if found is None else (found, self._names[found])

    def _own(self, given: str) -> str | None:
        return given if given in self._names else self._by_name.get(given.casefold())

    def _needed(self, given: str) -> str:
        found = self._own(given)
        if found is None:
            text = said(
                "There is no component '{component}'; {hint}",
                component=given,
                hint=hint(given, sorted(self._names)),
            )
            raise InvalidInput({"component": text})
        return found


@dataclass(frozen=True)
class Touched:
    """The components that an entry names and this page knows."""

    ids: dict[str, str]  # by what they are called there
    names: dict[str, str]  # by id


def touched_by(told: ImportedIncident, directory: Directory, unknown: Counter[str]) -> Touched:
    """The components it names; unknown ones are counted and left out."""
    stated = (name for post in told.posts for name in post.states or ())
    touched = Touched({}, {})
    for given in dict.fromkeys([*told.components, *stated]):
        found = directory.find(given)
        if found is None:
            unknown[given] += 1
        else:
            touched.ids[given], touched.names[found[0]] = found[0], found[1]
    return touched
