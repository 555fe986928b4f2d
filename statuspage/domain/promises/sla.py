"""A published service-level agreement: each change of its definition is a dated version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class SlaVersion:
    """One definition of one SLA. `definition` holds its keys of config.toml in JSON types."""

    sla: str
    number: int
    at: datetime
    definition: Mapping[str, Any]
    is_withdrawn: bool

    @property
    def title(self) -> str:
        return str(self.definition["title"])

    @property
    def path(self) -> str:
        return f"/sla/{self.sla}"
