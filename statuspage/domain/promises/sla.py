"""A published service-level agreement: each change of its definition is a dated version."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from statuspage.config import Sla


@dataclass(frozen=True)
class SlaVersion:
    """One definition of one SLA. `definition` holds its keys of config.toml in JSON types."""

    sla: str
    number: int
    at: datetime
    definition: Mapping[str, Any]
    is_withdrawn: bool

    @cached_property
    def promised(self) -> Sla:
        """The definition, checked; the same object for the same words."""
        return _checked(json.dumps(self.definition))

    @property
    def title(self) -> str:
        return self.promised.title

    def reason_after(self, former: SlaVersion | None) -> str | None:
        """Why it took the place of another version; one that stood there already is not of it."""
        stated = self.promised.change_reason
        is_new = former is not None and stated != former.promised.change_reason
        return stated if is_new and not self.is_withdrawn else None

    @property
    def path(self) -> str:
        return f"/sla/{self.sla}"


def numbered(versions: Iterable[SlaVersion], number: int) -> SlaVersion:
    """The version of this number, which is among them."""
    return next(version for version in versions if version.number == number)


@lru_cache(maxsize=1024)
def _checked(definition: str) -> Sla:
    return Sla.model_validate_json(definition)
