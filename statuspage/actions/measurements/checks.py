"""Results of probes that are pushed: what a check looks like, and what it takes to record some."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StrictInt

from statuspage import clock
from statuspage.actions.measurements.results import record_samples, require_kept
from statuspage.actions.measurements.rows import Instant, Word, checked_rows, judged, refuse_rows
from statuspage.config import Settings
from statuspage.config.faults import hint
from statuspage.config.values import Model
from statuspage.domain.measured.probe import watched
from statuspage.domain.measured.samples import ProbeState, Sample, require_not_ahead
from statuspage.errors import InvalidInput, RowFault
from statuspage.said import said

_LONGEST_MS = 24 * 60 * 60 * 1000


class Check(Model):
    """One result of one probe."""

    probe: Word = Field(description="The id of a probe of config.toml.")
    at: Instant = Field(description="When it was measured, with its zone.")
    state: Literal["up", "degraded", "down"]
    latency_ms: Annotated[StrictInt, Field(ge=0, le=_LONGEST_MS)] | None = Field(
        default=None, description="Whole milliseconds; of a failed check it is not counted."
    )
    location: Word | None = Field(default=None, description="From where it was measured.")


def record_checks(raw: Iterable[tuple[int, Any]], settings: Settings) -> int:
    """Record a batch of checks, given as (line, JSON object); returns how many there were.

    All of them are taken, or none: raises InvalidRows with every fault. Raises StoreError.
    """
    probes = {probe.id: watched(probe) for probe in settings.probes}
    faults: list[RowFault] = []
    oldest = clock.now() - settings.store.keep_samples
    found = read_checks(raw, settings, faults, oldest=oldest)
    refuse_rows(faults)
    record_samples(
        [(probes[check.probe], _sample(check)) for check in found],
        keep_samples=settings.store.keep_samples,
    )
    return len(found)


def read_checks(
    raw: Iterable[tuple[int, Any]],
    settings: Settings,
    faults: list[RowFault],
    *,
    oldest: datetime | None = None,
) -> list[Check]:
    """The checks that some rows hold; what is wrong with the others is added to `faults`.

    With `oldest`, those from before it are refused.
    """
    now = clock.now()
    probes = {probe.id for probe in settings.probes}

    def require(check: Check) -> None:
        if check.probe not in probes:
            text = said(
                "There is no probe '{probe}'; {hint}",
                probe=check.probe,
                hint=hint(check.probe, probes),
            )
            raise InvalidInput({"probe": text})
        require_not_ahead(check.at, now)
        if oldest is not None:
            require_kept(check.at, oldest)

    rows = checked_rows(Check, raw, faults)
    judged(rows, require, faults)
    return [numbered.row for numbered in rows]


def _sample(check: Check) -> Sample:
    state = ProbeState(check.state)
    return Sample(check.at, state, check.latency_ms, check.location or "")
