"""Which front matter each kind of content has, and what of it must fit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from statuspage.config import parse_duration
from statuspage.config.faults import Fault, faults_of, hint
from statuspage.content.form_words import in_form
from statuspage.content.fronts import (
    AgreementFront,
    ChangeFront,
    FrontMatter,
    NoticeFront,
    OutcomeFront,
    PageFront,
    StoryFront,
    TemplateFront,
)
from statuspage.domain.incidents.incident import FIRST_STATUSES
from statuspage.domain.promises.severities import SLUG
from statuspage.domain.record.recorded import stamp
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.domain.vocabulary.text import one_line
from statuspage.domain.vocabulary.times import certain_instant
from statuspage.errors import message
from statuspage.said import Said, joined, said

MODELS: dict[EntryKind, type[FrontMatter]] = {
    EntryKind.CHANGELOG: ChangeFront,
    EntryKind.OUTCOME: OutcomeFront,
    EntryKind.NOTICE: NoticeFront,
    EntryKind.STORY: StoryFront,
    EntryKind.PAGE: PageFront,
    EntryKind.AGREEMENT: AgreementFront,
    EntryKind.TEMPLATE: TemplateFront,
}


def stands_at(values: FrontMatter, zone: ZoneInfo) -> datetime | None:
    """When it stands: its date, a day being its first moment in the site's zone; in UTC."""
    moment: date | None = values.date
    if moment is None and isinstance(values, OutcomeFront):
        moment = values.done
    return None if moment is None else _instant(moment, zone)


