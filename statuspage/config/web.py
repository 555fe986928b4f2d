"""[web]: what stands between readers and this program."""

from __future__ import annotations

import ipaddress
from typing import Annotated

from pydantic import AfterValidator

from statuspage.config.kinds.values import Model
from statuspage.said import said

_WIDEST = 8  # bits; what is wider believes whatever a stranger writes


def _proxy(text: str) -> str:
    """One address or network, in its usual form."""
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise ValueError(
            said(
                '"{text}" is neither an address nor a network; write one such as "10.0.0.5", '
                '"10.0.0.0/8" or "2001:db8::/64"',
                text=text[:80],
            )
        ) from None
    if network.prefixlen < _WIDEST:
        raise ValueError(
            said(
                '"{text}" would trust anybody\'s claim about where they come from; name the '
                "addresses of your own proxies",
                text=text[:80],
            )
        )
    is_one = network.prefixlen == network.max_prefixlen
    return str(network.network_address if is_one else network)


class Web(Model):
    """[web]: how requests reach this program."""

    trusted_proxies: tuple[Annotated[str, AfterValidator(_proxy)], ...] = ()
    """Addresses and networks of your proxies, believed as to senders; this machine is one."""
