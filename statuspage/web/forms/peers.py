"""Who asks: the address that allowances are counted by."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any


def client_address(environ: Mapping[str, Any]) -> str:
    """Whose tries are counted: the peer, or whom a proxy on this machine speaks for."""
    peer = str(environ.get("REMOTE_ADDR", ""))
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    try:
        if ipaddress.ip_address(peer).is_loopback:
            return str(ipaddress.ip_address(forwarded))
    except ValueError:
        return peer  # not an address, or nothing was forwarded
    return peer
