"""Probe definitions, each change of what figures depend on kept as a dated version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from statuspage.domain.measured.locations import Panel
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.measured.samples import Cadence
from statuspage.store.tables import measured as tables

_V = tables.ProbeVersion


def versions(probes: Iterable[str] | None = None) -> Mapping[str, Sequence[ProbeVersion]]:
    """The versions of some probes, or of all, by id, the oldest first; none of unknown ones."""
    query = _V.select() if probes is None else _V.select().where(_V.probe.in_(list(probes)))
    found: dict[str, list[ProbeVersion]] = defaultdict(list)
    for row in query.order_by(_V.probe, _V.at):
        found[row.probe].append(_fact(row))
    return found


def add(version: ProbeVersion) -> None:
    """Keep a version; of two of one second the later stands."""
    definition = _definition(version.cadence, version.panel)
    definition |= {"source": version.source, "query": version.query} if version.source else {}
    row = {"probe": version.probe, "at": version.at, "definition": definition}
    _V.put(row)


def _definition(cadence: Cadence, panel: Panel) -> dict[str, Any]:
    return {
        "interval": cadence.interval.total_seconds() if cadence.interval else None,
        "fail_after": cadence.fail_after,
        "locations": panel.locations,
        "quorum": panel.quorum,
        "vote": panel.vote,
        "names": panel.names,
    }


def _fact(row: _V) -> ProbeVersion:
    kept: dict[str, Any] = row.definition
    interval = None if kept["interval"] is None else timedelta(seconds=kept["interval"])
    return ProbeVersion(
        row.probe,
        row.at,
        Cadence(interval, kept["fail_after"]),
        Panel(kept["locations"], kept["quorum"], kept["vote"], tuple(kept.get("names", ()))),
        kept.get("source", ""),
        kept.get("query", ""),
    )
