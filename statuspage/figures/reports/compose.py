"""A whole report, as it would be published now."""

from __future__ import annotations

from collections.abc import Mapping

import statuspage
from statuspage.domain.promises.figure import METHOD
from statuspage.domain.reports.facts import ReportFacts
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.vocabulary.entry import PATHS, EntryKind
from statuspage.figures.reports import incidents as happened
from statuspage.figures.reports import objectives, written
from statuspage.figures.reports.asked import ReportQuestion
from statuspage.figures.reports.feedback import feedback
from statuspage.figures.reports.maintenance import maintenance
from statuspage.figures.reports.promises import pledges_due, promises
from statuspage.figures.reports.support import ratings, support


def compose(asked: ReportQuestion) -> PeriodReport:
    """The report of a period from what is on record; revision 0, for nobody has published it."""
    facts = _facts(asked)
    return PeriodReport(
        period=asked.period,
        revision=0,
        at=asked.now,
        zone=asked.settings.site.timezone,
        size=asked.library.record.size(),
        method=METHOD,
        version=statuspage.__version__,
        facts=facts,
        names=_names(asked, facts),
        is_draft=True,
    )


def _facts(asked: ReportQuestion) -> ReportFacts:
    found, works = happened.incidents(asked), maintenance(asked)
    told = {component for one in found for component in one.components}
    told |= {component for one in works.works for component in one.components}
    known = asked.library.components.known()
    return ReportFacts(
        figures=objectives.figures(asked),
        awaited=objectives.awaited(asked),
        trends=objectives.trends(asked),
        incidents=found,
        false_alarms=happened.false_alarms(asked),
        promises=promises(asked),
        support=support(asked),
        ratings=ratings(asked),
        maintenance=works,
        feedback=feedback(asked),
        changes=written.changes(asked),
        corrected_figures=written.corrected_figures(asked),
        corrected_reports=written.corrected_reports(asked),
        components={one.id: one.name for one in known if one.id in told},
    )


def _names(asked: ReportQuestion, facts: ReportFacts) -> Mapping[str, str]:
    """The titles of all that it tells of, by their paths."""
    keys = {one.key for one in facts.incidents} | {one.key for one in facts.maintenance.works}
    pages = {one.page for one in facts.promises.not_kept}
    keys |= {page.removeprefix("/incidents/") for page in pages}
    slugs = [one.slug for one in facts.changes]
    incidents = asked.library.incidents.by_keys(keys).values()
    changes = asked.library.entries.by_slugs(EntryKind.CHANGELOG, slugs)
    promised = {one.path.partition("#")[0]: one.title for one in pledges_due(asked)}
    return {
        **{page: title for page, title in promised.items() if page in pages},
        **{one.path: one.title for one in incidents},
        **{PATHS[EntryKind.CHANGELOG] + slug: one.title for slug, one in changes.items()},
    }
