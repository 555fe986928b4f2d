"""Who would be told of what is about to be published: the same rules as when it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from statuspage import clock
from statuspage.domain.telling.own import filter_of
from statuspage.domain.telling.subscription import Channel
from statuspage.notify.fanning import news_in, tells_edits
from statuspage.store import db
from statuspage.store.published import events, record
from statuspage.store.settings import current_settings
from statuspage.store.telling import recipients, switch, told
from statuspage.store.telling.switch import Stopped

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Reach:
    """How many are told by each way, and what they were told before."""

    by_way: Mapping[Channel, int]
    is_quiet: bool  # nobody would be, whoever subscribes: of the past, of the page alone, an edit
    last_told: datetime | None
    stopped: Stopped | None


def rehearsed(act: Callable[[], _Made]) -> tuple[_Made, Reach]:
    """Do it for real, see who would be told, and take it all back. Raises as `act`, StoreError."""

    def both() -> tuple[_Made, Reach]:
        first = record.size()
        made = act()
        return made, _reach(first)

    return db.rehearse(both)


def _reach(first: int) -> Reach:
    entered = events.untold_from(first)
    found = news_in(entered, clock.now())
    settings = current_settings()
    by_way: Counter[Channel] = Counter()
    for channel, chosen, count in recipients.tallied():
        hears = channel is Channel.WEBHOOK
        by_way[channel] += count * any(chosen.takes(n) and (hears or not n.is_edit) for n in found)
    for hook in settings.hooks:
        chosen, hears = filter_of(hook, settings), tells_edits(hook)
        by_way[Channel.HOOK] += any(chosen.takes(n) and (hears or not n.is_edit) for n in found)
    return Reach(
        by_way={channel: by_way[channel] for channel in Channel if by_way[channel]},
        is_quiet=all(n.is_edit for n in found),
        last_told=told.last_told(),
        stopped=switch.stopped(),
    )
