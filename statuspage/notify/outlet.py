"""What a way of telling people must be able to do, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from statuspage.config import Settings
from statuspage.domain.telling.result import Result
from statuspage.domain.telling.subscription import Channel, Subscription
from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.told import ToldNews


@dataclass(frozen=True)
class Letter:
    """What concerns its reader alone, such as the code that confirms a subscription."""

    name: str  # "confirmation", "goodbye", ...
    about: str  # the key of what it speaks of, such as the request that it confirms


@dataclass(frozen=True)
class Message:
    """One thing to send to one subscription: news, several of them as a summary, or a letter."""

    key: str  # the same for each try of the same; message ids are made of it
    subscription: Subscription
    site: Site  # as it is told in the subscription's language
    attempt: int  # 1 is the first
    queued_at: datetime
    told: tuple[ToldNews, ...] = ()  # the newest first
    is_summary: bool = False
    letter: Letter | None = None


Send = Callable[[Message], Result]
"""Try once. It says what came of it.

`Later` with Blame.US says that the way as a whole is out of order: all of it waits, longer each
time, and no delivery loses a try. Whatever is raised is a fault of ours, and counts as one try.
"""


class Outlet(Protocol):
    """A way of telling people, one file each; all of them are listed in outlets.py."""

    @property
    def channel(self) -> Channel:
        """Whose deliveries it sends."""
        ...

    @property
    def at_once(self) -> int:
        """How many it sends side by side, each on a thread of its own."""
        ...

    @property
    def retries(self) -> tuple[timedelta, ...]:
        """The wait after each failed try, before its spread; after the last one it failed."""
        ...

    @property
    def patience(self) -> timedelta:
        """Longer than any try takes: one that nobody ended by then was interrupted."""
        ...

    @property
    def quarantine_after(self) -> timedelta | None:
        """How long nothing may reach a subscription until it is told no more; None: for ever."""
        ...

    def is_ready(self, settings: Settings, environ: Mapping[str, str], /) -> bool:
        """Whether it can send at all; until then its deliveries wait."""
        ...

    def open(
        self, settings: Settings, environ: Mapping[str, str], /
    ) -> AbstractContextManager[Send]:
        """What sends, for one thread and a while; it may keep a connection open."""
        ...
