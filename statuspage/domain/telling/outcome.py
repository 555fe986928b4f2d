"""What became of the messages about one thing, in counted words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from statuspage.domain.telling.delivery import DeliveryState
from statuspage.said import Said, counted

_WORDS: Mapping[DeliveryState, Callable[[int], Said]] = {
    DeliveryState.SENT: lambda n: counted("sent to {count}", "sent to {count}", n),
    DeliveryState.WAITING: lambda n: counted("{count} waiting", "{count} waiting", n),
    DeliveryState.BOUNCED: lambda n: counted("{count} came back", "{count} came back", n),
    DeliveryState.FAILED: lambda n: counted("{count} failed", "{count} failed", n),
}


def outcome(counts: Mapping[DeliveryState, int]) -> list[Said]:
    """How many were sent, wait, came back and failed; nothing of what there is none of.

    What came back was sent, too.
    """
    sent = counts.get(DeliveryState.SENT, 0) + counts.get(DeliveryState.BOUNCED, 0)
    shown = {**counts, DeliveryState.SENT: sent}
    return [words(shown[state]) for state, words in _WORDS.items() if shown.get(state)]
