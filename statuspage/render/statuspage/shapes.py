"""Components, incidents and their updates in the shapes of Statuspage's API v2, in JSON types.

Counted over public pages; ours that strict readers do not know are told by those that they do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.vocabulary.site import Component, Site
from statuspage.domain.vocabulary.states import ComponentState, Status, worst
from statuspage.render.postmortem import told_text
from statuspage.render.unrecorded import BEYOND

_STATUSES = {Status.FALSE_ALARM: Status.RESOLVED, Status.CANCELLED: Status.COMPLETED}
_LENGTH = 12


@dataclass(frozen=True)
class Parts:
    """Every component there ever was, in the order of the page, and how each is now.

    `states` is None where that is not known, as no record holds what is measured. `changed` tells
    when what is said of a component last changed.
    """

    site: Site
    components: Sequence[Component]
    states: Mapping[str, ComponentState] | None
    changed: Mapping[str, datetime]

    @cached_property
    def page(self) -> str:
        return page_id(self.site)

    @cached_property
    def flat(self) -> list[dict[str, Any]]:
        """What is listed now: the components without a group, then each group with its own."""
        found = [self._known[one.id] for one in self._listed if one.group is None]
        for group, children in self._groups.items():
            found += [self._group(group, children), *(self._known[one.id] for one in children)]
        return found

    def of(self, incident: Incident) -> list[dict[str, Any]]:
        """The components that an incident ever spoke of, as far as they are still listed."""
        known = self._known
        return [known[component] for component, _ in incident.components if component in known]

    def full_name(self, change: Change) -> str:
        """The name of a component with that of its group before it."""
        group = self._group_names.get(change.component, "")
        return f"{group} - {change.name}" if group else change.name

    @cached_property
    def _group_names(self) -> Mapping[str, str]:
        return {one.id: one.group_name for one in self.components}

    @cached_property
    def _groups(self) -> Mapping[str, list[Component]]:
        found: dict[str, list[Component]] = defaultdict(list)
        for one in self._listed:
            if one.group is not None:
                found[one.group].append(one)
        return found

    @cached_property
    def _listed(self) -> Sequence[Component]:
        return [one for one in self.components if one.withdrawn_at is None]

    @cached_property
    def _known(self) -> Mapping[str, dict[str, Any]]:
        places: dict[str | None, int] = defaultdict(int)
        found = {}
        for one in self._listed:
            parent = None if one.group is None else self.group_id(one.group)
            places[parent] += 1
            found[one.id] = self._leaf(one, parent, places[parent])
        return found

    def _leaf(self, one: Component, parent: str | None, place: int) -> dict[str, Any]:
        states = self.states
        return {
            "id": one.id,
            "name": one.name,
            "status": BEYOND
            if states is None
            else states.get(one.id, ComponentState.OPERATIONAL).value,
            "created_at": stamp(one.added_at),
            "updated_at": stamp(self._changed(one)),
            "position": place,
            "description": one.description or None,
            "showcase": True,
            "start_date": one.incidents_since.isoformat() if one.incidents_since else None,
            "group_id": parent,
            "page_id": self.page,
            "group": False,
            "only_show_if_degraded": False,
        }

    def _changed(self, one: Component) -> datetime:
        return max(self.changed.get(one.id, one.added_at), one.added_at)

    def group_id(self, group: str) -> str:
        """Twelve signs that stay, and that no component has: both may bear one name in settings."""
        return _digest(f"{self.site.tag_host} group {group}")

    def _group(self, group: str, children: Sequence[Component]) -> dict[str, Any]:
        states = self.states
        loose = sum(one.group is None for one in self._listed)
        well = ComponentState.OPERATIONAL
        return {
            "id": self.group_id(group),
            "name": children[0].group_name,
            "status": BEYOND
            if states is None
            else worst(states.get(one.id, well) for one in children).value,
            "created_at": stamp(min(one.added_at for one in children)),
            "updated_at": stamp(max(self._changed(one) for one in children)),
            "position": loose + [*self._groups].index(group) + 1,
            "description": None,
            "showcase": False,
            "start_date": None,
            "group_id": None,
            "page_id": self.page,
            "group": True,
            "only_show_if_degraded": False,
            "components": [one.id for one in children],
        }


def incident(parts: Parts, found: Incident) -> dict[str, Any]:
    """What incidents and planned work have in common."""
    return {
        "id": found.key,
        "name": found.title,
        "status": status(found.status),
        "created_at": stamp(found.announced_at),
        "updated_at": stamp(found.updated_at),
        "monitoring_at": stamp_or_none(monitoring_at(found)),
        "resolved_at": stamp_or_none(found.resolved_at),
        "impact": found.impact.value,
        "shortlink": parts.site.address(found.path),
        "started_at": stamp(found.started_at),
        "page_id": parts.page,
        "incident_updates": [update(parts, found, one) for one in found.updates],
        "components": parts.of(found),
    }


def monitoring_at(found: Incident) -> datetime | None:
    """When it was first watched after the last time that it was reopened; None while it is not.

    One that went back to work on its cause is not watched, until it is again.
    """
    since: datetime | None = None
    for one in reversed(found.updates):
        if one.status is Status.MONITORING:
            since = since or one.at
        elif one.status.is_open:
            since = None
    return since


def update(parts: Parts, found: Incident, one: Update) -> dict[str, Any]:
    """One word of an incident."""
    return {
        "id": one.key,
        "status": status(one.status),
        "body": told_text(one, found, parts.site),
        "incident_id": found.key,
        "created_at": stamp(one.known_from),
        "updated_at": stamp(one.updated_at),
        "display_at": stamp(one.at),
        "affected_components": [
            {
                "code": change.component,
                "name": parts.full_name(change),
                "old_status": change.old.value,
                "new_status": change.new.value,
            }
            for change in one.changes
        ]
        or None,
        "deliver_notifications": not (
            one.is_page_only or one.is_imported or one.was_added_afterwards
        ),
        "custom_tweet": None,
        "tweet_id": None,
    }


def page_id(site: Site) -> str:
    """Twelve signs that stay, as ids there have."""
    return _digest(site.tag_host)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_LENGTH]


def status(found: Status) -> str:
    """A status as readers know it who throw on any other."""
    return _STATUSES.get(found, found).value


def stamp(instant: datetime) -> str:
    """With milliseconds, which some readers take for granted."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def stamp_or_none(instant: datetime | None) -> str | None:
    """The same of what may not have been."""
    return None if instant is None else stamp(instant)
