"""What can be read: documents of SLAs, periods and components, kept and published as pages."""

from __future__ import annotations

from datetime import timedelta

from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.display import FigureWords
from statuspage.figures import objectives
from statuspage.figures.evidence import evidence
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.measure import zone_of
from statuspage.figures.objectives import versions_of
from statuspage.render.views import GroupView, SlaView
from statuspage.said import said
from statuspage.site.answers import Answer, Figure
from statuspage.site.api import (
    entries,
    incidents,
    notices,
    promises,
    proof,
    recovery,
    reports,
    shapes,
    surveys,
)
from statuspage.site.api.reading import document, reading
from statuspage.site.measured import watching
from statuspage.site.measured.components import all_components, going_on, views
from statuspage.site.overview import grouped
from statuspage.site.page import Context, Facts
from statuspage.site.promises import slas as sla_pages
from statuspage.site.promises.periods import BY_YEAR, all_periods, answer, period_json

_PERIODS = 36  # how many are listed and published; older ones are answered all the same


def sla_list(context: Context) -> Facts:
    """Every promise in force, in the order of config.toml."""
    found = shapes.Slas(slas=[_sla(context, card) for card in sla_pages.cards(context)])
    return _by_the_minute(found, context)


def sla_detail(context: Context, sla: str) -> Facts:
    """One promise with its versions, its periods, and the calendars and failures behind them."""
    versions = versions_of(context.library, sla)
    card = sla_pages.view(context, versions[0], sla_pages.current(context, versions[0]))
    found = shapes.SlaDetail(
        **dict(_sla(context, card)),
        versions=[_version(context, version) for version in versions],
        periods=sla_pages.period_names(context, versions[0], _PERIODS),
        surveys=_surveys(context, card),
        calendars=proof.calendars(context, (one.promised for one in versions)),
        failures=_failures_of(context, card),
    )
    return _by_the_minute(found, context)


def component_list(context: Context) -> Facts:
    """Every component, by group, with the mean and the worst of each group over 90 days."""
    library = context.library
    shown = views(context, library.components.listed(), library.incidents.open_ones())
    groups = [_group(context, group) for group in grouped(context, shown)]
    return document(shapes.Components(as_of=context.now, groups=groups), context.now)


def component(context: Context, component: str) -> Facts:
    """One component as it is now, and its last 90 days with every failure."""
    chosen = context.library.components.by_id(component)
    [view] = views(context, [chosen], context.library.incidents.open_on([component]))
    found = shapes.Component(
        id=chosen.id,
        name=chosen.name,
        description=chosen.description,
        group=chosen.group,
        url=context.site.address(chosen.path),
        state=view.state,
        declared=view.declared,
        measured=view.measured,
        watched=view.is_watched,
        withdrawn=chosen.withdrawn_at is not None,
        as_of=context.now,
        timezone=context.site.timezone,
        uptime=_words(context, view.uptime.figure if view.uptime else None),
        uptime_coverage=view.uptime.coverage if view.uptime else None,
        uptime_unweighted=view.uptime.unweighted if view.uptime else None,
        days=[
            shapes.ComponentDay(
                date=day.date,
                level=day.level,
                worst=day.worst,
                worst_seconds=day.worst_seconds,
                unknown_seconds=day.unknown_seconds,
            )
            for day in view.days
        ],
        runs=[
            shapes.Run(
                from_=run.start,
                to=run.span(context.now).end,
                state=run.state,
                incident=run.incident or None,
            )
            for run in view.runs
        ],
        unknown=[shapes.Stretch(from_=gap.start, to=gap.end) for gap in view.unknown],
        probes=_probes(context, chosen.id),
        failures=proof.failures(context, [view]),
    )
    return document(found, context.now)


def _probes(context: Context, component: str) -> list[shapes.Probe]:
    seen = watching.probes(context, component)
    return [
        shapes.Probe(
            id=probe.id,
            type=probe.type,
            interval=_seconds(probe.interval),
            newest=[
                shapes.NewestCheck(
                    location=one.location or None,
                    at=one.at,
                    state=one.state,
                    latency_ms=one.latency_ms,
                    reason=context.locale.say(one.reason.public) if one.reason else None,
                )
                for one in seen
                if one.probe == probe.id and one.at
            ],
        )
        for probe in context.settings.probes
        if probe.component == component
    ]


