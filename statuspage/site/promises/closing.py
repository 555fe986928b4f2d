"""Resolved, not closed: incidents that are over while something promised after them is owed."""

from __future__ import annotations

from dataclasses import dataclass

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.library import Library
from statuspage.domain.promises.pledge import Pledge


@dataclass(frozen=True)
class NotClosed:
    """An incident that is over, and what is still owed, the promise that is due first at the top.

    A broken promise is owed until it is done or withdrawn.
    """

    incident: Incident
    owed: tuple[Pledge, ...]


def not_closed(library: Library) -> list[NotClosed]:
    """Those incidents, the one with the promise due first at the top. Call it in a snapshot."""
    owed: dict[str, list[Pledge]] = {}
    for pledge in (one for one in library.pledges.owed() if one.incident):
        owed.setdefault(pledge.incident, []).append(pledge)
    found = library.incidents.by_keys(owed)
    return [
        NotClosed(found[key], tuple(given)) for key, given in owed.items() if not found[key].is_open
    ]
