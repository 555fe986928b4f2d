"""A published service-level agreement: each change of its definition is a dated version."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from itertools import takewhile
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


@dataclass(frozen=True)
class Stated:
    """Since when something is said to hold that was entered later, and when that was."""

    since: date
    at: datetime


def stated_since(versions: Sequence[SlaVersion]) -> Stated | None:
    """Since when it is said to be promised elsewhere; `versions` are all, the newest first."""
    newest = next((one for one in versions if not one.is_withdrawn), None)
    if newest is None or newest.promised.since is None:
        return None
    since = newest.promised.since
    alike = takewhile(lambda one: one.promised.since == since, versions)
    return Stated(since, min(one.at for one in alike if not one.is_withdrawn))


def numbered(versions: Iterable[SlaVersion], number: int) -> SlaVersion:
    """The version of this number, which is among them."""
    return next(version for version in versions if version.number == number)


@lru_cache(maxsize=1024)
def _checked(definition: str) -> Sla:
    return Sla.model_validate_json(definition)
