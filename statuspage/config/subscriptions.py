"""[subscriptions]: which ways readers may choose to be told by, besides mail."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StrictBool

from statuspage.config.values import Filled, Model
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
    ntfy_servers: tuple[NtfyServer, ...] = ("https://ntfy.sh",)
    """The servers of [ntfy](https://ntfy.sh) on which readers may name a topic; `[]` for none."""
