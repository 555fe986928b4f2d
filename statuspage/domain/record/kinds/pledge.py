"""A promise made after an incident, or because a budget is spent, and what became of it."""

from __future__ import annotations

from functools import partial

from statuspage.domain.promises.pledge import Pledge, PledgeKind
from statuspage.domain.promises.promise import Promise
from statuspage.domain.record.codec import (
    INSTANTS,
    MESSAGE,
    Field,
    RecordKind,
    Shown,
    choice,
    instant,
    text,
)
from statuspage.said import said

_WORDS = (
    text("text", place="promise.text"),
    text("owner", place="promise.owner"),
    text("evidence", place="promise.evidence"),
    text("erased", MESSAGE, Shown.MESSAGE, "promise.erased", absent=None),
)
_COURSE = (
    instant("made_at", place="promise.made_at"),
    Field("dues", INSTANTS, place="promise.dues"),
    instant("evidence_at", place="promise.evidence_at"),
    instant("withdrawn_at", place="promise.withdrawn_at"),
)

PLEDGE = RecordKind(
    "promise",
    said("Promise after an incident"),
    Pledge,
    (*_WORDS, Field("incident"), Field("kind", choice(PledgeKind)), *_COURSE),
    names=("promise.key",),
    parts={"promise": Promise},
    path="/incidents/{incident}#promise-{name}",
    title="text",
    topic="promises",
)

CONSEQUENCE = RecordKind(
    "consequence",
    said("Promise because a budget is spent"),
    partial(Pledge, kind=PledgeKind.BUDGET, incident=""),
    (*_WORDS, Field("sla"), Field("period"), Field("spent"), *_COURSE),
    names=("promise.key",),
    parts={"promise": Promise},
    path="/sla/{sla}#promise-{name}",
    title="text",
    topic="promises",
)


def kind_of(pledge: Pledge) -> RecordKind[Pledge]:
    """How the record calls what it came from."""
    return CONSEQUENCE if pledge.sla else PLEDGE


def subject_of(pledge: Pledge) -> str:
    """What its entries are about."""
    return kind_of(pledge).subject(pledge.key)
