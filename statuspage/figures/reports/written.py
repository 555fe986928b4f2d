"""The changelog of the period, and what of former figures and reports was corrected in it."""

from __future__ import annotations

from itertools import pairwise

from statuspage.domain.reports.facts import FigureCorrection, ReportCorrection, ReportedChange
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.figures.reports.asked import ReportQuestion


def changes(asked: ReportQuestion) -> tuple[ReportedChange, ...]:
    """What changed, what may break something first, then the newest."""
    span = asked.span
    found = asked.library.entries.between(EntryKind.CHANGELOG, span.start, span.end)
    told = [
        ReportedChange(one.slug, str(one.details.get("type") or ""), one.at, one.is_breaking)
        for one in found
        if one.withdrawn_at is None
    ]
    return tuple(sorted(told, key=lambda one: (not one.is_breaking, -one.at.timestamp())))


def corrected_figures(asked: ReportQuestion) -> tuple[FigureCorrection, ...]:
    """Figures of any period that were published again in this one."""
    library, span = asked.library, asked.span
    found = [
        FigureCorrection(before, after)
        for version in library.objectives.current()
        for revisions in library.figures.corrected(version.sla)
        for before, after in pairwise(revisions)
        if span.start <= after.at < span.end
    ]
    return tuple(sorted(found, key=lambda one: one.after.at))


def corrected_reports(asked: ReportQuestion) -> tuple[ReportCorrection, ...]:
    """Reports of former periods that were published again in this one."""
    span = asked.span
    return tuple(
        ReportCorrection(one.period, one.revision, one.at)
        for one in asked.library.reports.heads()
        if one.revision > 1 and span.start <= one.at < span.end
    )
