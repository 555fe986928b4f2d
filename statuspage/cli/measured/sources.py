"""`source try|list`: what is pulled from where, and what one pull of it gives now."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from statuspage import clock
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program
from statuspage.config import Settings, duration_text
from statuspage.config.faults import hint
from statuspage.config.sources import KnownSource
from statuspage.errors import NotFound, StatusPageError
from statuspage.said import Said, said
from statuspage.sources.kind import Pulled
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
    """What is pulled: series, source, kind, how often measured, what it is about, what is asked.

    \b
    Example:
      statuspage source list
    """
    settings = program.settings()
    if not settings.sources:
        echo(said("There is no source yet; add a [[sources]] table to {name}.", name="config.toml"))
    found = [*_listed(settings)]
    width = max((len(one["series"]) for one in found), default=0)
    for one in found:
        place = f"{one['source']}  {one['type']:<11}  {one['interval']:>4}  {one['about']}"
        line(f"{one['series']:<{width}}  {place}  {one['query']}")
    tell(found)


def _listed(settings: Settings) -> Iterator[dict[str, str]]:
    """Each with the component or the promise that it is about."""
    for source in settings.sources:
        named = {"source": source.id, "type": source.type}
        for probe in settings.probes:
            if probe.source == source.id and probe.interval is not None:
                often = duration_text(probe.interval)
                told = {"series": probe.id, "interval": often, "about": probe.component}
                yield named | told | {"query": probe.query or ""}
        for ratio in source.ratios:
            often = duration_text(ratio.interval)
            told = {"series": source.pulls_of(ratio), "interval": often, "about": ratio.sla}
            yield named | told | {"query": ratio.asked}


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
    known, found, code = AskedSource.of(_chosen(program.settings(), key)), [], 0
    for name in known.names:
        gave, fault = _tried(known, name)
        code = 1 if fault else max(code, 0 if gave.newest or code == 1 else 2)
        found.append(_document(name, known.asked(name), gave, fault))
        _print(name, known.asked(name), gave, fault)
    tell({"source": key, "series": found})
    raise SystemExit(code)


def _tried(known: AskedSource, name: str) -> tuple[Pulled, Said | None]:
    try:
        return known.newest(name, clock.now(), os.environ), None
    except StatusPageError as error:
        return Pulled((), 0, b""), error.said


def _chosen(settings: Settings, key: str) -> KnownSource:
    found = next((one for one in settings.sources if one.id == key), None)
    if found is None:
        known = hint(key, [one.id for one in settings.sources])
        raise NotFound(said("There is no source '{source}'; {hint}", source=key, hint=known))
    return found


def _print(name: str, query: str, gave: Pulled, fault: Said | None) -> None:
    echo(said("{id} ({query}):", id=name, query=query))
    if fault is not None:
        echo(fault)
    elif gave.newest is None:
        echo(said("It has no measurement of late; check the query."))
    for one in sorted(gave.samples, key=lambda one: one.at)[-_SHOWN:]:
        took = "" if one.latency_ms is None else f"  {one.latency_ms} ms"
        place = f"  {one.location}" if one.location else ""
        line(f"{_stamp(one.at)}  {words(one.state.label)}{took}{place}")
    for some in gave.slices[-_SHOWN:]:
        told = said("{good} of {total} events", good=some.good, total=some.total)
        line(f"{_stamp(some.span.start)}  {words(told)}")


def _document(name: str, query: str, gave: Pulled, fault: Said | None) -> dict[str, Any]:
    """What a program reads, in order of time."""
    return {
        "id": name,
        "query": query,
        "fault": None if fault is None else words(fault),
        "samples": [
            {
                "at": _stamp(one.at),
                "state": one.state.value,
                "latency_ms": one.latency_ms,
                "location": one.location or None,
            }
            for one in sorted(gave.samples, key=lambda one: one.at)
        ],
        "ratios": [
            {
                "from": _stamp(one.span.start),
                "to": _stamp(one.span.end),
                "good": one.good,
                "total": one.total,
            }
            for one in gave.slices
        ],
    }


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


COMMANDS = (source,)
