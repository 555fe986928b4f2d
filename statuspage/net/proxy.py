"""A way out through the proxy that the environment names: a tunnel by CONNECT (RFC 9110, 9.3.6).

The proxy looks the name up and sees only where the tunnel leads; TLS is agreed upon with the server
behind it. Which proxy is for which address is read as Python's own library reads it (HTTPS_PROXY,
HTTP_PROXY, ALL_PROXY, NO_PROXY, in small letters too).
"""

from __future__ import annotations

import asyncio
import os
import socket
from base64 import b64encode
from collections.abc import Sequence
from urllib.parse import SplitResult, unquote

from statuspage.errors import Unreachable
from statuspage.net.connect import OUTSIDE, Outside
from statuspage.net.names import web_address
from statuspage.net.stopwatch import Stopwatch
from statuspage.said import said

_HEAD_SIZE = 65_536


def outside_for(url: SplitResult) -> Outside:
    """How a server is reached: directly, or through a proxy. Raises Unreachable."""
    if not any(name.lower().endswith("_proxy") and text for name, text in os.environ.items()):
        return OUTSIDE  # the library below is heavy
    from urllib.request import getproxies, proxy_bypass

    known = getproxies()
    named = known.get(url.scheme) or known.get("all")
    if not named or proxy_bypass(url.netloc.rpartition("@")[2]):
        return OUTSIDE
    proxy = web_address(named if "://" in named else f"http://{named}")
    if proxy is None or proxy.scheme != "http":
        text = said("The proxy in the environment should be an http:// address.")
        raise Unreachable(text, kind="ours", is_permanent=True, is_ours=True)
    host, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
    return _through(proxy, f"[{host}]:{port}" if ":" in host else f"{host}:{port}")


def _through(proxy: SplitResult, target: str) -> Outside:
    async def look_up(_: str, watch: Stopwatch) -> Sequence[str]:
        return await OUTSIDE.look_up(proxy.hostname or "", watch)

    async def dial(address: str, _: int) -> socket.socket:
        opened = await OUTSIDE.dial(address, proxy.port or 80)
        try:
            await _tunnel(opened, _asking(proxy, target))
        except BaseException:
            opened.close()
            raise
        return opened

    return Outside(look_up, dial)


def _asking(proxy: SplitResult, target: str) -> bytes:
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.username is not None:
        pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
        lines.append(f"Proxy-Authorization: Basic {b64encode(pair.encode()).decode()}")
    return "\r\n".join([*lines, "", ""]).encode("ascii")


async def _tunnel(opened: socket.socket, asking: bytes) -> None:
    """Ask for the tunnel, and read the answer to its end: what follows is the server's."""
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(opened, asking)
    head = bytearray()
    while not head.endswith(b"\r\n\r\n"):
        piece = await loop.sock_recv(opened, 1)  # no byte too many; it is a few dozen
        if not piece or len(head) > _HEAD_SIZE:
            raise Unreachable(said("The proxy gave no answer."), kind="closed")
        head += piece
    status = bytes(head[:64]).split(b" ", 2)[1:2]
    if not status or not status[0].startswith(b"2"):
        told = status[0].decode("latin-1") if status else "?"
        text = said("The proxy refuses the connection: it answers {status}.", status=told)
        raise Unreachable(text, kind="refused")
