"""The pages of SLAs: the promise in plain words, and beside it the figure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from statuspage.config import Settings
from statuspage.domain import window
from statuspage.domain.entry import Entry, EntryKind
from statuspage.domain.incident import Incident
from statuspage.domain.sla import SlaVersion
from statuspage.domain.window import Period
from statuspage.render import promises
from statuspage.render.views import SlaView
from statuspage.site.components import views
from statuspage.site.current import current_settings
from statuspage.site.evidence import evidence, known_since
from statuspage.site.measure import definition, measure, zone_of
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.rendering import template
from statuspage.store import components, entries, frozen, incidents, measurements, slas

_PERIODS_SHOWN = 13
_MINUTE = timedelta(minutes=1)


def cards(context: Context) -> list[SlaView]:
    """Each SLA with its figure for the running period, in the order of config.toml."""
    settings = current_settings()
    known = {version.sla: version for version in slas.current() if not version.is_withdrawn}
    ordered = [known[sla.id] for sla in settings.slas if sla.id in known]
    return [
        view(context, settings, version, _current(version, settings, context))
        for version in ordered
    ]


def _current(version: SlaVersion, settings: Settings, context: Context) -> Period:
    sla = definition(version)
    return window.current_period(sla.window, zone_of(sla, settings), context.now)


def view(context: Context, settings: Settings, version: SlaVersion, period: Period) -> SlaView:
    """One SLA in one period, by this definition or the one that the figure is frozen under."""
    sla = definition(version)
    names = {component.id: component for component in components.known()}
    found = measure(version, period, settings, context.now)
    touched = [names[component] for component in sla.components if component in names]
    return SlaView(version, promises.promise(sla), touched, period, found)


def sla_list(context: Context) -> Facts:
    """The scorecard: every promise with its figure."""
    return Facts({"cards": cards(context)}, context.now, _next_minute(context))


def sla_page(context: Context, sla: str) -> Facts:
    """One promise: agreement, figure, periods before, versions, bars, and what counted."""
    settings = current_settings()
    versions = slas.versions(sla)
    chosen = definition(versions[0])
    card = view(context, settings, versions[0], _current(versions[0], settings, context))
    recent = known_periods(versions[0], settings, context, _PERIODS_SHOWN)
    values = {
        "card": card,
        "agreement": _agreement(chosen.agreement),
        "history": [view(context, settings, versions[0], period) for period in recent],
        "versions": versions,
        "corrected": frozen.corrected(sla),
        "components": views(context, card.components, incidents.open_ones()),
        "incidents": _counted(card),
        **evidence(chosen, card.period, settings, context.now),
    }
    # What goes on counts by the minute.
    return Facts(values, context.now, _next_minute(context))


def known_periods(
    version: SlaVersion, settings: Settings, context: Context, count: int
) -> list[Period]:
    """The running period and those before it since anything was recorded, the newest first."""
    sla = definition(version)
    since = recorded_since(version, context)
    recent = window.recent_periods(sla.window, zone_of(sla, settings), context.now, count)
    return [period for period in recent if period.span.end >= since]


def recorded_since(version: SlaVersion, context: Context) -> datetime:
    """Since when anything is known of what an SLA counts; now, if nothing is."""
    sla = definition(version)
    if (first_event := known_since(sla)) is not None:
        return first_event
    touched = [known for known in components.known() if known.id in sla.components]
    starts = [components.recorded_from(component) for component in touched]
    for series in measurements.series_on(sla.components):
        if (first := measurements.first_start(series.number)) is not None:
            starts.append(first)
    return min(starts, default=context.now)


def _next_minute(context: Context) -> datetime:
    return context.now.replace(second=0) + _MINUTE


def _agreement(path: str | None) -> Entry | None:
    """The agreement of an SLA, from its path below content/."""
    if path is None:
        return None
    slug = PurePosixPath(path).stem
    return entries.by_slugs(EntryKind.AGREEMENT, [slug]).get(slug)


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
