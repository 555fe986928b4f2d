"""The pages of SLAs: the promise in plain words, and beside it the figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from statuspage.config import Sla
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.library import Library
from statuspage.domain.promises.claim import CreditClaim, claim
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.granted import (
    CREDIT,
    by_period,
)
from statuspage.domain.promises.sla import SlaVersion, numbered, stated_since
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.window import Period
from statuspage.errors import NotKnown
from statuspage.figures import objectives, periods, repairs
from statuspage.figures.evidence import evidence, recorded_since
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.indicators.csat import also_asked
from statuspage.figures.measure import in_force, look_ahead, measure, question, zone_of
from statuspage.figures.objectives import versions_of
from statuspage.figures.unreported import Unreported
from statuspage.figures.unreported import unreported as not_told
from statuspage.render.differences import Difference
from statuspage.render.views import FormerPromise, SlaView, scorecard
from statuspage.site.asking import of_surveys
from statuspage.site.changes import changes_of
from statuspage.site.measured import watching
from statuspage.site.measured.components import going_on, views
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.promises import remedies
from statuspage.site.rendering import template

_PERIODS_SHOWN = 13


def cards(context: Context, component: str | None = None) -> list[SlaView]:
    """Each SLA with its figure for the running period, in the order of config.toml.

    With a component only those that are judged by it; of the others nothing is counted.
    """
    known = {
        version.sla: version
        for version in context.library.objectives.current()
        if not version.is_withdrawn
    }
    context.library.objectives.histories(list(known))
    ordered = [known[sla.id] for sla in context.settings.slas if sla.id in known]
    running = [(version, current(context, version)) for version in ordered]
    chosen = [
        (version, period, judging)
        for version, period in running
        if (judging := _judging(context, version, period))
        and (component is None or component in judging.components)
    ]
    library, settings = context.library, context.settings
    look_ahead(
        [
            question(library, judging, period, settings, context.minute)
            for _, period, judging in chosen
        ]
    )
    return [view(context, version, period) for version, period, _ in chosen]


def _judging(context: Context, version: SlaVersion, period: Period) -> Sla:
    """The definition by which a period is judged."""
    return in_force(versions_of(context.library, version.sla), period).promised


def current(context: Context, version: SlaVersion) -> Period:
    """Its period that runs now; the last one of a promise that was withdrawn."""
    versions = versions_of(context.library, version.sla)
    return periods.current(versions, context.site.timezone, context.minute)


def view(context: Context, version: SlaVersion, period: Period) -> SlaView:
    """One SLA in one period, by the definition that the figure is judged by."""
    names = {component.id: component for component in context.library.components.known()}
    versions = versions_of(context.library, version.sla)
    found = measure(context.library, versions, period, context.minute)
    if found.is_provisional:  # it says as of when it was counted
        context.holds_for_the_minute()
    judged_by = numbered(versions, found.definition_version)
    sla = judged_by.promised
    touched = [names[component] for component in sla.components if component in names]
    return SlaView(
        version,
        judged_by,
        objectives.promise(sla),
        objectives.rule(sla),
        touched,
        period,
        found,
        zone_of(sla, context.site.timezone),
        stated_since(versions) if found.is_since_stated else None,
        _claim(context, sla, found),
    )


def _claim(context: Context, sla: Sla, figure: Figure) -> CreditClaim | None:
    """The claim to its credit, which ends by itself."""
    zone = zone_of(sla, context.site.timezone)
    found = claim(figure, sla.claim_within, zone, context.minute)
    if found is not None and found.is_due and found.until is not None and not found.is_over:
        context.library.holds_until(found.until)
    return found


def unreported(context: Context, card: SlaView) -> Unreported | None:
    """What was measured and is not in its figure, where that is counted from incidents."""
    sla, settings = card.judged_by.promised, context.settings
    return not_told(question(context.library, sla, card.period, settings, context.minute))


def sla_list(context: Context) -> Facts:
    """The scorecard: every promise with its figure, and what was asked beside satisfaction."""
    shown = cards(context)
    rated = next((card for card in shown if card.figure.indicator == "csat"), None)
    also = also_asked(context.library, rated.period) if rated else []
    values = {
        "scorecard": scorecard(shown),
        "card": rated,
        "also": also,
        "former": former(context),
        "granted": by_period(context.library.tallies.all_of(CREDIT))[:_PERIODS_SHOWN],
        "surveys": of_surveys(context),
    }
    return Facts(values, context.now)


def withdrawn_at(context: Context, sla: str) -> datetime | None:
    """When a promise was withdrawn; None while it stands."""
    newest = versions_of(context.library, sla)[0]
    return newest.at if newest.is_withdrawn else None


def former(context: Context) -> list[FormerPromise]:
    """What is promised no more, the last withdrawn first, with all that was published of each."""
    library = context.library
    gone = [version for version in library.objectives.current() if version.is_withdrawn]
    found = []
    for version in sorted(gone, key=lambda one: one.at, reverse=True):
        newest = {one.figure.period.name: one.figure for one in library.figures.all_of(version.sla)}
        figures = sorted(newest.values(), key=lambda one: one.period.span.end, reverse=True)
        found.append(FormerPromise(version, objectives.promise(version.promised), figures))
    return found


def sla_page(context: Context, sla: str) -> Facts:
    """One promise: agreement, figure, periods before, versions, bars, and what counted."""
    library = context.library
    versions = versions_of(library, sla)
    agreement = _agreement(library, versions[0].promised.agreement)
    values = {
        "agreement": agreement,
        **_changes(context, sla, agreement),
        "versions": versions,
        "promises": {one.number: objectives.promise(one.promised) for one in versions},
        "answered": library.entries.leading_to([f"/sla/{sla}"]).get(f"/sla/{sla}", []),
        "recorded": library.record.marks([f"sla/{sla}", *_agreement_subjects(agreement)]),
        "corrected": library.figures.corrected(sla),
        "granted": remedies.granted_for(context, versions),
        **remedies.policy(context, sla, _agreement(library, versions[0].promised.budget_policy)),
        **context.known(lambda: _kept(context, versions[0]), *_KEPT),
    }
    return Facts(values, context.now)


_KEPT = (
    *("card", "history", "components", "repairs", "incidents", "counting", "brought"),
    *("shares", "survey", "also", "unreported"),
)


def _kept(context: Context, version: SlaVersion) -> Mapping[str, Any]:
    """How a promise is kept, and what its figure is from."""
    library, settings = context.library, context.settings
    card = view(context, version, current(context, version))
    chosen = card.judged_by.promised
    covered = views(context, card.components, going_on(context, card.components))
    tells_of_repairs = INDICATORS[chosen.indicator].tells_of_repairs
    failures = repairs.told(library, settings, covered, context.now) if tells_of_repairs else []
    recent = known_periods(context, version, _PERIODS_SHOWN)
    return {
        "card": card,
        "history": [view(context, version, period) for period in recent],
        "components": covered,
        "repairs": failures,
        "incidents": counted(library, card),
        **_counting(context, chosen),
        "unreported": unreported(context, card),
        **evidence(library, chosen, card.period, settings, context.minute),
    }


def known_periods(context: Context, version: SlaVersion, count: int) -> list[Period]:
    """The running period and those before it since anything was recorded, the newest first."""
    since = recorded_since(context.library, version.promised, context.now)
    versions = versions_of(context.library, version.sla)
    recent = periods.recent(versions, context.site.timezone, context.minute, count)
    return [period for period in recent if period.span.end >= since]


def period_names(context: Context, version: SlaVersion, count: int) -> list[str]:
    """The names of these, and of all whose figures were published, the newest first."""
    ends = dict(context.library.figures.ends([version.sla])[version.sla])
    try:
        known = known_periods(context, version, count)
    except NotKnown:
        known = []
    ends |= {period.name: period.span.end for period in known}
    return sorted(ends, key=lambda name: ends[name], reverse=True)


def _agreement(library: Library, path: str | None) -> Entry | None:
    """The agreement of an SLA, from its path below content/."""
    if path is None:
        return None
    slug = PurePosixPath(path).stem
    return library.entries.by_slugs(EntryKind.AGREEMENT, [slug]).get(slug)


def _changes(context: Context, sla: str, agreement: Entry | None) -> dict[str, list[Difference]]:
    """What the revisions of the agreement and of the definition changed."""
    texts = _agreement_subjects(agreement)
    told = changes_of(context, [f"sla/{sla}", *texts])
    return {
        "agreement_changes": [change for text in texts for change in told.get(text, [])],
        "version_changes": told.get(f"sla/{sla}", []),
    }


def _agreement_subjects(agreement: Entry | None) -> list[str]:
    return [ENTRIES[EntryKind.AGREEMENT].subject(agreement.slug)] if agreement else []


def _counting(context: Context, sla: Sla) -> Mapping[str, Any]:
    """How the probes count that its figure is from, and what others measured for them."""
    is_measured = INDICATORS[sla.indicator].is_from_probes(sla)
    chosen = sla.components if is_measured else ()
    return {
        "counting": watching.counting(context, chosen),
        "brought": watching.brought(context, chosen),
    }


def counted(library: Library, card: SlaView) -> list[Incident]:
    """The incidents that touched its components in its period, the newest first."""
    span = card.period.span
    runs = library.incidents.runs_between(span.start, span.end, [c.id for c in card.components])
    found = library.incidents.by_keys({run.incident for one in runs.values() for run in one})
    return sorted(found.values(), key=lambda incident: incident.started_at, reverse=True)


def all_slas(context: Context) -> Iterable[Params]:
    """The parameters of each page about an SLA."""
    return [{"sla": version.sla} for version in context.library.objectives.current()]


PAGES = (
    PublicPage("/sla", sla_list, template("sla_list.html"), in_sitemap=True),
    PublicPage("/sla/{sla}", sla_page, template("sla.html"), all_params=all_slas, in_sitemap=True),
)
