"""The ways by which people are told, in words that count them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from statuspage.domain.telling.subscription import Channel
from statuspage.said import Said, counted

_REACHED: Mapping[Channel, Callable[[int], Said]] = {
    Channel.MAIL: lambda n: counted("{count} person by mail", "{count} people by mail", n),
    Channel.WEBHOOK: lambda n: counted("{count} webhook", "{count} webhooks", n),
    Channel.NTFY: lambda n: counted("{count} ntfy topic", "{count} ntfy topics", n),
    Channel.PUSH: lambda n: counted("{count} browser", "{count} browsers", n),
    Channel.HOOK: lambda n: counted(
        "{count} channel of the team", "{count} channels of the team", n
    ),
}


def reached(by_way: Mapping[Channel, int]) -> list[Said]:
    """How many by each way, in the order of the ways; nothing of those with nobody."""
    return [_REACHED[way](by_way[way]) for way in Channel if by_way.get(way)]
