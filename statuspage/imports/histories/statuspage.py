"""Atlassian Statuspage: the public API v2, and what the manage API (api.statuspage.io/v1) prints.

Source: the page /api of public status pages, and developer.statuspage.io: both give incidents with
their `incident_updates`; the manage API adds impact_override, backfilled and postmortem_body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.domain.incidents.imported import UNSTATED, Batch, Window
from statuspage.domain.vocabulary.states import ComponentState, Impact
from statuspage.errors import InvalidInput, SourceError
from statuspage.imports.entry import Gathering, RawEntry
from statuspage.imports.histories.fields import TheirFields
from statuspage.imports.histories.given import Given
from statuspage.imports.histories.papers import Paper, papers
from statuspage.imports.histories.statuspage_site import OldPage, documents
from statuspage.imports.histories.words import from_text
from statuspage.imports.posts import RawPost
from statuspage.said import counted, said

_HOLDING = ("incidents", "scheduled_maintenances", "incident", "scheduled_maintenance", "data")
_STATES = {str(one): one for one in ComponentState}
_AT_ONCE = timedelta(minutes=1)  # what is changed later than that was edited
_PLANNED = frozenset({"scheduled", "in_progress", "verifying", "completed"})


def read(given: Given) -> Batch:
    """Read a page by its address, or a file or folder of saved JSON."""
    gathering = Gathering(given.place, given.now)
    is_page = given.place.lower().startswith(("http://", "https://")) and not (
        given.place.partition("?")[0].endswith(".json")
    )
    if is_page:
        site = OldPage(given.place, given.progress)
        found = list(documents(site))
        for text in site.notes:
            gathering.note(given.place, 0, text)
    else:
        found = list(papers(given.place, ".json", ".jsonl"))
    history = _History(given.zone_or(given.zone))
    for paper in found:
        history.add(paper)
    if not (history.incidents or history.is_one):
        raise SourceError(
            said(
                "{name} holds no incidents of Statuspage; name a page, or JSON saved from its "
                "incidents.json or from the manage API.",
                name=given.place,
            )
        )
    history.put(gathering)
    return gathering.batch()


@dataclass
class _History:
    """All documents together: components, groups, and each incident in its fullest form."""

    zone: ZoneInfo
    address: str = ""
    is_one: bool = False  # a list of incidents was there, if an empty one
    names: dict[str, str] = field(default_factory=dict)  # of components, by id
    groups: dict[str, str] = field(default_factory=dict)
    within: dict[str, str] = field(default_factory=dict)  # the group of a component, by ids
    incidents: dict[str, tuple[Paper, Mapping[str, Any]]] = field(default_factory=dict)

    def add(self, paper: Paper) -> None:
        """Take what one document holds."""
        value = paper.json()
        for page in _objects(value, "page"):
            self.address = self.address or TheirFields(page, self.zone).text("url").rstrip("/")
        for one in _components(value):
            self._know(one)
        for incident in _incidents(value):
            self.is_one = True
            key = str(incident.get("id") or f"{paper.name}/{len(self.incidents)}")
            known = self.incidents.get(key)
            if known is None or _size(incident) > _size(known[1]):
                self.incidents[key] = (paper, incident)
            for one in incident.get("components") or ():
                if isinstance(one, Mapping):
                    self._know(one)
        self.is_one = self.is_one or any(
            isinstance(one, Mapping) and set(one) & set(_HOLDING)
            for one in (value if isinstance(value, list) else [value])
        )

    def _know(self, one: Mapping[str, Any]) -> None:
        key, name = str(one.get("id") or ""), str(one.get("name") or "").strip()
        if not key or not name:
            return
        if one.get("group") or ("group_id" not in one and isinstance(one.get("components"), list)):
            self.groups[key] = name
            self.within |= {
                str(child): key for child in one.get("components") or () if isinstance(child, str)
            }
            return
        self.names[key] = name
        if one.get("group_id"):
            self.within[key] = str(one["group_id"])

    def name_of(self, key: str, otherwise: str) -> str:
        """What a component is called: with its group where several have its name."""
        name = self.names.get(key)
        if name is None:
            return self._bare(otherwise)
        group = self.groups.get(self.within.get(key, ""))
        is_alone = sum(one == name for one in self.names.values()) == 1
        return name if is_alone or not group else f"{group} - {name}"

    def _bare(self, given: str) -> str:
        """ "Group - Child" without its group, where only that is known as a component."""
        return next(
            (
                given[len(group) + 3 :]
                for group in self.groups.values()
                if given.startswith(f"{group} - ")
            ),
            given,
        )

    def put(self, gathering: Gathering) -> None:
        """Hand over every incident."""
        told: Counter[str] = Counter()
        for paper, incident in self.incidents.values():
            facts = TheirFields(incident, self.zone)
            told["edited"] += sum(_is_edited(one) for one in facts.several("incident_updates"))
            told["afterwards"] += facts.flag("backfilled")
            line = paper.line_of(facts.text("id"))
            gathering.take(line, partial(self._entry, facts), paper.name)
        if told["edited"]:
            gathering.note(
                gathering.name,
                0,
                counted(
                    "{count} update was edited there after it was published; taken as it reads "
                    "now.",
                    "{count} updates were edited there after they were published; taken as they "
                    "read now.",
                    told["edited"],
                ),
            )
        if told["afterwards"]:
            gathering.note(
                gathering.name,
                0,
                counted(
                    "{count} entry was added there afterwards; taken at the times that it states.",
                    "{count} entries were added there afterwards; taken at the times that they "
                    "state.",
                    told["afterwards"],
                ),
            )

    def _entry(self, facts: TheirFields) -> RawEntry:
        key = facts.text("id")
        is_planned = bool(facts.text("scheduled_for")) or facts.text("status") in _PLANNED
        address = f"{self.address}/incidents/{key}" if self.address and key else ""
        posts = [self._post(one, address) for one in facts.several("incident_updates")]
        postmortem = _postmortem(facts)
        if postmortem is not None and all(one.status != "postmortem" for one in posts):
            posts.append(postmortem)
        impact = facts.text("impact_override", "impact") or "none"
        stated = Window(facts.at("scheduled_for"), facts.at("scheduled_until"))
        return RawEntry(
            origin=address,
            origin_id=key,
            title=facts.text("name"),
            impact=Impact.MAINTENANCE if is_planned else _impact(impact),
            components=[
                self.name_of(one.text("id"), one.text("name"))
                for one in facts.several("components")
            ],
            posts=posts,
            window=stated if is_planned else UNSTATED,
            ended_at=facts.at("resolved_at"),
            is_newest_first=True,
        )

    def _post(self, facts: TheirFields, address: str) -> RawPost:
        states = {
            self.name_of(one.text("code", "id"), one.text("name")): _STATES[one.text("new_status")]
            for one in facts.several("affected_components")
            if one.text("new_status") in _STATES
        }
        return RawPost(
            facts.text("status"),
            from_text(facts.text("body"), address),
            facts.at("display_at", "created_at") or facts.needed("created_at"),
            states or None,
        )


def _postmortem(facts: TheirFields) -> RawPost | None:
    """That of the manage API, where it was published. It is Markdown."""
    at = facts.at("postmortem_published_at")
    if at is None and facts.text("status") == "postmortem":
        at = facts.at("postmortem_body_last_updated_at", "updated_at")
    body = facts.text("postmortem_body")
    return RawPost("postmortem", body, at) if body and at else None


def _impact(text: str) -> Impact:
    try:
        return Impact(text)
    except ValueError:
        fault = said("It must be one of: none, minor, major, critical, maintenance.")
        raise InvalidInput({"impact": fault}) from None


def _is_edited(update: TheirFields) -> bool:
    try:
        created, changed = update.at("created_at"), update.at("updated_at")
    except InvalidInput:
        return False
    return created is not None and changed is not None and changed - created > _AT_ONCE


def _size(incident: Mapping[str, Any]) -> int:
    return len(incident.get("incident_updates") or ())


def _objects(value: Any, name: str) -> Iterator[Mapping[str, Any]]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping) and isinstance(one.get(name), Mapping):
            yield one[name]


def _incidents(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _incidents(one)
    elif isinstance(value, Mapping):
        if "incident_updates" in value:
            yield value
        else:
            for name in _HOLDING:
                yield from _incidents(value.get(name))


def _components(value: Any) -> Iterator[Mapping[str, Any]]:
    """Components and their groups, from lists of them or documents that hold such lists."""
    if isinstance(value, list):
        for one in value:
            yield from _components(one)
    elif isinstance(value, Mapping) and "incident_updates" not in value:
        if "name" in value and ("group_id" in value or "components" in value):
            yield value
        for name in ("components", "component_groups", "groups"):
            if isinstance(value.get(name), list):
                yield from _components([one for one in value[name] if isinstance(one, Mapping)])
