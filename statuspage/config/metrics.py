"""[metrics]: where Prometheus may ask without a token."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from statuspage.config.kinds.values import Filled, Model
from statuspage.said import said


@dataclass(frozen=True)
class Listen:
    """An address of this machine."""

    host: str
    port: int

    @property
    def family(self) -> socket.AddressFamily:
        return socket.AF_INET6 if ":" in self.host else socket.AF_INET

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def listen_of(text: str) -> Listen:
    """Raises ValueError for what is no address, or one that strangers can reach."""
    host, _, port = text.strip().rpartition(":")
    try:
        found = ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
        number = int(port)
        if not 1 <= number <= 65535:
            raise ValueError
    except ValueError:
        raise ValueError(
            said('"{text}" is not an address with a port; write "127.0.0.1:9100"', text=text[:80])
        ) from None
    if found.is_unspecified or not (found.is_loopback or found.is_private or found.is_link_local):
        raise ValueError(
            said(
                '"{text}" may be reached by strangers; name a private address of this machine, or '
                "ask at /metrics of the site with a token that has the scope metrics",
                text=text[:80],
            )
        )
    return Listen(str(found), number)


def _listen(text: str) -> str:
    return str(listen_of(text))


class Metrics(Model):
    """[metrics]: an address of its own for Prometheus."""

    listen: Annotated[Filled, AfterValidator(_listen)] | None = None
    """An address and a port of this machine, such as `"127.0.0.1:9100"`, where `/metrics` needs no
    token; it holds from the next start on. Absent: /metrics of the site alone, with a token of the
    scope `metrics`."""
