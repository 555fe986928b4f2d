"""API tokens: who a program is, and what each scope lets it do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

SCOPES = {
    "incidents": "open, update and resolve incidents",
    "measurements": "push the results of probes",
    "cases": "push support cases, ratings and ratios",
    "alerts": "turn alerts of other systems into incidents",
}
"""What a bearer token may be for. Besides there is `heartbeat:PROBE`, whose key is an address."""

_HEARTBEAT = "heartbeat:"


@dataclass(frozen=True)
class Token:
    """One token. Its secret is not kept; `hash` is what is."""

    hash: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None

    @property
    def probe(self) -> str | None:
        """The probe that it may be the heartbeat of."""
        only = self.scopes[0]
        return only.removeprefix(_HEARTBEAT) if only.startswith(_HEARTBEAT) else None


def scope_fault(scopes: Collection[str], heartbeats: Collection[str]) -> str | None:
    """Why a token cannot have these scopes, and the mend; None when it can.

    `heartbeats` are the ids of the probes of that type.
    """
    if not scopes:
        return f"Name at least one: {', '.join(SCOPES)} or heartbeat:PROBE."
    for scope in scopes:
        probe = scope.removeprefix(_HEARTBEAT)
        if probe == scope and scope not in SCOPES:
            return f"'{scope}' is not a scope. There are: {', '.join(SCOPES)} and heartbeat:PROBE."
        if probe != scope and probe not in heartbeats:
            known = ", ".join(sorted(heartbeats)) or "none yet"
            return f"'{probe}' is not a probe of the type heartbeat. Of that type: {known}."
        if probe != scope and len(scopes) > 1:
            return f"'{scope}' stands alone, for its key is part of an address; make two tokens."
    return None
