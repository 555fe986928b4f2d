"""What staff still owe: promises due soon or late, what is over but not closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.library import Library
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.site.promises.closing import NotClosed, not_closed

PLEDGE_SOON = timedelta(days=3)
WINDOW_OPEN = timedelta(days=1)
"""How long after the end of an incident the end of its impact may stay unsaid."""


@dataclass(frozen=True)
class Due:
    """All of it; each list has what is due first, or overdue longest, at the top."""

    late_promises: Sequence[Pledge]
    promises_soon: Sequence[Pledge]
    not_closed: Sequence[NotClosed]
    open_windows: Sequence[Incident]


def due_now(library: Library, ended: Sequence[Incident], now: datetime) -> Due:
    """From what ended lately. Call it inside a snapshot."""
    owed = library.pledges.owed()
    return Due(
        late_promises=[one for one in owed if _is_overdue(one, now)],
        promises_soon=[
            one for one in owed if not _is_overdue(one, now) and one.due <= now + PLEDGE_SOON
        ],
        not_closed=not_closed(library),
        open_windows=[entry for entry in ended if _has_open_window(entry, now)],
    )


def _is_overdue(one: Pledge, now: datetime) -> bool:
    return one.promise.state(now) in (PromiseState.LATE, PromiseState.BROKEN)


def _has_open_window(entry: Incident, now: datetime) -> bool:
    """Staff said when the impact began, and never when it ended: figures take the resolution."""
    is_over = entry.kind is Kind.INCIDENT and entry.status in (Status.RESOLVED, Status.POSTMORTEM)
    begun, ended = entry.impact_from is not None, entry.impact_until is not None
    since = entry.resolved_at
    return is_over and begun and not ended and since is not None and since <= now - WINDOW_OPEN
