"""What proxies tell of a request in X-Forwarded-For and -Proto, and how much of that holds.

Each proxy appends the address it was asked from, so only the end that our own proxies wrote holds:
https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For#selecting_an_ip_address
The header Forwarded (RFC 7239) is not read: a proxy that writes the other hands it on as a stranger
wrote it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from functools import lru_cache

from statuspage.domain.desk.caller import Address, Network, parsed

_IN_BRACKETS = re.compile(r"\[([^\]]*)\](?::[\w.-]+)?", re.ASCII)
_WITH_PORT = re.compile(r"([0-9.]+):[\w.-]+", re.ASCII)


@lru_cache(maxsize=8)
def networks(proxies: Sequence[str]) -> tuple[Network, ...]:
    """The addresses and networks of the settings, as such."""
    return tuple(_folded(ipaddress.ip_network(proxy)) for proxy in proxies)


def client_of(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """The nearest address that is none of our proxies: who it is that asks.

    `peer` is whoever is connected, `forwarded_for` the header, "" where there is none. Where a
    proxy of ours says that it does not know who asked it, its own address stands.
    """
    nearest = parsed(peer)
    if nearest is None:
        return peer
    hops = [hop.strip() for hop in forwarded_for.split(",")]
    for hop in reversed([hop for hop in hops if hop]):
        if not is_trusted(nearest, trusted):
            break
        former = address_in(hop)
        if former is None:
            break
        nearest = former
    return str(nearest)


def scheme_of(peer: str, forwarded_proto: str, trusted: Sequence[Network]) -> str:
    """ "https" or "http", as a proxy of ours says it; "" where none does."""
    nearest = parsed(peer)
    if nearest is None or not is_trusted(nearest, trusted):
        return ""
    scheme = forwarded_proto.partition(",")[0].strip().strip('"').lower()
    return scheme if scheme in ("https", "http") else ""


def is_trusted(address: Address, trusted: Sequence[Network]) -> bool:
    """Whether an address is this machine, or one of our proxies."""
    return address.is_loopback or any(
        address.version == network.version and address in network for network in trusted
    )


def address_in(hop: str) -> Address | None:
    """The address of one hop, with or without its port, brackets and quotes; None for junk."""
    text = hop.strip().strip('"').strip()
    if found := _IN_BRACKETS.fullmatch(text) or _WITH_PORT.fullmatch(text):
        text = found[1]
    return parsed(text)


def _folded(network: Network) -> Network:
    """A network of IPv6 addresses that stand for IPv4 ones, as the IPv4 network."""
    if isinstance(network, ipaddress.IPv6Network) and network.prefixlen >= 96:
        mapped = network.network_address.ipv4_mapped
        if mapped is not None:
            return ipaddress.ip_network((mapped, network.prefixlen - 96))
    return network