def latencies(context: Context, component: str) -> Facts:
    """The answers of a component, counted in the buckets that its percentiles are from."""
    chosen = context.library.components.by_id(component)
    return _by_the_minute(proof.latencies(context, chosen.id), context)


def _group(context: Context, group: GroupView) -> shapes.Group:
    """`id` and `name` are null for the components that have no group; they have no figure."""
    figure = group.figure if group.group else None
    return shapes.Group(
        id=group.group.id if group.group else None,
        name=group.group.name if group.group else None,
        mean=_words(context, figure.mean if figure else None),
        worst=_words(context, figure.worst if figure else None),
        coverage=figure.coverage if figure else None,
        components=[
            shapes.ListedComponent(
                id=view.component.id,
                name=view.component.name,
                url=context.site.address(view.component.path),
                state=view.state,
                uptime=_words(context, view.uptime.figure if view.uptime else None),
            )
            for view in group.components
        ],
    )


def _sla(context: Context, card: SlaView) -> shapes.Sla:
    sla = card.version.promised
    return shapes.Sla(
        id=sla.id,
        title=sla.title,
        promise=context.locale.say(objectives.promise(sla)),
        indicator=sla.indicator,
        target=display.percent_text(sla.target),
        window=sla.window,
        timezone=zone_of(sla, context.site.timezone).key,
        components=list(sla.components),
        withdrawn=card.version.is_withdrawn,
        url=context.site.address(card.version.path),
        current=answer(context, card),
    )


def _version(context: Context, version: SlaVersion) -> shapes.SlaVersion:
    return shapes.SlaVersion(
        version=version.number,
        at=version.at,
        withdrawn=version.is_withdrawn,
        promise=context.locale.say(objectives.promise(version.promised)),
        definition=dict(version.definition),
    )


def _surveys(context: Context, card: SlaView) -> list[shapes.Survey]:
    """What people answered in the running period, of a promise about their satisfaction."""
    sla = card.version.promised
    found = evidence(context.library, sla, card.period, context.settings, context.minute)
    told = [found["survey"], *found["also"]] if found["survey"] else []
    return [shapes.Survey.model_validate(one) for one in told]


def _failures_of(context: Context, card: SlaView) -> shapes.Failures | None:
    """The failures that the page of a promise counts: those of the components it is judged by."""
    if not INDICATORS[card.figure.indicator].tells_of_repairs:
        return None
    covered = views(context, card.components, going_on(context, card.components))
    return proof.failures(context, covered)


def _by_the_minute(found: Answer, context: Context) -> Facts:
    context.holds_for_the_minute()
    return document(found, context.now)


def _words(context: Context, found: FigureWords | None) -> str | None:
    return None if found is None else context.locale.say(found.words)


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else length // timedelta(seconds=1)


READINGS = (
    reading(
        "/slas",
        sla_list,
        said("Every promise in force, in the order of config.toml."),
        shapes.Slas,
    ),
    reading(
        "/slas/{sla}",
        sla_detail,
        said(
            "One promise with its versions, its periods, and the calendars and failures behind "
            "them."
        ),
        shapes.SlaDetail,
        sla_pages.all_slas,
    ),
    reading(
        "/slas/{sla}/periods/{period}",
        period_json,
        said("The figure of a promise in one period."),
        Figure,
        all_periods,
        by_year=BY_YEAR,
    ),
    reading(
        "/components",
        component_list,
        said("Every component, by group, with the mean and the worst of each group over 90 days."),
        shapes.Components,
    ),
    reading(
        "/components/{component}",
        component,
        said("One component as it is now, and its last 90 days with every failure."),
        shapes.Component,
        all_components,
    ),
    reading(
        "/components/{component}/latency",
        latencies,
        said("The answers of a component, counted in the buckets that its percentiles are from."),
        shapes.Latencies,
        all_components,
    ),
    *incidents.READINGS,
    *entries.READINGS,
    *notices.READINGS,
    *recovery.READINGS,
    *promises.READINGS,
    *reports.READINGS,
    *surveys.READINGS,
)
