"""API tokens: who a program is, and what each scope lets it do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.said import Said, said

METRICS = "metrics"
SCOPES = {
    "incidents": said("open, update, edit and resolve incidents and planned work"),
    "changelog": said("publish changes, and read and discard drafts of them"),
    "erasure": said("blank personal data in what was published, for good"),
    "measurements": said("push the results of probes, and read what a location checks"),
    "cases": said("push support cases, ratings and ratios"),
    METRICS: said("read how the program is doing, at /metrics"),
    "alerts": said("turn alerts of other systems into incidents"),
}
"""What a bearer token may be for. Besides there is `heartbeat:PROBE`, whose key is an address."""

_HEARTBEAT = "heartbeat:"

NOTED = timedelta(minutes=1)
"""How exactly the last use of a token is known: a row is written once in this time, at most."""


@dataclass(frozen=True)
class Token:
    """One token. Its secret is not kept; `hash` is what is."""

    hash: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None
    expires_at: datetime | None = None
    used_at: datetime | None = None  # about: noted once in NOTED

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None

    def has_expired(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now

    def is_use_to_be_noted(self, now: datetime) -> bool:
        """Whether its last use was noted long enough ago."""
        return self.used_at is None or now - self.used_at >= NOTED

    @property
    def probe(self) -> str | None:
        """The probe that it may be the heartbeat of."""
        only = self.scopes[0]
        return only.removeprefix(_HEARTBEAT) if only.startswith(_HEARTBEAT) else None


def scope_fault(scopes: Collection[str], heartbeats: Collection[str]) -> Said | None:
    """Why a token cannot have these scopes, and the mend; None when it can.

    `heartbeats` are the ids of the probes of that type.
    """
    if not scopes:
        return said("Name at least one: {scopes} or heartbeat:PROBE.", scopes=[*SCOPES])
    for scope in scopes:
        probe = scope.removeprefix(_HEARTBEAT)
        if probe == scope and scope not in SCOPES:
            return said(
                "'{scope}' is not a scope. There are: {scopes} and heartbeat:PROBE.",
                scope=scope,
                scopes=[*SCOPES],
            )
        if probe != scope and probe not in heartbeats:
            known = sorted(heartbeats) or said("none yet")
            return said(
                "'{probe}' is not a probe of the type heartbeat. Of that type: {known}.",
                probe=probe,
                known=known,
            )
        if probe != scope and len(scopes) > 1:
            return said(
                "'{scope}' must be alone, because its key is part of an address; make two tokens.",
                scope=scope,
            )
    return None
