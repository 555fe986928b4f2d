"""The pages of SLAs: the promise in plain words, and beside it the figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from statuspage.config import Settings, Sla
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.promises.sla import SlaVersion, numbered
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.window import Period
from statuspage.figures import objectives, repairs
from statuspage.figures.evidence import evidence, recorded_since
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.indicators.csat import also_asked
from statuspage.figures.measure import measure, zone_of
from statuspage.render.differences import Difference
from statuspage.render.views import SlaView
from statuspage.site import watching
from statuspage.site.changes import changes_of
from statuspage.site.components import views
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.rendering import template
from statuspage.store import components, entries, frozen, incidents, record, slas
from statuspage.store.settings import current_settings

_PERIODS_SHOWN = 13
_MINUTE = timedelta(minutes=1)


def cards(context: Context) -> list[SlaView]:
    """Each SLA with its figure for the running period, in the order of config.toml."""
    settings = current_settings()
    known = {version.sla: version for version in slas.current() if not version.is_withdrawn}
    ordered = [known[sla.id] for sla in settings.slas if sla.id in known]
    return [
        view(context, settings, version, current(version, settings, context)) for version in ordered
    ]


def current(version: SlaVersion, settings: Settings, context: Context) -> Period:
    sla = version.promised
    return window.current_period(sla.window, zone_of(sla, settings), context.minute)


def view(context: Context, settings: Settings, version: SlaVersion, period: Period) -> SlaView:
    """One SLA in one period, by the definition that the figure is judged by."""
    names = {component.id: component for component in components.known()}
    found = measure(version, period, settings, context.minute)
    judged_by = numbered(slas.versions(version.sla), found.definition_version)
    sla = judged_by.promised
    touched = [names[component] for component in sla.components if component in names]
    return SlaView(
        version, judged_by, objectives.promise(sla), objectives.rule(sla), touched, period, found
    )


def sla_list(context: Context) -> Facts:
    """The scorecard: every promise with its figure, and what was asked beside satisfaction."""
    shown = cards(context)
    rated = next((card for card in shown if card.figure.indicator == "csat"), None)
    also = also_asked(rated.period) if rated else []
    values = {"cards": shown, "card": rated, "also": also}
    return Facts(values, context.now, _next_minute(context))


def sla_page(context: Context, sla: str) -> Facts:
    """One promise: agreement, figure, periods before, versions, bars, and what counted."""
    settings = current_settings()
    versions = slas.versions(sla)
    card = view(context, settings, versions[0], current(versions[0], settings, context))
    chosen = card.judged_by.promised
    covered = views(context, card.components, incidents.open_ones())
    tells_of_repairs = INDICATORS[chosen.indicator].tells_of_repairs
    failures = repairs.told(settings, covered, context.now) if tells_of_repairs else []
    recent = known_periods(versions[0], settings, context, _PERIODS_SHOWN)
    agreement = _agreement(versions[0].promised.agreement)
    values = {
        "card": card,
        "agreement": agreement,
        **_changes(context, sla, agreement),
        "history": [view(context, settings, versions[0], period) for period in recent],
        "versions": versions,
        "promises": {one.number: objectives.promise(one.promised) for one in versions},
        "recorded": record.marks([f"sla/{sla}", *_agreement_subjects(agreement)]),
        "corrected": frozen.corrected(sla),
        "components": covered,
        "repairs": failures,
        "incidents": _counted(card),
        "counting": _counting(chosen, settings),
        **evidence(chosen, card.period, settings, context.minute),
    }
    # What goes on counts by the minute.
    return Facts(values, context.now, _next_minute(context))


def known_periods(
    version: SlaVersion, settings: Settings, context: Context, count: int
) -> list[Period]:
    """The running period and those before it since anything was recorded, the newest first."""
    sla = version.promised
    since = recorded_since(sla, context.now)
    recent = window.recent_periods(sla.window, zone_of(sla, settings), context.minute, count)
    return [period for period in recent if period.span.end >= since]


def _next_minute(context: Context) -> datetime:
    return context.minute + _MINUTE


def _agreement(path: str | None) -> Entry | None:
    """The agreement of an SLA, from its path below content/."""
    if path is None:
        return None
    slug = PurePosixPath(path).stem
    return entries.by_slugs(EntryKind.AGREEMENT, [slug]).get(slug)


def _changes(context: Context, sla: str, agreement: Entry | None) -> dict[str, list[Difference]]:
    """What the revisions of the agreement and of the definition changed."""
    texts = _agreement_subjects(agreement)
    told = changes_of(context.site, [f"sla/{sla}", *texts])
    return {
        "agreement_changes": [change for text in texts for change in told.get(text, [])],
        "version_changes": told.get(f"sla/{sla}", []),
    }


def _agreement_subjects(agreement: Entry | None) -> list[str]:
    return [ENTRIES[EntryKind.AGREEMENT].subject(agreement.slug)] if agreement else []


def _counting(sla: Sla, settings: Settings) -> Mapping[str, Sequence[ProbeVersion]]:
    """How the probes count that its figure is from; none where no probe measures it."""
    is_measured = INDICATORS[sla.indicator].is_from_probes(sla)
    return watching.counting(settings, sla.components if is_measured else ())


def _counted(card: SlaView) -> list[Incident]:
    """The incidents that touched its components in its period, the newest first."""
    span = card.period.span
    runs = incidents.runs_between(span.start, span.end, [c.id for c in card.components])
    found = incidents.by_keys({run.incident for run in runs})
    return sorted(found.values(), key=lambda incident: incident.started_at, reverse=True)


def _all_slas(_: Context) -> Iterable[Params]:
    return [{"sla": version.sla} for version in slas.current()]


TOPICS = ("slas", "agreements", "components", "incidents", "maintenance", "measurements")
PAGES = (
    PublicPage("/sla", sla_list, template("sla_list.html"), TOPICS, in_sitemap=True),
    PublicPage(
        "/sla/{sla}",
        sla_page,
        template("sla.html"),
        TOPICS,
        all_params=_all_slas,
        in_sitemap=True,
    ),
)
