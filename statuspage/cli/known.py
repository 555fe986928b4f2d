"""Names and ids that a command was given: one that is wrong is told with those that there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Kind
from statuspage.errors import NotFound
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.incidents import incidents

_MOST = 10
_OTHERS = 200  # of what is over: a mistyped id is looked for among them too


@contextmanager
def offering(name: str, known: Callable[[], Iterable[str]]) -> Iterator[None]:
    """Where something of this name is not found, say which is meant, or what there is."""
    try:
        yield
    except NotFound as error:
        with db.snapshot():
            names = list(known())
        raise NotFound(offered(error.said, name, names)) from error


def offered(told: Said, name: str, names: list[str]) -> Said:
    """What was not found, with the nearest name, or with those that there are."""
    if nearest := get_close_matches(name, names, n=1):
        return said("{told} Did you mean '{nearest}'?", told=told, nearest=nearest[0])
    if not names:
        return said("{told} There is none yet.", told=told)
    if len(names) > _MOST:
        return said("{told} Some of them: {names}.", told=told, names=names[:_MOST])
    return said("{told} There are: {names}.", told=told, names=names)


def found_incident(key: str, kind: Kind = Kind.INCIDENT) -> Incident:
    """The entry with this id, of whatever kind. Raises NotFound, which names those of `kind`."""
    with db.snapshot():
        try:
            return incidents.by_key(key)
        except NotFound as error:
            told = (
                error.said
                if kind is Kind.INCIDENT
                else said("There is no maintenance '{key}'.", key=key)
            )
            raise NotFound(_with_ids(told, key, kind)) from error


def _with_ids(told: Said, key: str, kind: Kind) -> Said:
    newest = [one.key for one in incidents.newest(_OTHERS)]
    if nearest := get_close_matches(key, newest, n=1):
        return said("{told} Did you mean '{nearest}'?", told=told, nearest=nearest[0])
    standing = [one for one in incidents.open_ones() if one.kind is kind][:_MOST]
    if standing:
        ids = [said("{key} ({title})", key=one.key, title=one.title) for one in standing]
        return said("{told} Not over yet: {ids}.", told=told, ids=ids)
    if kind is Kind.INCIDENT:
        return said("{told} None is open; `incident list --all` names the others.", told=told)
    return said("{told} None is planned; `maintenance list --all` names the others.", told=told)
