"""Which front matter each kind of content has, and what of it must fit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from statuspage.config.faults import Fault, faults_of, hint
from statuspage.content.form_words import in_form
from statuspage.content.fronts import ChangeFront, FrontMatter, OutcomeFront, TemplateFront
from statuspage.domain.incidents.incident import FIRST_STATUSES
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.domain.vocabulary.text import one_line
from statuspage.domain.vocabulary.times import certain_instant
from statuspage.errors import message
from statuspage.said import Said, joined, said

MODELS: dict[EntryKind, type[FrontMatter]] = {
    EntryKind.CHANGELOG: ChangeFront,
    EntryKind.OUTCOME: OutcomeFront,
    EntryKind.PAGE: FrontMatter,
    EntryKind.AGREEMENT: FrontMatter,
    EntryKind.TEMPLATE: TemplateFront,
}


def stands_at(values: FrontMatter, zone: ZoneInfo) -> datetime | None:
    """When it stands: its date, a day being its first moment in the site's zone; in UTC."""
    moment: date | None = values.date
    if moment is None and isinstance(values, OutcomeFront):
        moment = values.done
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    local = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return local.astimezone(UTC).replace(microsecond=0)


def moment_faults(values: FrontMatter, zone: ZoneInfo, now: datetime) -> Iterator[Fault]:
    """A time that clocks never show or show twice; and one to come, as all is published at once."""
    if isinstance(values.date, datetime):
        try:
            certain_instant(values.date.isoformat(" "), zone)
        except ValueError as error:
            yield Fault(("date",), message(error))
            return
    at = stands_at(values, zone)
    if at is not None and at > now:
        key = "done" if values.date is None else "date"
        yield Fault(
            (key,),
            said('"{key}" is in the future; write the day on which it is published', key=key),
        )


def details(values: FrontMatter) -> dict[str, Any]:
    """Its keys beside title and date, defaults filled in, in JSON types."""
    return values.model_dump(mode="json", exclude={"title", "date"})


def check_front(
    kind: EntryKind,
    front: Mapping[str, Any],
    faults: dict[str, Said],
    *,
    zone: ZoneInfo,
    components: Collection[str],
    answers: Collection[str],
    now: datetime,
) -> tuple[datetime | None, dict[str, Any]]:
    """Front matter from a form: when it stands and its details; faults are added by key."""
    found = list(cross_faults(kind, front, components, answers))
    values: FrontMatter | None = None
    try:
        values = MODELS[kind].model_validate(front)
        found += moment_faults(values, zone, now)
    except ValidationError as error:
        found += faults_of(error, MODELS[kind])
    told: dict[str, list[Said]] = {}
    for fault in found:
        told.setdefault(str(fault.path[0]) if fault.path else "title", []).append(in_form(fault))
    for key, texts in told.items():
        faults.setdefault(key, joined(texts, " "))
    return (stands_at(values, zone), details(values)) if values else (None, {})


def cross_faults(
    kind: EntryKind,
    values: Mapping[str, Any],
    components: Collection[str],
    answers: Collection[str],
) -> Iterator[Fault]:
    """Keys that must fit one another, components that must exist in the settings, and answers
    (outcomes, by their names) that must exist anywhere."""
    if kind is EntryKind.OUTCOME and values.get("state") == "declined":
        yield from _reason_faults(values.get("reason"))
    if kind is EntryKind.TEMPLATE:
        yield from _status_faults(values)
    if kind in (EntryKind.CHANGELOG, EntryKind.TEMPLATE):
        yield from _component_faults(values, components)
    if kind is EntryKind.CHANGELOG:
        yield from _answer_faults(values.get("feedback"), answers)


def _reason_faults(reason: object) -> Iterator[Fault]:
    if reason is None or (isinstance(reason, str) and not reason.strip()):
        yield Fault(("reason",), said('"reason" is missing; say why this was declined'))


def _status_faults(values: Mapping[str, Any]) -> Iterator[Fault]:
    first = sorted(FIRST_STATUSES[Kind.INCIDENT])
    status = values.get("status")
    if values.get("kind") == "incident" and status in list(Status) and status not in first:
        text = said(
            '"status" is "{status}", and no incident begins like that; write one of {first}',
            status=status,
            first=first,
        )
        yield Fault(("status",), text)
    elif status == Status.POSTMORTEM:
        text = said('"status" cannot be "postmortem": that has its own form in the desk')
        yield Fault(("status",), text)


def _component_faults(values: Mapping[str, Any], known: Collection[str]) -> Iterator[Fault]:
    named = values.get("components")
    pairs = list(enumerate(named)) if isinstance(named, list) else []
    if isinstance(named, dict):
        pairs = [(name, name) for name in named]
    for place, name in pairs:
        if isinstance(name, str) and name not in known:
            text = said(
                '"components" names "{name}", which is not in config.toml; {hint}',
                name=name[:80],
                hint=hint(name, known),
            )
            yield Fault(("components", place), text)


def _answer_faults(named: object, known: Collection[str]) -> Iterator[Fault]:
    for place, name in enumerate(named if isinstance(named, list | tuple) else ()):
        slug = one_line(str(name))
        if isinstance(name, str | int) and slug not in known:
            text = said(
                'there is no answer "{slug}"; {hint}', slug=slug[:80], hint=hint(slug, known)
            )
            yield Fault(("feedback", place), text)
