"""What invented people said to the demo: some of it counts for requests, some waits.

The requests that nobody answered yet are made here, so that they wait as long whenever it is shown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from statuspage.actions.listening.deciding import take_as_new
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.domain.listening.voice import VoiceChannel
from statuspage.store.settings import site
from tests.demo.stories import DEMO

_DAY = timedelta(days=1)
_WAITING = (
    (5, VoiceWish("Demo example: deliveries that are gone after three days are too short for us.",
                  ("webhooks",), "Webhook deliveries", may_quote=True)),
    (2, VoiceWish("Demo example: please say in the first line whether our builds are lost.")),
    (0, VoiceWish("Demo example: a caller asks for the history as a spreadsheet.",
                  channel=VoiceChannel.PHONE)),
)  # fmt: skip
_Request = tuple[dict[str, Any], str, tuple[tuple[int, VoiceWish], ...]]
_REQUESTS: tuple[_Request, ...] = (
    (
        {
            "title": "Demo example: deliveries of webhooks for longer than three days",
            "said": "By the time somebody tells me that an event is missing, its delivery is gone.",
            "components": ["webhooks"],
            "heard": 21,
            "channel": "support",
        },
        "An invented request that waits for an answer.",
        (
            (9, VoiceWish("Demo example: we need a month.", ("webhooks",))),
            (8, VoiceWish("Demo example: two weeks would do.", ("webhooks",))),
        ),
    ),
    (
        {
            "title": "Demo example: no mail about small things at weekends",
            "said": "I would rather read on Monday that a queue was a minute slow.",
            "heard": 8,
            "channel": "survey after incidents",
        },
        "An invented request that nobody answered in time, and the page says so.",
        ((20, VoiceWish("Demo example: not on Sundays, please.")),),
    ),
)


def say(now: datetime) -> None:
    """Have them say it, unless they did. Raises StoreError."""
    for number, (days, wish) in enumerate(_WAITING):
        hear(wish, f"demo waits {number}", now - days * _DAY)
    for number, (front, body, wishes) in enumerate(_REQUESTS):
        keys = [
            hear(wish, f"demo counts {number} {place}", now - days * _DAY)
            for place, (days, wish) in enumerate(wishes)
        ]
        actor = replace(DEMO, submission=f"demo request {number}")
        take_as_new(keys, front | {"state": "asked"}, body, actor, zone=site().zone)
