"""What is pulled from where, as the desk shows it: the newest pull of each, and what hinders it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from statuspage.config import Settings
from statuspage.domain.measured.pulls import PullStanding
from statuspage.health.sources import Followed, followed, ill_since, told
from statuspage.said import Said
from statuspage.store.measured import pulls


@dataclass(frozen=True)
class SeenSource:
    """A series or a ratio of a source; `line` is 0 where the file on disk does not name it."""

    followed: Followed
    line: int
    standing: PullStanding | None  # None before the first pull
    trouble: Said | None

    @property
    def is_well(self) -> bool:
        return self.trouble is None and self.standing is not None and self.line > 0


def seen_sources(
    settings: Settings, lines: Mapping[tuple[str, str], int], now: datetime
) -> Sequence[SeenSource]:
    """All of them in the order of the file. Inside a snapshot."""
    standings = pulls.standings()
    return [
        _seen(one, lines.get(("sources", one.source), 0), standings.get(one.name), now)
        for one in followed(settings)
    ]


def _seen(one: Followed, line: int, standing: PullStanding | None, now: datetime) -> SeenSource:
    is_ill = standing is not None and (standing.fault or ill_since(one, standing, now))
    trouble = told(one, standing) if standing is not None and is_ill else None
    return SeenSource(one, line, standing, trouble)
