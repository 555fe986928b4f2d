"""`probe try|list`: what config.toml has watched, and what one check of it sees now."""

from __future__ import annotations

import asyncio
from typing import Any

import click

from statuspage.cli.completion import offers
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program
from statuspage.config import Probe, Settings, duration_text
from statuspage.config.faults import hint
from statuspage.domain.measured.samples import ProbeState
from statuspage.errors import InvalidInput, NotFound
from statuspage.probes.connectivity import Connectivity
from statuspage.probes.kind import ProbeKind
from statuspage.probes.registry import PROBE_KINDS
from statuspage.probes.result import Result, check
from statuspage.said import Said, joined, said

_EXITS = {ProbeState.DOWN: 1, ProbeState.UNKNOWN: 2}
_STEPS = {
    "name": said("name {time}"),
    "connect": said("connection {time}"),
    "tls": said("TLS {time}"),
    "first_byte": said("first answer {time}"),
}


@click.group()
def probe() -> None:
    """Probes of config.toml.

    \b
    Example:
      statuspage probe try website-http
    """


@probe.command("list")
@json_option
@click.pass_obj
def list_probes(program: Program) -> None:
    """What is watched: probe, kind, how often, component, and from which locations.

    \b
    Example:
      statuspage probe list
    """
    settings = program.settings()
    if not settings.probes:
        echo(said("There is no probe yet; add a [[probes]] table to {name}.", name="config.toml"))
    tell(
        [
            {
                "id": one.id,
                "type": one.type,
                "interval": duration_text(one.interval) if one.interval else None,
                "component": one.component,
                "locations": [*one.locations],
            }
            for one in settings.probes
        ]
    )
    width = max((len(one.id) for one in settings.probes), default=0)
    for one in settings.probes:
        often = duration_text(one.interval) if one.interval else "-"
        places = f"  {', '.join(one.locations)}" if one.locations else ""
        line(f"{one.id:<{width}}  {one.type:<9}  {often:>4}  {one.component}{places}")


@probe.command("try")
@click.argument("key", metavar="ID", shell_complete=offers.probes)
@json_option
@click.pass_obj
def try_probe(program: Program, key: str) -> None:
    """Check once what a probe checks, and say what it sees; nothing is recorded.

    Exits with 1 when it is down, with 2 when nothing can be said of it.

    \b
    Example:
      statuspage probe try website-http
    """
    settings = program.settings()
    chosen = _chosen(settings, key)
    if chosen.source is not None:
        text = said(
            "{id} is pulled from a source; try that with `statuspage source try {source}`.",
            id=key,
            source=chosen.source,
        )
        raise InvalidInput({"ID": text})
    kind = PROBE_KINDS[chosen.type]
    if kind.measure is None:
        text = said("{id} is not checked from here: its job calls in.", id=key)
        raise InvalidInput({"ID": text})
    result = asyncio.run(_once(kind, chosen, settings))
    tell(_document(chosen, result))
    _print(chosen, result)
    raise SystemExit(_EXITS.get(result.state, 0))


async def _once(kind: ProbeKind[Any], chosen: Probe, settings: Settings) -> Result:
    keys = kind.settings.model_validate(chosen.written())
    result = await check(kind, keys)
    return await Connectivity(settings.network.connectivity).judged(kind.host(keys), result)


def _chosen(settings: Settings, key: str) -> Probe:
    found = next((one for one in settings.probes if one.id == key), None)
    if found is None:
        known = hint(key, [one.id for one in settings.probes])
        raise NotFound(said("There is no probe '{probe}'; {hint}", probe=key, hint=known))
    return found


def _print(chosen: Probe, result: Result) -> None:
    state = {"id": chosen.id, "kind": chosen.type, "state": result.state.label}
    echo(said("{id} ({kind}): {state}", **state))
    if result.reason:
        echo(result.reason.detail)
    if result.latency_ms is not None:
        echo(said("It took {time}.", time=said("{count} ms", count=result.latency_ms)))
    if steps := _steps(result):
        echo(joined(steps, ", "))


def _steps(result: Result) -> list[Said]:
    taken = ((text, getattr(result.times, step)) for step, text in _STEPS.items())
    return [
        Said(text.key, {"time": said("{count} ms", count=spent)})
        for text, spent in taken
        if spent is not None
    ]


def _document(chosen: Probe, result: Result) -> dict[str, Any]:
    """What a program reads: milliseconds; steps that were not taken are null."""
    times = result.times
    why = result.reason
    return {
        "probe": chosen.id,
        "type": chosen.type,
        "component": chosen.component,
        "state": result.state.value,
        "latency_ms": result.latency_ms,
        "times_ms": {step: getattr(times, step) for step in _STEPS},
        "reason": {"kind": why.kind, "text": words(why.detail), **why.facts} if why else None,
    }


COMMANDS = (probe,)
