"""A Library that answers as of an entry of the record: what was said later it does not know.

What was said and published comes from those entries alone, so anybody can recompute what rests on
it. What was measured has no instant of publication: those rooms are the live ones, as are the lists
that published figures were counted from, which nothing changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from statuspage.domain.library.library import Library
from statuspage.domain.record.library import library
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.record.replay import replay

_MEASURED = ("settings", "probes", "measurements", "reasons", "hours", "pulls")


def as_of(entries: Sequence[Recorded], live: Library) -> Library:
    """What some first entries of the record tell, beside the measurements of a live Library.

    Raises ValueError when an entry says what no program of this kind enters.
    """
    told = library(replay(entries, lambda _: ""), entries, live.record.hashes)
    rooms: dict[str, Any] = {name: getattr(live, name) for name in _MEASURED}
    return replace(told, figures=_Figures(told.figures, live.figures), **rooms)


class _Figures:
    """Published figures as the record tells them, with the lists that the live Library keeps."""

    def __init__(self, told: Any, live: Any) -> None:
        self._told = told
        self._live = live

    def __getattr__(self, name: str) -> Any:
        return getattr(self._told, name)

    def counted_from(self, sla: str, period: str, revision: int) -> Mapping[str, Any] | None:
        found: Mapping[str, Any] | None = self._live.counted_from(sla, period, revision)
        return found
