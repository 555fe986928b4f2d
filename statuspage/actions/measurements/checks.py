"""Results of probes that are pushed: what a check looks like, and how they are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import ConfigDict, Field, StrictInt, StrictStr

from statuspage import clock
from statuspage.actions.measurements.reasons import keep_given
from statuspage.actions.measurements.results import record_samples
from statuspage.actions.measurements.rows import Instant, Word, checked_rows
from statuspage.actions.measurements.taking import Chunk, record
from statuspage.config import Settings
from statuspage.config.faults import hint
from statuspage.config.kinds.values import Model
from statuspage.domain.measured.pace import in_force
from statuspage.domain.measured.probe import ProbeVersion, Watched, watched
from statuspage.domain.measured.reason import Reason, Told
from statuspage.domain.measured.samples import (
    LONGEST_MS,
    ProbeState,
    Sample,
    require_not_ahead,
)
from statuspage.domain.vocabulary.text import one_line
from statuspage.errors import InvalidInput, RowFault
from statuspage.said import joined, said
from statuspage.store import db
from statuspage.store.measured import probes

_Some = TypeVar("_Some", bound="ImportedCheck")
_Whole = Annotated[StrictInt, Field(ge=-100_000, le=LONGEST_MS)]


class CheckFacts(Model):
    """What of a reason may be shown to everybody, by its kind."""

    model_config = ConfigDict(extra="ignore")  # a newer prober may know more

    seconds: Annotated[StrictStr, Field(pattern=r"^[0-9.e+-]{1,12}$")] | None = None
    status: _Whole | None = None
    milliseconds: _Whole | None = None
    days: _Whole | None = None
    lost: _Whole | None = None
    sent: _Whole | None = None
    code: _Whole | None = None


class CheckReason(Model):
    """Why a check failed, was slow or saw nothing."""

    kind: Word = Field(description="One word for it, such as status, timeout or refused.")
    text: Annotated[StrictStr, Field(max_length=1000)] = Field(
        default="", description="All of it, for staff alone."
    )
    facts: CheckFacts = CheckFacts()

    def told(self) -> Reason:
        """The same as checks from here tell it."""
        facts = self.facts.model_dump(exclude_none=True)
        return Reason(self.kind, joined([one_line(self.text)], ""), facts)


class ImportedCheck(Model):
    """One result of one probe, of any age, without a reason."""

    probe: Word = Field(description="The id of a probe of config.toml.")
    at: Instant = Field(description="When it was measured, with its zone.")
    state: Literal["up", "degraded", "down", "unknown"] = Field(
        description="What it saw; unknown, with a reason, where the prober itself was blind."
    )
    latency_ms: Annotated[StrictInt, Field(ge=0, le=LONGEST_MS)] | None = Field(
        default=None, description="Whole milliseconds; of a failed check it is not counted."
    )
    location: Word | None = Field(default=None, description="From where it was measured.")


class Check(ImportedCheck):
    """One result of one probe."""

    reason: CheckReason | None = Field(
        default=None, description="Why it is as it is, where that is not up."
    )


def record_checks(raw: Chunk, settings: Settings) -> int:
    """Take a batch of checks; returns how many there were. Raises InvalidRows, StoreError.

    Where settings name the locations of a probe, it is taken from these, and from those that they
    named when it was measured.
    """
    with db.snapshot():
        versions = probes.versions(probe.id for probe in settings.probes if probe.locations)
    watching = {probe.id: watched(probe) for probe in settings.probes}

    def read(rows: Chunk, faults: list[RowFault]) -> list[Check]:
        def require(check: Check) -> None:
            if check.state == "unknown" and check.reason is None:
                text = said('"unknown" needs a "reason": why nothing was seen')
                raise InvalidInput({"state": text})
            if check.location and check.probe in versions:
                _require_named(check, check.location, versions[check.probe])

        return _checks(Check, rows, settings, faults, require)

    def keep(checks: Sequence[Check]) -> None:
        record_samples((watching[one.probe], _sample(one)) for one in checks)
        keep_given(
            Told(
                one.probe,
                one.location or "",
                one.at,
                ProbeState(one.state),
                one.reason.told() if one.reason else None,
            )
            for one in checks
        )

    return record(raw, read, keep)


def _require_named(check: Check, location: str, versions: Sequence[ProbeVersion]) -> None:
    dated = [(version.at, version.panel.names) for version in versions]
    named = {*in_force(dated, check.at), *dated[-1][1]}
    if named and location not in named:
        text = said(
            "'{probe}' is not checked from '{location}'; {hint}",
            probe=check.probe,
            location=location,
            hint=hint(location, sorted(named)),
        )
        raise InvalidInput({"location": text})


def _sample(check: ImportedCheck) -> Sample:
    return Sample(check.at, ProbeState(check.state), check.latency_ms, check.location or "")


def read_checks(
    raw: Chunk, settings: Settings, faults: list[RowFault]
) -> list[tuple[Watched, Sample]]:
    """The checks that some rows hold; what is wrong with the others is added to `faults`.

    Reasons are left out.
    """
    watching = {probe.id: watched(probe) for probe in settings.probes}
    found = _checks(ImportedCheck, _bare(raw), settings, faults, lambda _: None)
    return [(watching[one.probe], _sample(one)) for one in found]


def _bare(raw: Chunk) -> Iterator[tuple[int, object]]:
    for line, row in raw:
        is_told = isinstance(row, Mapping)
        yield line, {key: row[key] for key in row if key != "reason"} if is_told else row


def _checks(
    model: type[_Some],
    raw: Chunk,
    settings: Settings,
    faults: list[RowFault],
    also: Callable[[_Some], None],
) -> list[_Some]:
    now = clock.now()
    known = {probe.id for probe in settings.probes}

    def require(check: _Some) -> None:
        if check.probe not in known:
            text = said(
                "There is no probe '{probe}'; {hint}",
                probe=check.probe,
                hint=hint(check.probe, [probe.id for probe in settings.probes]),
            )
            raise InvalidInput({"probe": text})
        require_not_ahead(check.at, now)
        also(check)

    return [row for _, row in checked_rows(model, raw, require, faults)]
