"""What a further revision of a report tells otherwise than the one before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.reports.rows import ReportPart, figure_subject, rows
from statuspage.said import Said

_REPEATED = (ReportPart.TRENDS,)
"""Told elsewhere in the report, or of other periods: each figure is told by its own row."""


class ReportFate(StrEnum):
    """What became of a thing that a report tells of."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True)
class ChangedValue:
    """A part that reads otherwise now; empty where there was, or is, none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ReportDifference:
    """What became of one thing; `why` where that is known."""

    part: ReportPart
    subject: str
    fate: ReportFate
    values: tuple[ChangedValue, ...]  # of what is new or gone none
    why: Said | None = None


def differences(before: PeriodReport, after: PeriodReport) -> list[ReportDifference]:
    """All that changed, in the order of the report; titles that changed come last."""
    former, present = _by_subject(before), _by_subject(after)
    reasons = {figure_subject(one.figure): _why(one) for one in after.facts.figures}
    found = []
    for named in dict.fromkeys([*present, *former]):
        part, subject = named
        fate = _fate(named, former, present)
        old, new = former.get(named, {}), present.get(named, {})
        values = _values(old, new) if fate is ReportFate.CHANGED else ()
        if fate is not ReportFate.CHANGED or values:
            why = reasons.get(subject) if part is ReportPart.FIGURES else None
            found.append(ReportDifference(part, subject, fate, values, why))
    order = list(ReportPart)
    return sorted(found, key=lambda one: order.index(one.part))


def retitled(before: PeriodReport, after: PeriodReport) -> list[tuple[str, str, str]]:
    """The titles that were reworded: the path of each, and how it read before and reads now."""
    return [
        (path, before.names[path], title)
        for path, title in after.names.items()
        if path in before.names and before.names[path] != title
    ]


def _by_subject(report: PeriodReport) -> Mapping[tuple[ReportPart, str], Mapping[str, str]]:
    found: dict[tuple[ReportPart, str], dict[str, str]] = defaultdict(dict)
    for row in rows(report.facts):
        if row.part not in _REPEATED:
            found[row.part, row.subject][row.name] = row.value
    return found


def _fate(
    named: tuple[ReportPart, str],
    former: Mapping[tuple[ReportPart, str], Mapping[str, str]],
    present: Mapping[tuple[ReportPart, str], Mapping[str, str]],
) -> ReportFate:
    if not named[1]:  # sums of the report itself are neither new nor gone
        return ReportFate.CHANGED
    if named not in former:
        return ReportFate.NEW
    return ReportFate.CHANGED if named in present else ReportFate.GONE


def _values(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[ChangedValue, ...]:
    return tuple(
        ChangedValue(name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys([*new, *old])
        if old.get(name, "") != new.get(name, "")
    )


def _why(one: FrozenRevision) -> Said | None:
    return one.why if one.figure.revision > 1 else None
