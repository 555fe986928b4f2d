"""Who asks: the address that allowances are counted by, and whether it came over https."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from statuspage.domain.desk.caller import Network, parsed
from statuspage.errors import StatusPageError
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web.forms.forwarded import client_of, is_trusted, networks, scheme_of


@dataclass(frozen=True)
class _Heard:
    """Our proxies by the settings, and what the bell of which store said when they were read."""

    proxies: Sequence[Network] = ()
    store: object = None
    bell: bytes = b""


_HEARD = {"last": _Heard()}


def client_address(environ: Mapping[str, Any]) -> str:
    """Whose tries are counted: the peer, or whom a proxy of ours speaks for."""
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", ""))
    return client_of(_peer(environ), forwarded, _trusted())


def scheme(environ: Mapping[str, Any]) -> str:
    """How a browser asked, as a proxy of ours says it: "https", "http", or "" for nobody knows."""
    return scheme_of(_peer(environ), str(environ.get("HTTP_X_FORWARDED_PROTO", "")), _trusted())


def is_proxy(environ: Mapping[str, Any]) -> bool:
    """Whether whoever is connected is believed as to who asks."""
    peer = parsed(_peer(environ))
    return peer is not None and is_trusted(peer, _trusted())


def _peer(environ: Mapping[str, Any]) -> str:
    return str(environ.get("REMOTE_ADDR", ""))


def _trusted() -> Sequence[Network]:
    """Our proxies, by the last good settings; this machine is one anyway.

    The store is only asked after something was written: who floods us costs no reading.
    """
    heard = _HEARD["last"]
    try:
        store, bell = db.opening(), db.bell().value
        if (heard.store, heard.bell) != (store, bell):
            with db.snapshot():
                proxies = networks(current_settings().web.trusted_proxies)
            heard = _HEARD["last"] = _Heard(proxies, store, bell)
    except StatusPageError:
        pass  # whoever needs the store says so
    return heard.proxies
