"""What checks measured and incidents do not tell: it is not in a figure that is counted from them.

Source: numbers.md, ground rule 5: such a figure is never called measured.
"""

from __future__ import annotations

from dataclasses import dataclass

from statuspage.domain.measured.locations import outages
from statuspage.domain.vocabulary.spans import Span, subtract, union
from statuspage.figures import measured
from statuspage.figures.reckoning import Question


@dataclass(frozen=True)
class Unreported:
    """Measured outages of some components that no incident or planned work covers."""

    count: int
    seconds: int  # of all, where several were down at once counted once


def unreported(question: Question) -> Unreported | None:
    """Those in the period of a promise that is counted from incidents; None where there are none.

    Up to an interval of the checks beyond what an incident declares proves nothing, so what is
    covered in part is taken as told.
    """
    if question.sla.source != "incidents":
        return None
    end = min(question.period.span.end, question.now)
    span = Span(question.period.span.start, max(end, question.period.span.start))
    names = list(question.sla.components)
    seen = measured.timelines(question.library, question.settings, names, span)
    told = question.library.incidents.runs_between(span.start, span.end, names)
    untold: list[Span] = []
    for name, timeline in seen.items():
        covered = union(run.span(question.now) for run in told[name])
        found = [one for outage in outages(timeline) if (one := outage.clip(span)) is not None]
        untold += [one for one in found if subtract([one], covered) == [one]]
    if not untold:
        return None
    together = union(untold)
    return Unreported(len(together), sum(one.seconds for one in together))
