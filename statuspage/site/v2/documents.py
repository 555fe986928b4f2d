"""The documents of Statuspage's public API v2, each with every key, for clients that exist.

What checks measure is in no record: made of the record alone, a document says so in its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.errors import NotKnown
from statuspage.render.statuspage import shapes
from statuspage.render.statuspage.shapes import Parts, stamp, stamp_or_none
from statuspage.render.unrecorded import BEYOND
from statuspage.said import Said, said
from statuspage.site.measured import whole
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.promises.periods import JSON
from statuspage.site.rendering import as_is

BASE = "/api/v2"
_LISTED = 50


@dataclass(frozen=True)
class _Told:
    """What a document is made of; each part is asked for once, and only where it is needed."""

    context: Context

    @cached_property
    def going_on(self) -> Sequence[Incident]:
        return self.context.library.incidents.open_ones()

    @cached_property
    def incidents(self) -> Sequence[Incident]:
        return self.context.library.incidents.newest(_LISTED, Kind.INCIDENT)

    @cached_property
    def maintenances(self) -> Sequence[Incident]:
        return self.context.library.incidents.newest(_LISTED, Kind.MAINTENANCE)

    @cached_property
    def parts(self) -> Parts:
        context = self.context
        try:
            listed = context.library.components.listed()
            states = whole.states(context, listed, self.going_on)
        except NotKnown:
            return whole.parts(context, None)
        return whole.parts(context, states)

    @cached_property
    def changed(self) -> datetime:
        """When anything that is told last changed."""
        parts = self.parts
        every = (*self.going_on, *self.incidents, *self.maintenances)
        told = [one.updated_at for one in every]
        told += [one.withdrawn_at or one.added_at for one in parts.components]
        told += parts.changed.values()
        return max(told, default=self.context.now)


def _page(told: _Told) -> dict[str, Any]:
    site = told.context.site
    return {
        "id": told.parts.page,
        "name": site.name,
        "url": site.url,
        "time_zone": site.timezone,
        "updated_at": stamp(told.changed),
    }


def _status(told: _Told) -> Mapping[str, Any]:
    if told.parts.states is None:
        return BEYOND
    found = whole.headline_of(told.parts, told.going_on)
    return {"indicator": found.indicator.value, "description": found.description}


def _components(told: _Told) -> list[dict[str, Any]]:
    return told.parts.flat


def _incidents(told: _Told, chosen: Iterable[Incident]) -> list[dict[str, Any]]:
    return [{**shapes.incident(told.parts, one), "reminder_intervals": None} for one in chosen]


def _maintenances(told: _Told, chosen: Iterable[Incident]) -> list[dict[str, Any]]:
    return [
        {
            **shapes.incident(told.parts, one),
            "scheduled_for": stamp_or_none(one.scheduled_for),
            "scheduled_until": stamp_or_none(one.scheduled_until),
        }
        for one in chosen
    ]


def _newest(told: _Told) -> list[dict[str, Any]]:
    return _incidents(told, told.incidents)


def _unresolved(told: _Told) -> list[dict[str, Any]]:
    return _incidents(told, (one for one in told.going_on if one.kind is Kind.INCIDENT))


def _planned(told: _Told) -> list[dict[str, Any]]:
    return _maintenances(told, sorted(told.maintenances, key=_begins, reverse=True))


def _coming(told: _Told) -> list[dict[str, Any]]:
    return _maintenances(told, _open_work(told, lambda one: one.status is Status.SCHEDULED))


def _begun(told: _Told) -> list[dict[str, Any]]:
    return _maintenances(told, _open_work(told, lambda one: one.is_active))


def _not_over(told: _Told) -> list[dict[str, Any]]:
    return _maintenances(told, _open_work(told, lambda one: one.is_open))


def _open_work(told: _Told, is_chosen: Callable[[Incident], bool]) -> list[Incident]:
    """Planned work that is not over, the next one first."""
    found = [one for one in told.going_on if one.kind is Kind.MAINTENANCE and is_chosen(one)]
    return sorted(found, key=_begins)


def _begins(one: Incident) -> datetime:
    return one.scheduled_for or one.started_at


_Part = Callable[[_Told], Any]


@dataclass(frozen=True)
class V2Document:
    """An address below /api/v2, what it has beside `page`, and what that is in words."""

    name: str
    parts: Mapping[str, _Part]
    summary: Said

    @property
    def page(self) -> PublicPage:
        return PublicPage(f"{BASE}/{self.name}.json", self.read, as_is, JSON)

    def read(self, context: Context) -> Facts:
        told = _Told(context)
        found = {"page": _page(told)} | {name: make(told) for name, make in self.parts.items()}
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return Facts({"body": f"{text}\n".encode()}, told.changed)


DOCUMENTS = (
    V2Document(
        "summary",
        {
            "components": _components,
            "incidents": _unresolved,
            "scheduled_maintenances": _not_over,
            "status": _status,
        },
        said("How everything is now: the whole, each component, what is open and what is planned."),
    ),
    V2Document("status", {"status": _status}, said("How the whole is now, in one word and a few.")),
    V2Document(
        "components",
        {"components": _components},
        said("Every component and every group, in one list."),
    ),
    V2Document(
        "incidents", {"incidents": _newest}, said("The 50 newest incidents, with every word.")
    ),
    V2Document(
        "incidents/unresolved", {"incidents": _unresolved}, said("Every incident that is open.")
    ),
    V2Document(
        "scheduled-maintenances",
        {"scheduled_maintenances": _planned},
        said("The 50 newest of all planned work."),
    ),
    V2Document(
        "scheduled-maintenances/upcoming",
        {"scheduled_maintenances": _coming},
        said("Planned work that is to come, the next one first."),
    ),
    V2Document(
        "scheduled-maintenances/active",
        {"scheduled_maintenances": _begun},
        said("Planned work that goes on."),
    ),
)
PAGES = tuple(one.page for one in DOCUMENTS)
