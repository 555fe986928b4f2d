"""[feeds]: who passes on at once what changed in them."""

from __future__ import annotations

from statuspage.config.kinds.places import WebAddress
from statuspage.config.kinds.values import Model


class Feeds(Model):
    """[feeds]: who tells feed readers of a change, so that they need not ask (WebSub)."""

    hub: WebAddress | None = None
    """The address of a hub that is told of each change. Without one the site is a hub for its own
    feeds, at /hub."""
