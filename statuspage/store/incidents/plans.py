"""How planned work goes on by itself, how its window moved, and what repeats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.config import Steps
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.planned import Extension, Rescheduling
from statuspage.domain.incidents.recurrence import Repeat
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.store.tables import incidents as tables
from statuspage.store.tables.incidents import (
    MaintenanceExtension,
    MaintenanceMove,
    MaintenancePlan,
    MaintenanceSeries,
)

_P = MaintenancePlan
_E = MaintenanceExtension
_M = MaintenanceMove
_S = MaintenanceSeries


@dataclass(frozen=True)
class Plan:
    """What the worker does for one maintenance. An imported one has none."""

    steps: Steps
    reminded_at: datetime | None
    series: str | None


@dataclass(frozen=True)
class WorkSeries:
    """Work that repeats: what each occurrence says, and when."""

    key: str
    title: str
    body: str
    owner: str
    components: tuple[str, ...]
    steps: Steps
    rule: str
    zone: str
    length: timedelta
    last: datetime  # wall time of the newest occurrence that was announced
    ended_at: datetime | None = None
    wordings: Wordings = NOT_TRANSLATED  # title and body in further languages


def put(
    number: int,
    steps: Steps,
    notice_asked: timedelta,
    series: str | None,
    repeats: Repeat | None = None,
) -> None:
    """The plan of a maintenance that was just announced."""
    _P.create(
        incident=number,
        notice_asked=notice_asked,
        steps=steps.model_dump(mode="json"),
        series=series,
        repeats=None if repeats is None else f"{repeats.zone.key} {repeats.rule}",
    )


def of(numbers: Iterable[int]) -> dict[int, Plan]:
    """The plans of some maintenances, by number."""
    query: Any = _P.select().where(_P.incident.in_(list(numbers)))
    return {
        row.incident_id: Plan(Steps.model_validate(row.steps), row.reminded_at, row.series_id)
        for row in query
    }


def mark_reminded(number: int, now: datetime) -> None:
    """Readers were reminded of it."""
    _P.update(reminded_at=now).where(_P.incident == number).execute()


def repeat_no_more(number: int) -> None:
    """No other follows it."""
    _P.update(repeats=None).where(_P.incident == number).execute()


def extend(number: int, extension: Extension) -> None:
    """Its end was moved."""
    times = {"at": extension.at, "former": extension.former, "until": extension.until}
    _E.create(incident=number, **times)


def move(number: int, moved: Rescheduling) -> None:
    """Its window was moved; before a new beginning readers are reminded once more."""
    _M.create(incident=number, **vars(moved))
    if moved.start != moved.former_start:
        _P.update(reminded_at=None).where(_P.incident == number).execute()


def completed(found: Sequence[Incident]) -> list[Incident]:
    """Maintenances with what their plans tell readers; incidents as they are."""
    numbers = [one.number for one in found if one.kind is Kind.MAINTENANCE]
    asked: dict[int, timedelta] = {}
    rules: dict[int, Repeat | None] = {}
    extended: dict[int, tuple[Extension, ...]] = defaultdict(tuple)
    moved: dict[int, tuple[Rescheduling, ...]] = defaultdict(tuple)
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        known: Any = _P.select().where(_P.incident.in_(some))
        for plan in known:
            asked[plan.incident_id] = plan.notice_asked
            rules[plan.incident_id] = _repeat(plan.repeats)
        later: Any = _E.select().where(_E.incident.in_(some)).order_by(_E.id)
        for row in later:
            extended[row.incident_id] += (Extension(row.at, row.former, row.until),)
        shifted: Any = _M.select().where(_M.incident.in_(some)).order_by(_M.id)
        for row in shifted:
            times = row.former_start, row.former_end, row.start, row.end
            moved[row.incident_id] += (Rescheduling(row.at, *times),)
    return [
        replace(
            one,
            notice_asked=asked.get(one.number),
            extensions=extended[one.number],
            moves=moved[one.number],
            repeats=rules.get(one.number),
        )
        for one in found
    ]


def _repeat(kept: str | None) -> Repeat | None:
    zone, _, rule = (kept or "").partition(" ")
    return Repeat(rule, ZoneInfo(zone)) if rule else None


def put_series(series: WorkSeries) -> None:
    """Work that repeats from now on."""
    _S.create(
        key=series.key,
        title=series.title,
        body=series.body,
        owner=series.owner,
        components=list(series.components),
        steps=series.steps.model_dump(mode="json"),
        rule=series.rule,
        zone=series.zone,
        seconds=int(series.length.total_seconds()),
        last=series.last.isoformat(),
        wordings=series.wordings,
    )


def series(key: str) -> WorkSeries:
    """One series. Raises NotFound."""
    row = _S.get_or_none(_S.key == key)
    if row is None:
        raise NotFound(said("There is no series '{key}'.", key=key))
    return _series(row)


def running_series() -> list[WorkSeries]:
    """Those that go on."""
    return [_series(row) for row in _S.select().where(_S.ended_at.is_null()).order_by(_S.key)]


def reword_series(replaced: Mapping[str, str]) -> None:
    """Put other texts where series would go on with some that were erased.

    Work cannot be announced without words: where none are left, its title stands for them.
    """
    for one in map(_series, _S.select()):
        title = replaced.get(one.title) or one.title
        owner = replaced.get(one.owner, one.owner)
        body = replaced.get(one.body, one.body) or title
        told = one.wordings
        for language in one.wordings:
            former = one.wordings.of(language)
            texts = {name: replaced.get(text, text) for name, text in former.items()}
            told = told.with_texts(language, texts if texts.get("body") else {}, {})
        if (title, owner, body, told) != (one.title, one.owner, one.body, one.wordings):
            values = {"title": title, "owner": owner, "body": body, "wordings": told}
            _S.update(values).where(_S.key == one.key).execute()


def advance_series(key: str, last: datetime) -> None:
    """An occurrence was announced or has passed; `last` is its wall time."""
    _S.update(last=last.isoformat()).where(_S.key == key).execute()


def end_series(key: str, now: datetime) -> None:
    """It repeats no more."""
    _S.update(ended_at=now).where(_S.key == key).execute()


def under_way_of(key: str) -> list[str]:
    """The keys of the occurrences of a series that have begun and are not over."""
    incident = tables.Incident
    query = incident.select(incident.key).join(_P).where(_P.series == key)
    begun = query.where((incident.is_open == True) & (incident.status != Status.SCHEDULED))  # noqa: E712
    rows: Any = begun.tuples()
    return [key for (key,) in rows]


def coming_of(key: str) -> list[tuple[str, datetime]]:
    """Key and start of each occurrence of a series that was announced and has not begun."""
    incident = tables.Incident
    query = incident.select(incident.key, incident.scheduled_for).join(_P).where(_P.series == key)
    scheduled = query.where(incident.status == Status.SCHEDULED)
    rows: Any = scheduled.order_by(incident.scheduled_for).tuples()
    return list(rows)


def _series(row: Any) -> WorkSeries:
    return WorkSeries(
        key=row.key,
        title=row.title,
        body=row.body,
        owner=row.owner,
        components=tuple(row.components),
        steps=Steps.model_validate(row.steps),
        rule=row.rule,
        zone=row.zone,
        length=timedelta(seconds=row.seconds),
        last=datetime.fromisoformat(row.last),
        ended_at=row.ended_at,
        wordings=row.wordings,
    )
