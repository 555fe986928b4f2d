"""The audit log: entries are added and read by pages; nothing changes or deletes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from statuspage.domain.desk.audit import APPROVED_BY, AuditEntry, Values, Via
from statuspage.store.tables.staff import Audit


def append(
    at: datetime,
    who: str,
    via: Via,
    verb: str,
    subject: str,
    before: Values | None,
    after: Values | None,
) -> None:
    """Add one entry."""
    Audit.create(at=at, who=who, via=via, verb=verb, subject=subject, before=before, after=after)


def newest(limit: int, before: int | None = None) -> Sequence[AuditEntry]:
    """The newest entries, or those before a number; the log's length costs nothing."""
    rows = Audit.select().order_by(Audit.id.desc()).limit(limit)
    return [_fact(row) for row in (rows if before is None else rows.where(Audit.id < before))]


def approvers(subjects: Iterable[str]) -> Mapping[str, str]:
    """Who approved what is said of each subject now; "" where nobody had to."""
    query = Audit.select().where(Audit.subject.in_(list(subjects))).order_by(Audit.id)
    return {row.subject: (row.after or {}).get(APPROVED_BY, "") for row in query}


def _fact(row: Audit) -> AuditEntry:
    return AuditEntry(
        row.id, row.at, row.who, Via(row.via), row.verb, row.subject, row.before, row.after
    )
