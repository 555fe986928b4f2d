"""Who knocks at the desk: an address, and what the browser can show of former sign-ins."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_HOUSE = 64  # bits: what one customer gets at the least, and changes addresses in at will
_SITE = 48  # bits: what an organisation gets (RFC 6177)


@dataclass(frozen=True)
class Caller:
    """Where a request comes from. Who signed in here before holds a signed id that says so."""

    address: str
    browser: str = ""
    """The id of a browser in which somebody signed in before; "" for one that shows none."""
    accounts: frozenset[str] = frozenset()
    """Those that signed in with it."""

    @property
    def place(self) -> str:
        """What counts as one address."""
        return place_of(self.address)

    @property
    def region(self) -> str:
        """The wider network of an IPv6 address; "" for others."""
        return region_of(self.address)


def place_of(address: str) -> str:
    """An IPv4 address alone, the /64 of an IPv6 address, and what is neither as it stands.

    An IPv6 address that stands for an IPv4 address (RFC 4291 2.5.5.2) is that one.
    """
    found = parsed(address)
    return address if found is None else _within(found, _HOUSE) or str(found)


def region_of(address: str) -> str:
    """The /48 of an IPv6 address; "" for every other."""
    found = parsed(address)
    return "" if found is None else _within(found, _SITE)


def parsed(address: str) -> Address | None:
    """An address as such, or None; zones such as %eth0 do not count."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _within(address: Address, bits: int) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return ""
    return str(ipaddress.ip_network((address, bits), strict=False))
