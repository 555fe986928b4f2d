"""What can be read: documents of SLAs, periods and components, kept and published as pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from statuspage.config.values import Model
from statuspage.domain.promises.figure import figure_json
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.vocabulary import display, window
from statuspage.figures import objectives
from statuspage.figures.evidence import evidence
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.ledger import instant
from statuspage.figures.measure import zone_of
from statuspage.render.views import GroupView
from statuspage.render.words.locale import ENGLISH
from statuspage.site import slas as sla_pages
from statuspage.site.api import proof, proof_shapes, shapes
from statuspage.site.api.shapes import BASE
from statuspage.site.components import views
from statuspage.site.overview import grouped
from statuspage.site.page import Context, Facts, Params, PublicPage, one_path
from statuspage.site.periods import JSON, period_json
from statuspage.site.rendering import as_is

_PERIODS = 36  # how many are listed and published; older ones are answered all the same


@dataclass(frozen=True)
class Reading:
    """A page that programs read, with the shape of its answer."""

    page: PublicPage
    summary: str
    answer: type[Model]


def sla_list(context: Context) -> Facts:
    """Every promise in force, in the order of config.toml."""
    promised = context.library.objectives.current()
    known = {version.sla: version for version in promised if not version.is_withdrawn}
    ordered = [known[sla.id] for sla in context.settings.slas if sla.id in known]
    return _by_the_minute({"slas": [_sla(context, version) for version in ordered]}, context)


def sla_detail(context: Context, sla: str) -> Facts:
    """One promise with its versions, its periods, and the calendars and failures behind them."""
    versions = context.library.objectives.versions(sla)
    listed = {
        "versions": [
            {
                "version": version.number,
                "at": instant(version.at),
                "withdrawn": version.is_withdrawn,
                "promise": ENGLISH.say(objectives.promise(version.promised)),
                "definition": version.definition,
            }
            for version in versions
        ],
        "periods": _periods(context, versions[0]),
        "surveys": _surveys(context, versions[0]),
        "calendars": proof.calendars(context, [one.promised for one in versions]),
        "failures": _failures_of(context, versions[0]),
    }
    return _by_the_minute(_sla(context, versions[0]) | listed, context)


def component_list(context: Context) -> Facts:
    """Every component, by group, with the mean and the worst of each group over 90 days."""
    library = context.library
    shown = views(context, library.components.listed(), library.incidents.open_ones())
    groups = [_group(context, group) for group in grouped(context, shown)]
    values = {"as_of": instant(context.now), "groups": groups}
    return _facts(values, context)


def _group(context: Context, group: GroupView) -> dict[str, Any]:
    """`id` and `name` are null for the components that have no group; they have no figure."""
    figure = group.figure if group.group else None
    return {
        "id": group.group.id if group.group else None,
        "name": group.group.name if group.group else None,
        "mean": ENGLISH.say(figure.mean.words) if figure else None,
        "worst": ENGLISH.say(figure.worst.words) if figure else None,
        "coverage": figure.coverage if figure else None,
        "components": [
            {
                "id": view.component.id,
                "name": view.component.name,
                "url": f"{context.site.url}{view.component.path}",
                "state": view.state,
                "uptime": ENGLISH.say(view.uptime.figure.words) if view.uptime else None,
            }
            for view in group.components
        ],
    }


def component(context: Context, component: str) -> Facts:
    """One component as it is now, and its last 90 days with every failure."""
    chosen = context.library.components.by_id(component)
    [view] = views(context, [chosen], context.library.incidents.open_on([component]))
    values = {
        "id": chosen.id,
        "name": chosen.name,
        "description": chosen.description,
        "group": chosen.group,
        "url": f"{context.site.url}{chosen.path}",
        "state": view.state,
        "declared": view.declared,
        "measured": view.measured,
        "watched": view.is_watched,
        "withdrawn": chosen.withdrawn_at is not None,
        "as_of": instant(context.now),
        "timezone": context.site.timezone,
        "uptime": ENGLISH.say(view.uptime.figure.words) if view.uptime else None,
        "uptime_coverage": view.uptime.coverage if view.uptime else None,
        "days": [
            {
                "date": day.date.isoformat(),
                "level": day.level,
                "worst": day.worst,
                "worst_seconds": day.worst_seconds,
                "unknown_seconds": day.unknown_seconds,
            }
            for day in view.days
        ],
        "runs": [
            {
                "from": instant(run.start),
                "to": instant(run.span(context.now).end),
                "state": run.state,
                "incident": run.incident or None,
            }
            for run in view.runs
        ],
        "unknown": [{"from": instant(gap.start), "to": instant(gap.end)} for gap in view.unknown],
        "probes": [
            {"id": probe.id, "type": probe.type, "interval": _seconds(probe.interval)}
            for probe in context.settings.probes
            if probe.component == chosen.id
        ],
        "failures": proof.failures(context, [view]),
    }
    return _facts(values, context)


def latencies(context: Context, component: str) -> Facts:
    """The answers of a component, counted in the buckets that its percentiles are from."""
    chosen = context.library.components.by_id(component)
    return _by_the_minute(proof.latencies(context, chosen.id), context)


def _sla(context: Context, version: SlaVersion) -> dict[str, Any]:
    sla, settings = version.promised, context.settings
    zone = zone_of(sla, settings)
    running = window.current_period(sla.window, zone, context.minute)
    card = sla_pages.view(context, version, running)
    return {
        "id": sla.id,
        "title": sla.title,
        "promise": ENGLISH.say(objectives.promise(sla)),
        "indicator": sla.indicator,
        "target": display.percent_text(sla.target),
        "window": sla.window,
        "timezone": zone.key,
        "components": list(sla.components),
        "withdrawn": version.is_withdrawn,
        "url": f"{context.site.url}/sla/{sla.id}",
        "current": figure_json(card.figure, ENGLISH.say(card.rule)),
    }


def _surveys(context: Context, version: SlaVersion) -> list[dict[str, Any]]:
    """What people answered in the running period, of a promise about their satisfaction."""
    sla, settings = version.promised, context.settings
    running = window.current_period(sla.window, zone_of(sla, settings), context.minute)
    found = evidence(context.library, sla, running, settings, context.minute)
    return [found["survey"], *found["also"]] if found["survey"] else []


def _failures_of(context: Context, version: SlaVersion) -> dict[str, Any] | None:
    """The failures that the page of a promise counts: those of the components it is judged by."""
    card = sla_pages.view(context, version, sla_pages.current(context, version))
    if not INDICATORS[card.figure.indicator].tells_of_repairs:
        return None
    covered = views(context, card.components, context.library.incidents.open_ones())
    return proof.failures(context, covered)


def _periods(context: Context, version: SlaVersion) -> list[str]:
    """The names of the running period and those before it, the newest first."""
    known = sla_pages.known_periods(context, version, _PERIODS)
    return [period.name for period in known]


def _all_slas(context: Context) -> Iterable[Params]:
    return [{"sla": version.sla} for version in context.library.objectives.current()]


def _all_periods(context: Context) -> Iterable[Params]:
    return [
        {"sla": version.sla, "period": period}
        for version in context.library.objectives.current()
        for period in _periods(context, version)
    ]


def _all_components(context: Context) -> Iterable[Params]:
    return [{"component": chosen.id} for chosen in context.library.components.known()]


def _by_the_minute(values: Mapping[str, Any], context: Context) -> Facts:
    context.holds_for_the_minute()
    return _facts(values, context)


def _facts(values: Mapping[str, Any], context: Context) -> Facts:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return Facts({"body": f"{text}\n".encode()}, context.now)


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else length // timedelta(seconds=1)


def _reading(
    pattern: str,
    read: Callable[..., Facts],
    answer: type[Model],
    all_params: Callable[[Context], Iterable[Params]] = one_path,
) -> Reading:
    page = PublicPage(f"{BASE}{pattern}", read, as_is, content_type=JSON, all_params=all_params)
    return Reading(page, (read.__doc__ or "").strip(), answer)


READINGS = (
    _reading("/slas", sla_list, shapes.Slas),
    _reading("/slas/{sla}", sla_detail, shapes.SlaDetail, _all_slas),
    _reading("/slas/{sla}/periods/{period}", period_json, shapes.Figure, _all_periods),
    _reading(
        "/components",
        component_list,
        shapes.Components,
    ),
    _reading(
        "/components/{component}",
        component,
        shapes.Component,
        _all_components,
    ),
    _reading(
        "/components/{component}/latency",
        latencies,
        proof_shapes.Latencies,
        _all_components,
    ),
)
