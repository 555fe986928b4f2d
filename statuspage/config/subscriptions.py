"""[subscriptions]: which ways readers may choose to be told by, besides mail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, StrictBool

from statuspage.config.faults import Fault
from statuspage.config.kinds.values import Filled, Model
from statuspage.said import said


def _server(text: str) -> str:
    if not text.startswith(("https://", "http://")) or text.count("/") != 2:
        raise ValueError(
            said(
                '"{text}" is not the address of a server; write one such as "https://ntfy.sh"',
                text=text,
            )
        )
    return text


NtfyServer = Annotated[Filled, AfterValidator(_server)]


class Subscriptions(Model):
    """What readers may choose besides mail, feeds and the calendar."""

    webhooks: StrictBool = True
    """Whether readers may have news sent to webhooks of theirs; never to addresses that are not
    public."""
    browsers: StrictBool = False
    """Whether readers may be told by notifications of their browser (Web Push). Push services,
    which pass them on, ask for a `contact` in [site]."""
    ntfy_servers: tuple[NtfyServer, ...] = ("https://ntfy.sh",)
    """The servers of [ntfy](https://ntfy.sh) on which readers may name a topic; `[]` for none."""


def unnamed_push(raw: Mapping[str, Any]) -> Iterator[Fault]:
    """Push services want to know whom to ask (RFC 8292, section 2.1); some take nobody else."""
    table, site = raw.get("subscriptions"), raw.get("site")
    is_asked = isinstance(table, dict) and table.get("browsers") is True
    if is_asked and isinstance(site, dict) and not site.get("contact"):
        text = said('"browsers" needs "contact" in [site]: push services ask for it; add it')
        yield Fault(("subscriptions", "browsers"), text)
