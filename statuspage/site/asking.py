"""What readers are asked on a page, and what is published of their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from statuspage.domain.asking.questions import SURVEYED, QuestionKind
from statuspage.domain.asking.results import ASKED, LINKS, Results, results
from statuspage.domain.asking.times import is_felt, told_until
from statuspage.domain.asking.verdict import VERDICTS
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.library import Library
from statuspage.domain.promises.figure import Figure
from statuspage.site.page import Context


def answers(context: Context, kind: QuestionKind, about: str) -> Results:
    """What is published of a question about one thing."""
    return results(kind, about, context.library.tallies.of(kind, [about]).get(about))


def look_ahead(library: Library, incidents: Sequence[str]) -> None:
    """Ask at once what the pages of some incidents will ask one by one."""
    for kind in (QuestionKind.AFFECTED, QuestionKind.TOLD):
        library.tallies.of(kind, incidents)


def of_incident(context: Context, incident: Incident) -> Mapping[str, Any]:
    """What is asked of an incident now, and what was answered."""
    until = told_until(incident)
    is_asked = until is not None and context.now < until
    if is_asked and until is not None:
        context.library.holds_until(until)
    return {
        "is_felt": is_felt(incident),
        "felt": answers(context, QuestionKind.AFFECTED, incident.key),
        "is_asked": is_asked,
        "told": answers(context, QuestionKind.TOLD, incident.key),
    }


def published_of(context: Context, incident: Incident) -> list[Results]:
    """What is published of the questions about an incident."""
    kinds = (QuestionKind.AFFECTED, QuestionKind.TOLD)
    found = [answers(context, kind, incident.key) for kind in kinds]
    return [one for one in found if one.tally]


def disagreement(context: Context, sla: str, figure: Figure) -> Mapping[str, Any]:
    """Whether readers may disagree with what a figure says, and how many do."""
    is_frozen = context.library.figures.newest(sla, figure.period.name) is not None
    return {
        "is_judged": is_frozen and figure.verdict in VERDICTS,
        "disagreed": answers(context, QuestionKind.DISAGREED, f"sla/{sla}/{figure.period.name}"),
    }


def of_surveys(context: Context) -> list[Results]:
    """Every round of the surveys that was published, by question."""
    asked = context.library.tallies.all_of(ASKED)
    found = []
    for kind in SURVEYED:
        told = context.library.tallies.all_of(kind)
        names = [about.partition("/")[2] for about in asked if about.startswith(f"{kind}/")]
        for name in sorted({*names, *told}):
            links = asked.get(f"{kind}/{name}")
            number = links.counts.get(LINKS) or None if links else None
            found.append(results(kind, name, told.get(name), number))
    return found
