"""Promises of OpenSLO v1 as tables of config.toml: what fits is taken, the rest refused by line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from statuspage.config import Calendar, Sla
from statuspage.config.faults import Path, faults_of
from statuspage.domain.promises.openslo import CALENDAR, ID, LIMITS, keys_of
from statuspage.errors import Problem
from statuspage.figures.indicators import INDICATORS
from statuspage.imports.openslo import parts
from statuspage.imports.openslo.documents import Document, documents
from statuspage.imports.openslo.parts import Unfit
from statuspage.said import Said, said

_TAKEN_WITH = ("SLI", "Service", "DataSource")
_ALERTS = ("AlertPolicy", "AlertCondition", "AlertNotificationTarget")
_NAME: Path = ("metadata", "name")
_PLACES: Mapping[str | int, Path] = {
    "target": ("spec", "objectives", 0),
    "timezone": ("spec", "timeWindow", 0, "calendar", "timeZone"),
}
"""Where what a key holds came from; the others from annotations, or the name."""

_UNSLICED = ("availability",)  # its seconds count one by one


@dataclass(frozen=True)
class ReadPromise:
    """A promise that was read, as it would stand in config.toml."""

    sla: Sla
    calendar: Calendar | None
    line: int  # where it stands


@dataclass(frozen=True)
class ReadPromises:
    """What a file held; `refused` counts promises, of which each may have several faults."""

    promises: tuple[ReadPromise, ...]
    faults: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    refused: int


def read(text: str, name: str, components: Collection[str], timezone: str) -> ReadPromises:
    """Read a file for a site with these components, in this zone."""
    found, faults = documents(text, name)
    reader = _Reader(name, components, timezone, _indicators(found), faults=faults)
    reader.refused = len(faults)  # what is not YAML holds one promise at least
    for document in found:
        reader.take(document)
    faults, notes = sorted(reader.faults), sorted(reader.notes)
    return ReadPromises(tuple(reader.promises), tuple(faults), tuple(notes), reader.refused)


def _indicators(found: Sequence[Document]) -> Mapping[str, Any]:
    """The SLIs of a file, by the names that SLOs call them by."""
    return {
        str(one.at("metadata", "name")): one.at("spec") for one in found if one.at("kind") == "SLI"
    }


@dataclass
class _Reader:
    """Takes documents one by one."""

    name: str
    components: Collection[str]
    timezone: str
    indicators: Mapping[str, Any]
    promises: list[ReadPromise] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    refused: int = 0

    def take(self, document: Document) -> None:
        """Take a document, or note why not."""
        kind = document.at("kind")
        if document.value is None or kind in _TAKEN_WITH:
            return None
        if kind in _ALERTS:
            text = said(
                "{kind} is left out: here [[hooks]] and subscriptions tell people", kind=kind
            )
            return self._note(document, text, "kind")
        faults = [*self._faults(document)]
        if faults:
            self.refused += 1
            self.faults += faults
        return None

    def _faults(self, slo: Document) -> Sequence[Problem]:
        """Take a promise; returns what is wrong with it, and then it is not taken."""
        found: list[Problem] = []

        def part(make: Callable[[], Any]) -> Any:
            try:
                return make()
            except Unfit as unfit:
                found.append(Problem(self.name, slo.line(*unfit.path), unfit.text))
                return None

        part(lambda: parts.require_slo(slo))
        if found:
            return found
        ours = keys_of(slo.at("metadata", "annotations"))
        calendar = ours.pop(CALENDAR, None)
        table = {
            "id": ours.pop(ID, None) or part(lambda: parts.name_of(slo)),
            "title": parts.title_of(slo),
            "target": part(lambda: parts.target_of(slo)),
            "window": part(lambda: parts.window_of(slo)),
            **(part(lambda: self._counted(slo, ours)) or {}),
        }
        if found:
            return found
        zone = slo.at("spec", "timeWindow", 0, "calendar", "timeZone")
        if zone not in (None, self.timezone):
            table.setdefault("timezone", zone)
        return self._checked(slo, table, calendar)

    def _counted(self, slo: Document, ours: Mapping[str, Any]) -> dict[str, Any]:
        """What is counted: what our annotations say, else good and total events."""
        indicator = ours.get("indicator")
        told = dict(ours)
        if indicator is None:
            parts.require_events(slo, self.indicators)
            told = {"indicator": "ratio", **self._about(slo)}
        if indicator in LIMITS:
            told = {**parts.limit_of(slo, str(indicator)), **told}
        if indicator not in _UNSLICED and "slice" not in told:
            told = {**parts.slice_of(slo), **told}
        return told

    def _about(self, slo: Document) -> dict[str, Any]:
        """The component that its service is, where there is one of that name."""
        service = slo.at("spec", "service")
        if service in self.components:
            return {"components": [service]}
        if service:
            text = said(
                'the service "{name}" is no component here, so the promise names none',
                name=str(service)[:80],
            )
            self._note(slo, text, "spec", "service")
        return {}

    def _checked(self, slo: Document, table: Mapping[str, Any], hours: Any) -> Sequence[Problem]:
        line = slo.line(*_NAME)
        try:
            sla = Sla.model_validate(table, context=INDICATORS)
            calendar = None if hours is None else Calendar.model_validate(hours)
        except ValidationError as error:
            return [
                Problem(self.name, slo.line(*_PLACES.get(fault.path[0], _NAME)), fault.text)
                for fault in faults_of(error, Sla)
            ]
        if any(one.sla.id == sla.id for one in self.promises):
            text = said('"{name}" is there twice; give one of them another name', name=sla.id)
            return [Problem(self.name, line, text)]
        if sla.id != slo.at("metadata", "name"):
            text = said('it becomes "{name}" in addresses', name=sla.id)
            self.notes.append(Problem(self.name, line, text))
        self.promises.append(ReadPromise(sla, calendar, line))
        return []

    def _note(self, document: Document, text: Said, *path: str | int) -> None:
        self.notes.append(Problem(self.name, document.line(*path), text))
