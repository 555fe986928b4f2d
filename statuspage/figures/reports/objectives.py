"""Figures and verdicts of the period, the missed ones first, and their thirteen months."""

from __future__ import annotations

from statuspage.domain.promises.figure import Figure, Verdict
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.reports.facts import Awaited, Trend, TrendPoint
from statuspage.domain.reports.period import closes_within, trend_months
from statuspage.figures.reports.asked import ReportQuestion

_WORST_FIRST = (
    *(Verdict.MISSED, Verdict.NOT_PROVEN, Verdict.INSUFFICIENT_DATA),
    *(Verdict.IN_PROGRESS, Verdict.NOT_PROMISED, Verdict.MET),
)


def figures(asked: ReportQuestion) -> tuple[FrozenRevision, ...]:
    """What was published of the period, the worst verdicts first."""

    def order(one: FrozenRevision) -> tuple[int, str, float]:
        figure = one.figure
        verdict = _WORST_FIRST.index(figure.verdict)
        return verdict, figure.id, -figure.period.span.end.timestamp()

    return tuple(sorted(asked.figures, key=order))


def awaited(asked: ReportQuestion) -> tuple[Awaited, ...]:
    """Promises that stand and of which nothing was published for the period."""
    told = {one.figure.id for one in asked.figures}
    return tuple(
        Awaited(one.sla, one.title)
        for one in asked.objectives
        if one.sla not in told and not one.is_withdrawn and _began(asked, one.sla)
    )


def _began(asked: ReportQuestion, sla: str) -> bool:
    versions = asked.library.objectives.histories([sla])[sla]
    return versions[-1].at < asked.span.end


def trends(asked: ReportQuestion) -> tuple[Trend, ...]:
    """The published figures of each promise over thirteen months."""
    months = trend_months(asked.period.name)
    found = (
        Trend(
            version.sla,
            version.title,
            tuple(
                _point(one.figure)
                for one in asked.newest_of(version.sla)
                if closes_within(one.figure.period.name, months)
            ),
        )
        for version in asked.objectives
    )
    return tuple(one for one in found if one.points)


def _point(figure: Figure) -> TrendPoint:
    is_told = not figure.is_withheld
    return TrendPoint(
        figure.period.name,
        figure.value if is_told else None,
        figure.worst_case if is_told else None,
        None if (share := figure.share) is None else str(share),
        figure.target,
        figure.verdict,
        figure.definition_version,
        figure.revision,
    )
