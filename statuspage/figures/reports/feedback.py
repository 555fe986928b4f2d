"""How people who asked for something were answered in the period, and why they were told no."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from statistics import median
from typing import Any

from statuspage.domain.listening.waiting import Wait, wait_of
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.reports.facts import ReportedFeedback
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.figures.reports.asked import ReportQuestion

_SUBJECT = ENTRIES[EntryKind.OUTCOME]


def feedback(asked: ReportQuestion) -> ReportedFeedback:
    """Counted over requests of their own: what was merged into another waits there."""
    found = [
        one
        for one in asked.library.entries.all_of(EntryKind.OUTCOME)
        if one.withdrawn_at is None and not one.details.get("same_as")
    ]
    waits = [wait for one in found if (wait := wait_of(one)) is not None]
    over = [one for one in waits if _is_within(asked, one.answered_at)]
    judged = [one for one in over if one.answer_by is not None]
    late = sum(one.is_late(asked.now) for one in judged)
    waiting = [one for one in waits if _waited_at_end(asked, one)]
    days = [one.days(asked.now, asked.zone) for one in over]
    return ReportedFeedback(
        asked=sum(_is_within(asked, one.asked_at) for one in waits),
        answered=len(over),
        in_time=len(judged) - late,
        late=late,
        waiting=len(waiting),
        waiting_late=sum(one.is_late(_end(asked)) for one in waiting),
        median_days=str(Fraction(median(days))) if days else None,
        declined=_declined(asked, found),
    )


def _end(asked: ReportQuestion) -> datetime:
    return min(asked.span.end, asked.now)


def _is_within(asked: ReportQuestion, at: datetime | None) -> bool:
    return at is not None and asked.span.start <= at < asked.span.end


def _waited_at_end(asked: ReportQuestion, one: Wait) -> bool:
    end = _end(asked)
    return one.asked_at < end and (one.answered_at is None or one.answered_at >= end)


def _declined(asked: ReportQuestion, found: list[Entry]) -> Mapping[str, int]:
    """By the reason that stood when they were first told no, of those who were in the period."""
    reasons: Counter[str] = Counter()
    histories = asked.library.record.histories([_SUBJECT.subject(one.slug) for one in found])
    for one in found:
        if one.details.get("state") != "declined":
            continue
        told = [
            (entry.at, _details(entry.text("details")))
            for entry in histories.get(_SUBJECT.subject(one.slug), ())
        ]
        first = next((at for at, details in told if details.get("state") == "declined"), one.at)
        since = one.at if told and first == told[0][0] else first  # it came with its answer
        if _is_within(asked, since):
            reasons[str(one.details.get("because") or "")] += 1
    return dict(reasons)


def _details(text: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(text or "{}")
    return found
