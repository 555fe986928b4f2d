"""What an account of ours posted elsewhere: by it the next word finds its thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AccountPost:
    """A post, as its server names it."""

    key: str  # of the message that it told
    hook: str  # the id of the hook whose account posted it
    topic: str  # what it is about, see News: posts of one topic are one thread
    item: str  # the id of the item it tells, the same over all edits
    name: str  # what its server calls it
    version: str  # what its server calls its words as they stand; "" where it names none
    at: datetime
