"""What incidents come from: one short list for every site, and how often a cause came back.

An unknown cause does not come back: nobody can tell that it was the same one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from statuspage.said import Said, said

LOOK_BACK = timedelta(days=365)
"""A cause that struck the same component within this time before has been seen before."""


class Cause(StrEnum):
    """The kind of thing that went wrong first."""

    CHANGE = "change"
    CONFIGURATION = "configuration"
    CAPACITY = "capacity"
    DEPENDENCY = "dependency"
    NETWORK = "network"
    HARDWARE = "hardware"
    SOFTWARE_DEFECT = "software_defect"
    DATA = "data"
    SECURITY = "security"
    PROCEDURE = "procedure"
    EXPIRED = "expired"
    EXTERNAL = "external"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Said:
        return _PLAIN[self][0]

    @property
    def meaning(self) -> Said:
        """What it stands for, in plain words."""
        return _PLAIN[self][1]


_PLAIN = {
    Cause.CHANGE: (said("Change"), said("a new version or a planned change went wrong")),
    Cause.CONFIGURATION: (said("Configuration"), said("a setting was wrong")),
    Cause.CAPACITY: (said("Capacity"), said("there was more load than we had room for")),
    Cause.DEPENDENCY: (
        said("Supplier"),
        said("a service we depend on failed"),
    ),
    Cause.NETWORK: (said("Network"), said("connections or name resolution failed")),
    Cause.HARDWARE: (said("Hardware"), said("a machine, a disk or the power failed")),
    Cause.SOFTWARE_DEFECT: (said("Software defect"), said("a fault that had been there all along")),
    Cause.DATA: (said("Data"), said("data was wrong, damaged or missing")),
    Cause.SECURITY: (
        said("Security"),
        said("somebody attacked, or we had to close a weakness at once"),
    ),
    Cause.PROCEDURE: (said("Procedure"), said("a step was missing, unclear or done by hand")),
    Cause.EXPIRED: (said("Expiry"), said("a certificate, a key or a licence ran out")),
    Cause.EXTERNAL: (
        said("Outside event"),
        said("the weather, a cut cable, a decision by an authority"),
    ),
    Cause.UNKNOWN: (said("Not known"), said("we looked and did not find it")),
}


@dataclass(frozen=True)
class PublishedCause:
    """The published cause of one incident."""

    incident: str  # its key
    title: str
    cause: Cause
    started_at: datetime  # of the incident
    components: frozenset[str]


def seen_before(
    findings: Iterable[PublishedCause], started_at: datetime, components: Collection[str]
) -> dict[Cause, list[PublishedCause]]:
    """What struck any of some components within a year before an instant, by cause, newest first.

    A cause that never did is absent.
    """
    found: dict[Cause, list[PublishedCause]] = {}
    for finding in sorted(findings, key=lambda one: one.started_at, reverse=True):
        is_recent = started_at - LOOK_BACK <= finding.started_at < started_at
        is_same = finding.cause is not Cause.UNKNOWN and finding.components & set(components)
        if is_recent and is_same:
            found.setdefault(finding.cause, []).append(finding)
    return found


def tally(findings: Iterable[PublishedCause]) -> list[tuple[Cause, int]]:
    """How many incidents each cause had, the most frequent first, then in the order of the list."""
    counts = Counter(finding.cause for finding in findings)
    order = list(Cause)
    return sorted(counts.items(), key=lambda pair: (-pair[1], order.index(pair[0])))
