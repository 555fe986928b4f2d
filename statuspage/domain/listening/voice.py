"""A voice: what one person said to us. It is private, never published as such, and expires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from statuspage.said import Said, said


class VoiceChannel(StrEnum):
    """The way by which it came."""

    PAGE = "page"
    MAIL = "mail"
    PHONE = "phone"
    MEETING = "meeting"
    CHAT = "chat"
    API = "api"
    IMPORT = "import"


VOICE_CHANNELS: Mapping[VoiceChannel, Said] = {
    VoiceChannel.PAGE: said("Through this page"),
    VoiceChannel.MAIL: said("Mail"),
    VoiceChannel.PHONE: said("Phone"),
    VoiceChannel.MEETING: said("Meeting"),
    VoiceChannel.CHAT: said("Chat"),
    VoiceChannel.API: said("API"),
    VoiceChannel.IMPORT: said("Another system"),
}

BY_STAFF = (VoiceChannel.PHONE, VoiceChannel.MEETING, VoiceChannel.MAIL, VoiceChannel.CHAT)
"""Those by which people reach staff, who then write down what they were told."""


class VoiceState(StrEnum):
    """What became of it."""

    HELD = "held"  # nobody has looked at it yet
    HEARD = "heard"  # it counts for an outcome
    TURNED_AWAY = "turned_away"  # it is no request: an insult, an advertisement, a fault report


@dataclass(frozen=True)
class Voice:
    """One. Its words and its address are gone once it expired; what counts of it stays."""

    key: str
    at: datetime  # when it came
    channel: VoiceChannel
    text: str
    subject: str  # in a few words, where there are any
    components: tuple[str, ...]
    language: str  # of the page it was written on; "" where that is not known
    may_quote: bool
    state: VoiceState
    outcome: str  # the slug it counts for, or is to count for; "" before there is one
    subscription: str  # the key of whoever is told what becomes of it; "" for nobody
    decided_at: datetime | None  # when somebody looked at it
    why: str  # it was turned away, in the words of whoever did

    @property
    def is_held(self) -> bool:
        return self.state is VoiceState.HELD
