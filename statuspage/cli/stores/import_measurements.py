"""`import measurements`: results of checks that another system made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import click

from statuspage import clock
from statuspage.actions.measurements.brought import note_brought
from statuspage.actions.measurements.bulk_checks import import_checks
from statuspage.actions.staff.audit import note_deed
from statuspage.cli.language import echo
from statuspage.cli.output import json_option, tell
from statuspage.cli.pairs import pairs
from statuspage.cli.program import Program, actor, zone
from statuspage.cli.progress import shown
from statuspage.cli.stores.import_history import bare
from statuspage.config import Probe, Settings
from statuspage.config.faults import hint
from statuspage.domain.measured.brought import Brought
from statuspage.errors import InvalidInput
from statuspage.imports.histories.given import Given
from statuspage.imports.monitors.monitor import Monitor, TheirResult, written
from statuspage.imports.monitors.registry import SYSTEMS
from statuspage.said import counted, joined, said
from statuspage.store import db
from statuspage.store.settings import current_settings

_CHUNK = 5_000
_USUAL = timedelta(minutes=1)  # where a probe has no interval of its own


@click.command("measurements")
@click.option(
    "--from",
    "system",
    type=click.Choice([*SYSTEMS]),
    required=True,
    help="The system that measured them.",
)
@click.argument("place", metavar="SOURCE")
@click.option(
    "--probe",
    "given",
    multiple=True,
    metavar="THEIRS=OURS",
    help="Which probe a monitor there is here; may be repeated.",
)
@click.option("--location", help="From where it measured, as one more location of the probe.")
@json_option
@click.pass_obj
def import_measurements(
    program: Program,
    system: str,
    place: str,
    given: tuple[str, ...],
    location: str | None,
) -> None:
    """Import results of checks from another system; pages say that it measured them.

    UptimeRobot: saved answers of getMonitors with logs=1. Pingdom: saved answers of
    results/CHECK. Uptime Kuma: kuma.db. Upptime: a clone of the repository. A monitor that is
    called or asks like a probe here is that probe. Where nothing was measured is unknown.

    \b
    Example:
      statuspage import measurements --from kuma kuma.db --probe "Shop=shop-http"
    """
    program.open()
    with db.snapshot():
        settings = current_settings()
    taking = _Taking(settings, pairs("--probe", given), location)
    about = SYSTEMS[system]
    with shown() as progress:
        monitors = about.read(Given(place, zone(), clock.now()))
        taken = import_checks(taking.chunks(monitors), settings, progress)
    if taken.fault_count:
        for fault in taken.faults:
            echo(joined([place, fault.said], ": "), err=True)
        text = counted(
            "{count} fault; nothing was taken.",
            "{count} faults; nothing was taken.",
            taken.fault_count,
        )
        raise InvalidInput({place: text})
    note_brought(taking.brought(about.name))
    if taken.rows:
        note_deed(actor(), "import", f"import/{bare(place)}", taken=taken.rows)
    tell(taking.facts(about.name, taken.rows))
    for one in taking.spans.values():
        echo(
            said(
                "{probe}: {count} results from {since:%Y-%m-%d %H:%M} to {until:%Y-%m-%d %H:%M} "
                "UTC, measured by {system}",
                probe=one.probe.id,
                count=one.count,
                since=one.since,
                until=one.until,
                system=about.name,
            )
        )
    if taking.left_out:
        echo(said("Left out, because no probe here is theirs: {names}.", names=taking.left_out))
        echo(said('Say which each is with --probe "THEIRS=OURS".'))
    echo(joined([f"taken {taken.rows}"], ""))


@dataclass
class _Span:
    """What came of one probe."""

    probe: Probe
    first: int
    last: int
    count: int = 0

    @property
    def since(self) -> datetime:
        return datetime.fromtimestamp(self.first, UTC)

    @property
    def until(self) -> datetime:
        return datetime.fromtimestamp(self.last, UTC)


@dataclass
class _Taking:
    """Gives the results of monitors to their probes, and keeps of which time they are."""

    settings: Settings
    ours: dict[str, str]
    location: str | None
    spans: dict[str, _Span] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        ids = [probe.id for probe in self.settings.probes]
        for given in self.ours.values():
            if given not in ids:
                text = said(
                    "There is no probe '{probe}'; {hint}", probe=given, hint=hint(given, ids)
                )
                raise InvalidInput({"--probe": text})

    def chunks(self, monitors: Iterator[Monitor]) -> Iterator[list[tuple[int, dict[str, Any]]]]:
        """Rows of checks, a few thousand at a time."""
        rows = enumerate(self._rows(monitors), 1)
        while chunk := list(islice(rows, _CHUNK)):
            yield chunk

    def _rows(self, monitors: Iterator[Monitor]) -> Iterator[dict[str, Any]]:
        for monitor in monitors:
            probe = self._probe(monitor)
            if probe is None:
                self.left_out.append(monitor.name)
                continue
            for beat in monitor.results(probe.interval or _USUAL, probe.fail_after):
                yield self._row(probe, beat)

    def _row(self, probe: Probe, beat: TheirResult) -> dict[str, Any]:
        span = self.spans.setdefault(probe.id, _Span(probe, beat.at, beat.at))
        span.first, span.last = min(span.first, beat.at), max(span.last, beat.at)
        span.count += 1
        row: dict[str, Any] = {"probe": probe.id, "at": written(beat), "state": beat.state}
        if beat.latency_ms is not None:
            row["latency_ms"] = beat.latency_ms
        return row | ({"location": self.location} if self.location else {})

    def _probe(self, monitor: Monitor) -> Probe | None:
        """As it was said, else by its name, else by what it asks."""
        named = {one.casefold() for one in (monitor.name, monitor.key) if one}
        said_so = next((self.ours[one] for one in self.ours if one.casefold() in named), None)
        url = monitor.url.rstrip("/")
        for probe in self.settings.probes:
            is_it = probe.id.casefold() in named if said_so is None else probe.id == said_so
            if is_it:
                return probe
        if said_so is not None or not url:
            return None
        alike = [one for one in self.settings.probes if _asks(one) == url]
        return alike[0] if len(alike) == 1 else None

    def brought(self, system: str) -> list[Brought]:
        """What came, as it is kept."""
        now = clock.now()
        return [
            Brought(one.probe.id, system, one.probe.component, one.since, one.until, now)
            for one in self.spans.values()
        ]

    def facts(self, system: str, taken: int) -> dict[str, Any]:
        """What came, as data."""
        return {
            "taken": taken,
            "measured_by": system,
            "probes": {
                name: {
                    "results": one.count,
                    "since": one.since.isoformat(),
                    "until": one.until.isoformat(),
                }
                for name, one in self.spans.items()
            },
            "left_out": self.left_out,
        }


def _asks(probe: Probe) -> str:
    return str(getattr(probe, "url", "") or "").rstrip("/")
