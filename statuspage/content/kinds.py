"""What the front matter of each kind of content may say."""

from __future__ import annotations

import operator
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    StrictInt,
    ValidationError,
)

from statuspage.config.faults import Fault, faults_of, hint
from statuspage.config.values import Day, Model, Positive
from statuspage.content.form_words import in_form
from statuspage.domain.incidents.incident import FIRST_STATUSES
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Kind, Status
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.domain.vocabulary.times import certain_instant
from statuspage.errors import message
from statuspage.said import Said, joined, said

_LONGEST_LINE = 300
_FOLDERS = {"incident": "incidents", "slas": "sla", "outcomes": "you-said-we-did"}
_EVIDENCE = (
    "/changelog/",
    "/incidents/",
    "/maintenance",
    "/reports/",
    "/sla/",
    "/you-said-we-did/",
)


def _line(text: str) -> str:
    line = one_line(text)
    if len(line) > _LONGEST_LINE:
        raise ValueError(
            said(
                "is {count} characters long; write at most {longest_line}",
                count=len(line),
                longest_line=_LONGEST_LINE,
            )
        )
    return line


def _filled(text: str) -> str:
    if not text:
        raise ValueError(said("is empty; write something there"))
    return text


def _moment(value: object) -> date:
    """A day, or a time of day with or without a zone."""
    text = value if isinstance(value, str) else ""
    try:
        moment = date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(said("must be a day such as 2026-11-20, or 2026-11-20 14:30")) from None
    if not 1970 <= moment.year < 3000:
        raise ValueError(said("is outside the years 1970 to 2999"))
    return moment


def _link(text: str) -> str:
    """An address, or a path of this site with or without the slash at its start."""
    if text.startswith(("https://", "http://")):
        return text
    folder, _, rest = text.lstrip("/").partition("/")
    path = f"/{_FOLDERS.get(folder, folder)}/{rest}".rstrip("/")
    if not path.startswith(_EVIDENCE):
        raise ValueError(
            said(
                "must be links such as changelog/2026-11-20-faster-search, incidents/ID, "
                "sla/ID or https://example.com/proof"
            )
        )
    return path


def _number_as_text(value: object) -> object:
    return str(value) if type(value) is int else value


def _with_states(value: object) -> object:
    """Components of a template may be a list, then no state is proposed."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return dict.fromkeys(value)
    return value


Moment = Annotated[date, PlainValidator(_moment)]
Line = Annotated[str, AfterValidator(_line)]
Words = Annotated[str, AfterValidator(clean_text), AfterValidator(str.strip)]


class FrontMatter(Model):
    """What every kind has; pages and agreements have no more."""

    title: Annotated[Line, AfterValidator(_filled)]
    date: Moment | None = None


class ChangeFront(FrontMatter):
    """changelog/: one change of the service, of a type of Keep a Changelog."""

    date: Moment
    type: Literal["added", "changed", "deprecated", "removed", "fixed", "security"]
    breaking: Annotated[bool, Field(exclude_if=operator.not_)] = False  # it may break what is built
    components: tuple[Line, ...] = ()
    feedback: tuple[Annotated[Line, BeforeValidator(_number_as_text)], ...] = ()


class OutcomeFront(FrontMatter):
    """outcomes/: what was said, and what became of it."""

    said: Annotated[Words, AfterValidator(_filled)]
    state: Literal["considering", "planned", "doing", "done", "declined"]
    heard: Annotated[StrictInt, Field(ge=0)] | None = None
    channel: Line = ""
    period: Annotated[Line, BeforeValidator(_number_as_text)] = ""
    did: Words = ""
    reason: Words = ""
    due: Day | None = None
    done: Day | None = None
    evidence: tuple[Annotated[str, AfterValidator(_link)], ...] = ()
    owner: Line = ""


class TemplateFront(FrontMatter):
    """templates/: words prepared for an incident or an update, with {{variables}} in the body."""

    kind: Literal["incident", "update"]
    status: Status | None = None
    components: Annotated[dict[str, ComponentState | None], BeforeValidator(_with_states)] = Field(
        default_factory=dict
    )
    next_update: Positive | None = None


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
