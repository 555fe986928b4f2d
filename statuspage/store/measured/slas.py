"""SLA definitions, each change kept as a dated version."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from statuspage.domain.promises.sla import SlaVersion
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.store.db import json_text
from statuspage.store.tables import measured as tables

_S = tables.SlaVersion


def current() -> list[SlaVersion]:
    """The newest version of each SLA, withdrawn ones too, in the order of their ids."""
    return list({version.sla: version for version in all_versions()}.values())


def all_versions() -> list[SlaVersion]:
    """All versions of all SLAs, by id, the oldest first."""
    return [_fact(row) for row in _S.select().order_by(_S.sla, _S.version)]


def histories(slas: Collection[str]) -> dict[str, list[SlaVersion]]:
    """All versions of each of some SLAs, the newest first; one that never was is absent."""
    found: dict[str, list[SlaVersion]] = {}
    rows = _S.select().where(_S.sla.in_(list(slas)))
    for row in rows.order_by(_S.version.desc()):
        found.setdefault(row.sla, []).append(_fact(row))
    return found


def versions(sla: str) -> list[SlaVersion]:
    """All versions of one SLA, the newest first. Raises NotFound."""
    found = histories([sla]).get(sla)
    if found is None:
        raise NotFound(said("There is no SLA '{sla}'.", sla=sla))
    return found


def version(sla: str, number: int) -> SlaVersion:
    """One version of one SLA, which is known."""
    return _fact(_S.get((_S.sla == sla) & (_S.version == number)))


def longest_min_run() -> timedelta:
    """The longest that an outage ever had to last to count, of all promises and their versions."""
    stated = json_text(_S.definition, "min_run")
    lengths = (_fact(row).promised.min_run for row in _S.select().where(stated.is_null(False)))
    return max((one for one in lengths if one is not None), default=timedelta(0))


def add(sla: str, at: datetime, definition: Mapping[str, Any], *, is_withdrawn: bool) -> None:
    """Append a version."""
    number = _S.select().where(_S.sla == sla).count() + 1
    _S.create(sla=sla, version=number, at=at, definition=definition, is_withdrawn=is_withdrawn)


def _fact(row: _S) -> SlaVersion:
    return SlaVersion(row.sla, row.version, row.at, row.definition, row.is_withdrawn)
