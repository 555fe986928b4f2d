"""The rounds of surveys, and which outcomes were asked about."""

from __future__ import annotations

from datetime import datetime

from statuspage.domain.asking.questions import QuestionKind
from statuspage.domain.asking.rounds import SurveyRound
from statuspage.store.fields import shared
from statuspage.store.tables.asking import OutcomeAsked
from statuspage.store.tables.asking import SurveyRound as Row

_SHARED = shared(SurveyRound, Row)


def by_name(kind: QuestionKind, name: str) -> SurveyRound | None:
    """One round, if there is one."""
    row = Row.get_or_none((Row.kind == kind) & (Row.name == name))
    return None if row is None else _fact(row)


def all_of_them() -> list[SurveyRound]:
    """Every round, the newest first."""
    return [_fact(row) for row in Row.select().order_by(Row.made_at.desc(), Row.kind, Row.name)]


def put(found: SurveyRound) -> None:
    """A new round, or one that changed."""
    Row.put(vars(found))


def outcome_asked(slug: str) -> datetime | None:
    """When an outcome was done that its voices were asked about, if they were."""
    row = OutcomeAsked.get_or_none(OutcomeAsked.slug == slug)
    done: datetime | None = None if row is None else row.done_at
    return done


def note_outcome_asked(slug: str, done_at: datetime, now: datetime, letters: int) -> None:
    """Those who asked for it were written to."""
    row = {"slug": slug, "done_at": done_at, "asked_at": now, "letters": letters}
    OutcomeAsked.put(row)


def _fact(row: Row) -> SurveyRound:
    return SurveyRound(**{name: getattr(row, name) for name in _SHARED})
