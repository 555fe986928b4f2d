"""Words without marks, for what shows text as it stands."""

from __future__ import annotations

from collections.abc import Callable

from statuspage.render.feeds.documents import Item
from statuspage.render.hooks.markup import Dialect, fitted, marked


def _link(words: str, address: str) -> str:
    return words if words == address else f"{words} ({address})" if words else address


PLAIN = Dialect(lambda text: text, _link, item="• ")
"""Nothing is marked; an address stands behind its words."""


def plain(item: Item, limit: int, size: Callable[[str], int] = len) -> str:
    """The words of an item within a limit."""
    return fitted(marked(item.html, PLAIN), limit, size)[0]
