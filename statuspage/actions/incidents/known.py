"""Which incident here an entry of a history is, and what of it is not here yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from statuspage.domain.incidents import identity
from statuspage.domain.incidents.imported import ImportedIncident, Novelty, news
from statuspage.domain.incidents.incident import Incident
from statuspage.errors import Conflict
from statuspage.said import Said
from statuspage.store.incidents import incidents, origins
from statuspage.store.settings import site


@dataclass(frozen=True)
class Known:
    """The incident here, or None for a new entry, and the posts it would gain."""

    incident: Incident | None
    news: Novelty


def look_up(told: ImportedIncident, batch: Collection[tuple[str, str]]) -> Known:
    """Find an entry here; `batch` has the (source, id) of all that are told with it.

    Raises Conflict where its id, its address and its words contradict each other.
    """
    incident = _found(told, batch)
    if incident is None:
        return Known(None, Novelty(tuple(range(len(told.posts))), 0))
    return Known(incident, news(told, incident))


def _found(told: ImportedIncident, batch: Collection[tuple[str, str]]) -> Incident | None:
    own = incidents.by_keys([told.origin_id]) if _is_of_this_page(told) else {}
    if own:
        return own[told.origin_id]
    if not (told.origin or told.origin_id):
        first = told.posts[0]
        key = origins.beginning(told.title, first.at, first.body)
        return None if key is None else incidents.by_key(key)
    here = origins.like(identity.addresses(told.origin), told.origin_id)
    claim = identity.claim(told, here, batch)
    if isinstance(claim, Said):
        raise Conflict(claim)
    if claim is None:
        return None
    incident = incidents.by_key(claim.key)
    if identity.is_one(told, incident):
        return incident
    if claim.fault is not None:
        raise Conflict(claim.fault)
    return None


def _is_of_this_page(told: ImportedIncident) -> bool:
    """Whether it is one that this page itself gave away."""
    return bool(told.origin_id) and told.origin == f"{site().url}/incidents/{told.origin_id}"
