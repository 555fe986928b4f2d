"""`source try|list`: what is pulled from where, and what one pull of it gives now."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import click

from statuspage import clock
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program
from statuspage.config import Probe, Settings, duration_text
from statuspage.config.faults import hint
from statuspage.config.sources import KnownSource, SeriesKeys
from statuspage.domain.measured.samples import Sample
from statuspage.errors import NotFound, StatusPageError
from statuspage.said import Said, said
from statuspage.sources.pulling import AskedSource

_SHOWN = 5  # measurements


@click.group()
def source() -> None:
    """Sources of config.toml: measurements that exist already.

    \b
    Example:
      statuspage source try prom
    """


@source.command("list")
@json_option
@click.pass_obj
def list_sources(program: Program) -> None:
    """What is pulled: series, source, kind, how often measured, component, and what is asked.

    \b
    Example:
      statuspage source list
    """
    settings = program.settings()
    if not settings.sources:
        echo(said("There is no source yet; add a [[sources]] table to {name}.", name="config.toml"))
    pulled = [probe for probe in settings.probes if probe.source is not None]
    width = max((len(one.id) for one in pulled), default=0)
    for one in pulled:
        often = duration_text(one.interval) if one.interval else "-"
        place = f"{one.source}  {one.type:<11}  {often:>4}  {one.component}"
        line(f"{one.id:<{width}}  {place}  {one.query}")
    tell([_listed(one) for one in pulled])


def _listed(probe: Probe) -> dict[str, Any]:
    return {
        "series": probe.id,
        "source": probe.source,
        "type": probe.type,
        "interval": duration_text(probe.interval) if probe.interval else None,
        "component": probe.component,
        "query": probe.query,
    }


@source.command("try")
@click.argument("key", metavar="ID")
@json_option
@click.pass_obj
def try_source(program: Program, key: str) -> None:
    """Ask a source once for the last minutes of each of its series; nothing is recorded.

    Exits with 1 when one of them cannot be had, with 2 when one has nothing.

    \b
    Example:
      statuspage source try prom
    """
    chosen = _chosen(program.settings(), key)
    known, found, code = AskedSource.of(chosen), [], 0
    for series in known.keys.series:
        samples, fault = _tried(known, series)
        code = 1 if fault else max(code, 0 if samples or code == 1 else 2)
        found.append(_document(series, samples, fault))
        _print(series, samples, fault)
    tell({"source": key, "series": found})
    raise SystemExit(code)


def _tried(known: AskedSource, series: SeriesKeys) -> tuple[Sequence[Sample], Said | None]:
    try:
        return known.newest(str(series.id), clock.now(), os.environ).samples, None
    except StatusPageError as error:
        return (), error.said


def _chosen(settings: Settings, key: str) -> KnownSource:
    found = next((one for one in settings.sources if one.id == key), None)
    if found is None:
        known = hint(key, [one.id for one in settings.sources])
        raise NotFound(said("There is no source '{source}'; {hint}", source=key, hint=known))
    return found


def _print(series: SeriesKeys, samples: Sequence[Sample], fault: Said | None) -> None:
    echo(said("{id} ({query}):", id=series.id, query=series.asked))
    if fault is not None:
        echo(fault)
    elif not samples:
        echo(said("It has no measurement of late; check the query."))
    for one in sorted(samples, key=lambda one: one.at)[-_SHOWN:]:
        took = "" if one.latency_ms is None else f"  {one.latency_ms} ms"
        place = f"  {one.location}" if one.location else ""
        line(f"{one.at:%Y-%m-%dT%H:%M:%SZ}  {words(one.state.label)}{took}{place}")


def _document(series: SeriesKeys, samples: Sequence[Sample], fault: Said | None) -> dict[str, Any]:
    """What a program reads; the samples in order of time."""
    return {
        "id": series.id,
        "component": series.component,
        "query": series.asked,
        "fault": None if fault is None else words(fault),
        "samples": [
            {
                "at": f"{one.at:%Y-%m-%dT%H:%M:%SZ}",
                "state": one.state.value,
                "latency_ms": one.latency_ms,
                "location": one.location or None,
            }
            for one in sorted(samples, key=lambda one: one.at)
        ],
    }


COMMANDS = (source,)
