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
from statuspage.site.measure import definition, measure, zone_of
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.rendering import template
from statuspage.store import components, entries, incidents, slas

_PERIODS_SHOWN = 13
_MINUTE = timedelta(minutes=1)


def cards(context: Context) -> list[SlaView]:
    """Each SLA with its figure for the running period, in the order of config.toml."""
    settings = current_settings()
    known = {version.sla: version for version in slas.current() if not version.is_withdrawn}
    ordered = [known[sla.id] for sla in settings.slas if sla.id in known]
    return [
        _view(context, settings, version, _current(version, settings, context))
        for version in ordered
    ]


def _current(version: SlaVersion, settings: Settings, context: Context) -> Period:
    sla = definition(version)
    return window.current_period(sla.window, zone_of(sla, settings), context.now)


def _view(context: Context, settings: Settings, version: SlaVersion, period: Period) -> SlaView:
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
    card = _view(context, settings, versions[0], _current(versions[0], settings, context))
    kind, zone = chosen.window, zone_of(chosen, settings)
    recent = window.recent_periods(kind, zone, context.now, _PERIODS_SHOWN)
    since = _known_since(card, context)
    values = {
        "card": card,
        "agreement": _agreement(chosen.agreement),
        "history": [
            _view(context, settings, versions[0], period)
            for period in recent
            if period.span.end > since
        ],
        "versions": versions,
        "components": views(context, card.components, incidents.open_ones()),
        "incidents": _counted(card),
    }
    # What goes on counts by the minute.
    return Facts(values, context.now, _next_minute(context))


def _next_minute(context: Context) -> datetime:
    return context.now.replace(second=0) + _MINUTE


def _agreement(path: str | None) -> Entry | None:
    """The agreement of an SLA, from its path below content/."""
    if path is None:
        return None
    slug = PurePosixPath(path).stem
    return entries.by_slugs(EntryKind.AGREEMENT, [slug]).get(slug)


def _known_since(card: SlaView, context: Context) -> datetime:
    """Since when anything is recorded of its components."""
    return min(map(components.recorded_from, card.components), default=context.now)


def _counted(card: SlaView) -> list[Incident]:
    """The incidents that touched its components in its period, the newest first."""
    span = card.period.span
    runs = incidents.runs_between(span.start, span.end, [c.id for c in card.components])
    found = incidents.by_keys({run.incident for run in runs})
    return sorted(found.values(), key=lambda incident: incident.started_at, reverse=True)


def _all_slas(_: Context) -> Iterable[Params]:
    return [{"sla": version.sla} for version in slas.current()]


_TOPICS = ("slas", "agreements", "components", "incidents", "maintenance", "measurements")
PAGES = (
    PublicPage("/sla", sla_list, template("sla_list.html"), _TOPICS, in_sitemap=True),
    PublicPage(
        "/sla/{sla}",
        sla_page,
        template("sla.html"),
        _TOPICS,
        all_params=_all_slas,
        in_sitemap=True,
    ),
)
