"""What invented people said to the demo: some of it counts for its requests, some waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from statuspage.actions.listening.deciding import take
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.domain.listening.voice import VoiceChannel
from tests.demo.stories import DEMO

_DAY = timedelta(days=1)
_WAITING = (
    (5, VoiceWish("Demo example: deliveries that are gone after three days are too short for us.",
                  ("webhooks",), "Webhook deliveries", may_quote=True)),
    (2, VoiceWish("Demo example: please say in the first line whether our builds are lost.")),
    (0, VoiceWish("Demo example: a caller asks for the history as a spreadsheet.",
                  channel=VoiceChannel.PHONE)),
)  # fmt: skip
_COUNTED = (
    (9, "webhook-history", VoiceWish("Demo example: we need a month.", ("webhooks",))),
    (8, "webhook-history", VoiceWish("Demo example: two weeks would do.", ("webhooks",))),
    (12, "quiet-weekends", VoiceWish("Demo example: not on Sundays, please.")),
)


def say(now: datetime) -> None:
    """Have them say it, unless they did. Raises StoreError."""
    for number, (days, wish) in enumerate(_WAITING):
        hear(wish, f"demo waits {number}", now - days * _DAY)
    for number, (days, slug, wish) in enumerate(_COUNTED):
        key = hear(wish, f"demo counts {number}", now - days * _DAY)
        take([key], slug, replace(DEMO, submission=f"demo counted {number}"))
