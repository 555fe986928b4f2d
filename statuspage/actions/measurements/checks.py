"""Results of probes that are pushed: what a check looks like, and how they are taken."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from statuspage import clock
from statuspage.actions.measurements.results import record_samples
from statuspage.actions.measurements.rows import Instant, Word, checked_rows
from statuspage.actions.measurements.taking import Chunk, record
from statuspage.config import Settings
from statuspage.config.faults import hint
from statuspage.config.values import Model
from statuspage.domain.measured.probe import Watched, watched
from statuspage.domain.measured.samples import ProbeState, Sample, require_not_ahead
from statuspage.errors import InvalidInput, RowFault
from statuspage.said import said

LONGEST_MS = 24 * 60 * 60 * 1000


class Check(Model):
    """One result of one probe."""

    probe: Word = Field(description="The id of a probe of config.toml.")
    at: Instant = Field(description="When it was measured, with its zone.")
    state: Literal["up", "degraded", "down"]
    latency_ms: Annotated[StrictInt, Field(ge=0, le=LONGEST_MS)] | None = Field(
        default=None, description="Whole milliseconds; of a failed check it is not counted."
    )
    location: Word | None = Field(default=None, description="From where it was measured.")


def record_checks(raw: Chunk, settings: Settings) -> int:
    """Take a batch of checks; returns how many there were. Raises InvalidRows, StoreError."""
    return record(raw, lambda rows, faults: read_checks(rows, settings, faults), record_samples)


def read_checks(
    raw: Chunk, settings: Settings, faults: list[RowFault]
) -> list[tuple[Watched, Sample]]:
    """The checks that some rows hold; what is wrong with the others is added to `faults`."""
    now = clock.now()
    probes = {probe.id: watched(probe) for probe in settings.probes}

    def require(check: Check) -> None:
        if check.probe not in probes:
            text = said(
                "There is no probe '{probe}'; {hint}",
                probe=check.probe,
                hint=hint(check.probe, probes),
            )
            raise InvalidInput({"probe": text})
        require_not_ahead(check.at, now)

    return [
        (
            probes[row.probe],
            Sample(row.at, ProbeState(row.state), row.latency_ms, row.location or ""),
        )
        for _, row in checked_rows(Check, raw, require, faults)
    ]
