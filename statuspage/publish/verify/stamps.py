"""Time stamps of a published site: each of a head of this very record, by whom it should be."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from statuspage.domain.record.note import parse_note
from statuspage.errors import SourceError, message
from statuspage.publish.stamping import is_able, stamped_at
from statuspage.publish.verify.reading import Address, Source
from statuspage.publish.verify.record import Read
from statuspage.publish.verify.report import Report
from statuspage.said import said

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

LIST = "/record/stamps.json"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OF_A_SITE = 30  # newest stamps of a live site that are looked at


def check_stamps(
    source: Source,
    read: Read,
    authorities: Sequence[Certificate],
    report: Report,
) -> None:
    """Each stamp must be of a head that this record had. `authorities` must have made it."""
    try:
        body = source.read(LIST)
    except SourceError:
        if authorities:
            report.find(LIST, said("is missing: no head of this record was stamped"))
        return
    try:
        rows = json.loads(body)["stamps"]
        rows = rows[-_OF_A_SITE:] if isinstance(source, Address) else rows
        days = [_day(row) for row in rows]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        report.find(LIST, said("cannot be read: {error}", error=repr(error)))
        return
    source.expect(path for day in days for path in _places(day))
    for day, row in zip(days, rows, strict=True):
        try:
            _check(source, day, row, read, authorities)
        except (SourceError, ValueError) as error:
            place = f"/record/stamps/{day}.tsr"
            report.find(place, said("does not hold: {error}", error=message(error)))
    report.compared["stamp"] += len(days)
    if not is_able():
        report.limits.append(
            said(
                "What the time stamps say was not checked: that needs one more package, pip "
                "install 'statuspage[stamps]'."
            )
        )
    elif not authorities:
        report.limits.append(
            said(
                "Who made the time stamps was not checked: give the certificate of their "
                "authority with --stamped-by."
            )
        )


def _check(
    source: Source,
    day: str,
    row: Mapping[str, Any],
    read: Read,
    authorities: Sequence[Certificate],
) -> None:
    """Raises SourceError, ValueError."""
    stamped, token = map(source.read, _places(day))
    head = parse_note(stamped).checkpoint
    if head.origin != read.head.origin or head.size > read.head.size:
        raise ValueError(said("its head is none of this record"))
    if read.root(head.size) != head.root:
        text = said("the first {size} entries are not those that were stamped", size=head.size)
        raise ValueError(text)
    if row["entries"] != head.size:
        raise ValueError(said("the list names another head"))
    if is_able():
        at = stamped_at(token, stamped, authorities).astimezone(UTC)
        if row["at"] != f"{at:%Y-%m-%dT%H:%M:%SZ}":
            raise ValueError(said("the list names another time than {at}", at=at.isoformat()))


def _day(row: Mapping[str, Any]) -> str:
    day = str(row["day"])
    if not _DAY.fullmatch(day):
        raise ValueError(day)
    datetime.fromisoformat(day)
    return day


def _places(day: str) -> tuple[str, str]:
    return f"/record/stamps/{day}.checkpoint", f"/record/stamps/{day}.tsr"