def _instant(moment: date, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    local = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return local.astimezone(UTC).replace(microsecond=0)


def moment_faults(values: FrontMatter, zone: ZoneInfo, now: datetime) -> Iterator[Fault]:
    """A time that clocks never show or show twice; and one to come, as all is published at once."""
    stated = {name: getattr(values, name) for name in values.INSTANTS}
    uncertain = [*_uncertain({"date": values.date, **stated}, zone)]
    yield from uncertain
    if uncertain:
        return
    if isinstance(values, OutcomeFront):
        yield from _order_faults(values, zone, now)
    if isinstance(values, StoryFront):
        yield from _consent_times(values, window.local_date(now, zone))
    at = stands_at(values, zone)
    if at is not None and at > now:
        key = "done" if values.date is None else "date"
        yield Fault(
            (key,),
            said('"{key}" is in the future; write the day on which it is published', key=key),
        )


def _consent_times(values: StoryFront, today: date) -> Iterator[Fault]:
    """Consent was given, and it holds."""
    if values.consent is not None and values.consent > today:
        yield Fault(("consent",), said('"{key}" is in the future; check the day', key="consent"))
    if values.until is not None and values.until < today:
        text = said("the consent to publish this ended; remove it, or ask for it again")
        yield Fault(("until",), text)


def _uncertain(stated: Mapping[str, date | None], zone: ZoneInfo) -> Iterator[Fault]:
    for name, moment in stated.items():
        if isinstance(moment, datetime):
            try:
                certain_instant(moment.isoformat(" "), zone)
            except ValueError as error:
                yield Fault((name,), message(error))


def _order_faults(values: OutcomeFront, zone: ZoneInfo, now: datetime) -> Iterator[Fault]:
    """What was asked, answered or looked at lies behind us, and in this order."""
    today = window.local_date(now, zone)
    behind = {name: getattr(values, name) for name in ("asked", "answered")}
    for name, moment in behind.items():
        if moment is not None and _instant(moment, zone) > now:
            yield Fault((name,), said('"{key}" is in the future; check the day', key=name))
    if values.reviewed is not None and values.reviewed > today:
        yield Fault(("reviewed",), said('"{key}" is in the future; check the day', key="reviewed"))
    first, then = values.asked, values.answered
    if first and then and _instant(then, zone) < _instant(first, zone):
        text = said('"answered" is before "asked"; check the two days')
        yield Fault(("answered",), text)


def details(values: FrontMatter, zone: ZoneInfo) -> dict[str, Any]:
    """Its keys beside title and date, defaults filled in, in JSON types; instants in UTC."""
    found = values.model_dump(mode="json", exclude={"title", "date", *values.INSTANTS})
    stated = {name: getattr(values, name) for name in values.INSTANTS}
    return found | {name: stamp(_instant(one, zone)) for name, one in stated.items() if one}


def check_front(
    kind: EntryKind,
    front: Mapping[str, Any],
    faults: dict[str, Said],
    *,
    zone: ZoneInfo,
    components: Collection[str],
    answers: Collection[str],
    promises: Collection[str],
    now: datetime,
) -> tuple[datetime | None, dict[str, Any]]:
    """Front matter from a form: when it stands and its details; faults are added by key."""
    found = list(cross_faults(kind, front, components, answers, promises))
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
    return (stands_at(values, zone), details(values, zone)) if values else (None, {})


def cross_faults(
    kind: EntryKind,
    values: Mapping[str, Any],
    components: Collection[str],
    answers: Collection[str],
    promises: Collection[str],
) -> Iterator[Fault]:
    """Keys that must fit one another; components and promises (SLAs) that must exist in the
    settings, and answers (outcomes, by their names) that must exist anywhere."""
    if kind is EntryKind.OUTCOME:
        yield from _outcome_faults(values, answers, promises)
    if kind is EntryKind.TEMPLATE:
        yield from _status_faults(values)
    if kind is EntryKind.NOTICE:
        yield from _removal_faults(values)
    if kind is EntryKind.PAGE:
        yield from _escalation_faults(values.get("escalation"))
    if kind not in (EntryKind.PAGE, EntryKind.AGREEMENT):
        yield from _component_faults(values, components)
    if kind is EntryKind.CHANGELOG:
        yield from _answer_faults("feedback", values.get("feedback"), answers)
    if kind is EntryKind.STORY:
        yield from _consent_faults(values)
        about = values.get("outcome")
        yield from _answer_faults("outcome", [about] if about else (), answers)


def _outcome_faults(
    values: Mapping[str, Any], answers: Collection[str], promises: Collection[str]
) -> Iterator[Fault]:
    state, reason = values.get("state"), values.get("reason")
    why = {
        "declined": said('"reason" is missing; say why this was declined'),
        "unchanged": said('"reason" is missing; say why nothing changed'),
    }
    if isinstance(state, str) and state in why and (reason is None or not str(reason).strip()):
        yield Fault(("reason",), why[state])
    if values.get("because") and state != "declined":
        text = said('"because" says why something was declined, and this was not; remove it')
        yield Fault(("because",), text)
    same = values.get("same_as")
    if isinstance(same, str) and same:
        yield from _answer_faults("same_as", [same], answers)
    measure = values.get("measure")
    name = measure.get("sla") if isinstance(measure, dict) else None
    if isinstance(name, str) and name not in promises:
        text = said(
            '"{key}" names "{name}", which is not in [[{target}]]; {hint}',
            key="measure",
            name=name[:80],
            target="slas",
            hint=hint(name, promises),
        )
        yield Fault(("measure", "sla"), text)


def _removal_faults(values: Mapping[str, Any]) -> Iterator[Fault]:
    removed, effective = values.get("removed"), values.get("effective")
    if not removed:
        return
    if values.get("kind") != "deprecation":
        yield Fault(
            ("removed",), said('"removed" belongs to a deprecation; remove it, or change "kind"')
        )
    elif effective and str(removed) < str(effective):
        text = said(
            '"removed" is before "effective"; nothing can be removed before it is deprecated',
        )
        yield Fault(("removed",), text)


def _consent_faults(values: Mapping[str, Any]) -> Iterator[Fault]:
    """A story of a person is not published unless they agreed to that."""
    if not values.get("consent"):
        text = said('"consent" is missing; give the day on which its teller agreed to publish it')
        yield Fault(("consent",), text)
    if not str(values.get("consent_how") or "").strip():
        text = said('"consent_how" is missing; say how its teller agreed, such as: by mail')
        yield Fault(("consent_how",), text)


def misplaced(kind: EntryKind, slug: str, values: Mapping[str, Any]) -> Iterator[Fault]:
    """Keys of what we do when things break that another page has: nobody would be held to them."""
    if kind is not EntryKind.PAGE or slug == SLUG:
        return
    for key in ("severities", "escalation"):
        if key in values:
            place = f"pages/{SLUG}.md"
            yield Fault(
                (key,), said('"{key}" belongs to {place}; move it there', key=key, place=place)
            )


def _escalation_faults(steps: object) -> Iterator[Fault]:
    """Each step comes later than the one before it."""
    before: timedelta | None = None
    for place, step in enumerate(steps if isinstance(steps, list) else ()):
        text = step.get("after") if isinstance(step, dict) else None
        try:
            after = parse_duration(str(text))
        except ValueError:
            continue  # the model says so
        if before is not None and after <= before:
            yield Fault(
                ("escalation", place, "after"),
                said('"after" is not later than in the step before; put the steps in order'),
            )
        before = after


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


def _answer_faults(key: str, named: object, known: Collection[str]) -> Iterator[Fault]:
    for place, name in enumerate(named if isinstance(named, list | tuple) else ()):
        slug = one_line(str(name))
        if isinstance(name, str | int) and slug not in known:
            text = said(
                'there is no answer "{slug}"; {hint}', slug=slug[:80], hint=hint(slug, known)
            )
            yield Fault((key, place) if key == "feedback" else (key,), text)
