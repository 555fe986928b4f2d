"""An incident or a maintenance itself; what follows from its updates is derived from them again."""

from __future__ import annotations

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.incidents.planned import Extension, Rescheduling
from statuspage.domain.incidents.recurrence import Repeat
from statuspage.domain.record.codec import (
    SECONDS,
    WORDINGS,
    Field,
    RecordKind,
    Shape,
    Shown,
    choice,
    dated,
    instant,
    rows,
    text,
)
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.record.recorded import Statement, canonical, parse_stamp, stamp
from statuspage.domain.vocabulary import states
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED
from statuspage.said import said

_EXTENSIONS = rows(
    lambda one: [stamp(one.at), stamp(one.former), stamp(one.until)],
    lambda told: Extension(*map(parse_stamp, told)),
)
_MOVES = rows(
    lambda one: [*map(stamp, (one.at, one.former_start, one.former_end, one.start, one.end))],
    lambda told: Rescheduling(*map(parse_stamp, told)),
)


def _repeat(text: str) -> Repeat:
    told = json.loads(text)
    return Repeat(told["rule"], ZoneInfo(told["zone"]))


_REPEAT = Shape(
    lambda one: canonical({"rule": one.rule, "zone": one.zone.key}).decode(),
    lambda text: _repeat(text) if text else None,
)

INCIDENT = RecordKind(
    "incident",
    said("Incident"),
    Incident,
    (
        text("title"),
        text("owner"),
        text("wordings", WORDINGS, Shown.WORDINGS, absent=NOT_TRANSLATED),
        Field("number"),
        Field("kind", choice(states.Kind)),
        Field("impact", choice(states.Impact), Shown.NAME),
        Field("origin"),
        instant("started_at", Shown.TIME),
        instant("entered_at"),
        instant("edited_at"),
        instant("impact_from", Shown.TIME),
        instant("impact_until", Shown.TIME),
        instant("scheduled_for", Shown.TIME),
        instant("scheduled_until", Shown.TIME),
        Field("noticed_by", choice(NoticedBy), Shown.NAME, absent=None),
        instant("first_report_at", Shown.TIME, absent=None),
        Field("notice_asked", SECONDS, absent=None),
        text("extensions", _EXTENSIONS, None, absent=()),
        text("moves", _MOVES, None, absent=()),
        text("repeats", _REPEAT, None, absent=None),
    ),
    names=("key",),
    path="/incidents/{name}",
    topic="incident:{name}",
    news_until=dated("started_at", timedelta(hours=1)),
)


def of_incident(incident: Incident) -> list[Statement]:
    """What an incident says with its updates, the oldest first."""
    words = (UPDATE.statement(one, incident=incident.key) for one in reversed(incident.updates))
    return [INCIDENT.statement(incident), *words]
