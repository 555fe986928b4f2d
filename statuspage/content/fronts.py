"""The front matter of each kind of content, key by key."""

from __future__ import annotations

import operator
from datetime import UTC, date, datetime
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, StrictInt

from statuspage.config.kinds.values import Credit, Day, Days, Duration, Id, Model, Positive
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.domain.vocabulary.window import parse_period
from statuspage.errors import InvalidInput
from statuspage.said import said

_LONGEST_LINE = 300
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)  # a name is one of a period at any time
_FOLDERS = {"incident": "incidents", "slas": "sla", "outcomes": "you-said-we-did"}
_EVIDENCE = (
    "/changelog/",
    "/incidents/",
    "/maintenance",
    "/notices/",
    "/pages/",
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


def _period(text: str) -> str:
    try:
        parse_period(text, ZoneInfo("UTC"), _ANY_TIME)
    except InvalidInput as error:
        raise ValueError(error.faults["period"]) from None
    return text


def _link_or_none(text: str) -> str:
    return _link(text) if text else ""


def _number_as_text(value: object) -> object:
    return str(value) if type(value) is int else value


def _version(value: object) -> object:
    """YAML reads 1.10 as the number 1.1, so a number with a point must be quoted."""
    if isinstance(value, float):
        raise ValueError(said('must stand in quotes, such as "1.10"'))
    return _number_as_text(value)


def _with_states(value: object) -> object:
    """Components of a template may be a list, then no state is proposed."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return dict.fromkeys(value)
    return value


Moment = Annotated[date, PlainValidator(_moment)]
Period = Annotated[str, AfterValidator(_period)]
Severity = Literal["critical", "major", "minor", "none"]
Because = Literal["cost", "scope", "conflict", "privacy", "exists", "few", "other"]
Line = Annotated[str, AfterValidator(_line)]
Words = Annotated[str, AfterValidator(clean_text), AfterValidator(str.strip)]


Unless = Field(exclude_if=operator.not_)
"""A later key: where it says nothing it is left out, so that what stands in a record stays."""


class FrontMatter(Model):
    """What every kind has; pages have no more."""

    INSTANTS: ClassVar[tuple[str, ...]] = ()  # moments that are kept as instants in UTC

    title: Annotated[Line, AfterValidator(_filled)]
    date: Moment | None = None


class SeverityFront(Model):
    """What an impact means, and the times that are promised for it."""

    means: Annotated[Line, AfterValidator(_filled)]
    first_notice: Annotated[Positive | None, Unless] = None
    updates: Annotated[Positive | None, Unless] = None
    root_cause: Annotated[Positive | None, Unless] = None


class EscalationFront(Model):
    """Who takes over after how long."""

    after: Duration
    who: Annotated[Line, AfterValidator(_filled)]


class PageFront(FrontMatter):
    """pages/: a free page; what we do when things break has severities and escalation, too."""

    severities: Annotated[dict[Severity, SeverityFront], Unless] = Field(default_factory=dict)
    escalation: Annotated[tuple[EscalationFront, ...], Unless] = ()


class ChangeFront(FrontMatter):
    """changelog/: one change of the service, of a type of Keep a Changelog."""

    date: Moment
    type: Literal["added", "changed", "deprecated", "removed", "fixed", "security"]
    breaking: Annotated[bool, Unless] = False  # it may break what is built
    version: Annotated[Line, BeforeValidator(_version), Unless] = ""
    components: tuple[Line, ...] = ()
    feedback: tuple[Annotated[Line, BeforeValidator(_number_as_text)], ...] = ()


class Measure(Model):
    """A figure that shows whether what was done helped: a period before it, and one after."""

    sla: Id
    before: Period
    after: Period


class OutcomeFront(FrontMatter):
    """outcomes/: what was said, and what became of it."""

    INSTANTS = ("asked", "answer_by", "answered")

    said: Annotated[Words, AfterValidator(_filled)]
    state: Literal["asked", "considering", "planned", "doing", "done", "unchanged", "declined"]
    heard: Annotated[StrictInt, Field(ge=0)] | None = None
    channel: Line = ""
    period: Annotated[Line, BeforeValidator(_number_as_text)] = ""
    did: Words = ""
    reason: Words = ""
    due: Day | None = None
    done: Day | None = None
    evidence: tuple[Annotated[str, AfterValidator(_link)], ...] = ()
    owner: Line = ""
    components: Annotated[tuple[Line, ...], Unless] = ()
    tags: Annotated[tuple[Annotated[Line, AfterValidator(_filled)], ...], Unless] = ()
    quotes: Annotated[tuple[Annotated[Words, AfterValidator(_filled)], ...], Unless] = ()
    because: Annotated[Because | None, Unless] = None  # why it was declined, in one word
    same_as: Annotated[Line, Unless] = ""  # the outcome that this one was merged into
    measure: Annotated[Measure | None, Unless] = None
    asked: Annotated[Moment | None, Unless] = None  # when it was said first
    answered: Annotated[Moment | None, Unless] = None  # when it was first told what becomes of it
    answer_within: Annotated[Positive | None, Unless] = None
    answer_calendar: Annotated[Line, Unless] = ""  # whose days those are
    answer_by: Annotated[Moment | None, Unless] = None
    late: Annotated[bool, Unless] = False  # nobody answered in time
    reviewed: Annotated[Day | None, Unless] = None  # somebody looked: it is still so


class NoticeFront(FrontMatter):
    """notices/: what changes on a named day; `date` is when it was announced."""

    date: Moment
    kind: Literal["price", "policy", "terms", "deprecation", "security"]
    effective: Day
    removed: Day | None = None  # from which on what was deprecated is there no more
    reason: Annotated[Words, AfterValidator(_filled)]
    breaking: Annotated[bool, Field(exclude_if=operator.not_)] = False
    components: tuple[Line, ...] = ()
    audience: Line = ""  # whom it concerns
    value: Line = ""  # that it follows, in a line
    follows: Annotated[str, AfterValidator(_link_or_none)] = ""  # where that is written
    alternative: Annotated[str, AfterValidator(_link_or_none)] = ""  # what to use instead
    notice_period: Days | None = None  # that was promised
    operations: tuple[Line, ...] = ()  # paths of an API that it deprecates
    cancelled: Words = ""  # why it does not come after all


class BudgetRule(Model):
    """A rule of an error-budget policy: what is promised once so much of a budget is spent."""

    spent: Credit  # a share of the budget
    promise: Annotated[Line, AfterValidator(_filled)]
    owner: Annotated[Line, AfterValidator(_filled)]
    within: Positive


class AgreementFront(FrontMatter):
    """agreements/: what was agreed; one that is a policy says what follows from a spent budget."""

    consequences: Annotated[tuple[BudgetRule, ...], Unless] = ()


class StoryFront(FrontMatter):
    """stories/: what somebody told of how it went for them, with their consent."""

    date: Moment
    who: Annotated[Line, AfterValidator(_filled)]  # as they wish to be named
    consent: Day | None = None  # the day on which they agreed that it is published
    consent_how: Line = ""  # how they said so
    until: Annotated[Day | None, Unless] = None  # the last day for which they agreed
    quote: Annotated[Words, Unless] = ""  # what they said in a sentence
    components: tuple[Line, ...] = ()
    incident: Annotated[Line, Unless] = ""  # the key of the incident it is about
    outcome: Annotated[Line, Unless] = ""  # the name of the answer it is about


class TemplateFront(FrontMatter):
    """templates/: words prepared for an incident or an update, with {{variables}} in the body."""

    kind: Literal["incident", "update"]
    status: Status | None = None
    components: Annotated[dict[str, ComponentState | None], BeforeValidator(_with_states)] = Field(
        default_factory=dict
    )
    next_update: Positive | None = None
