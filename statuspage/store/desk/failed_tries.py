"""Failed tries to sign in, counted in the audit log: a line for each address and hour.

The schema lets such a line count up and nothing else; all other lines stay as they were written.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from statuspage.domain.desk.audit import FAILED, OTHER_ADDRESSES, SOMEBODY, AuditEntry, Via
from statuspage.domain.record.recorded import stamp
from statuspage.store.desk import audit
from statuspage.store.tables.staff import Audit

MOST = 20
"""Addresses that have a line of their own in one hour; what comes from more shares one line."""

_MOST_ACCOUNTS = 20


def count(at: datetime, hour: datetime, via: Via, place: str, way: str, account: str) -> None:
    """Count a failed try at `at` by a way, at an account that exists or at none ("").

    `hour` is when its hour began, `place` the address that it is counted for.
    """
    row = _line(place, hour)
    if row is None and _count(hour) >= MOST:
        place = OTHER_ADDRESSES
        row = _line(place, hour)
    former: dict[str, Any] = {"count": 0, "accounts": [], "with": []}
    if row is not None:
        former = row.after
    after = {
        "count": former["count"] + 1,
        "until": stamp(at),
        "accounts": _with(former["accounts"], account),
        "with": _with(former["with"], way),
    }
    if row is None:
        audit.append(AuditEntry(0, at, SOMEBODY, via, FAILED, place, None, after))
    else:
        Audit.update(after=after).where(Audit.id == row.id).execute()


def _with(known: list[str], more: str) -> list[str]:
    if not more or more in known or len(known) >= _MOST_ACCOUNTS:
        return known
    return sorted([*known, more])


def _line(place: str, hour: datetime) -> Audit | None:
    ours = (Audit.verb == FAILED) & (Audit.at >= hour)
    rows = Audit.select().where(ours & (Audit.subject == place)).order_by(Audit.id.desc())
    found: Audit | None = rows.first()
    return found


def _count(hour: datetime) -> int:
    return int(Audit.select().where((Audit.verb == FAILED) & (Audit.at >= hour)).count())
