"""Which addresses may be reached, by a name or a redirect.

A rule is asked about each address that a look-up gave, and the connection goes to that very address
and not to the name, so that a name which changes its answer in between (rebinding) opens nothing.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

AddressRule = Callable[[str], bool]
"""Says of an IP address whether it may be reached."""

RedirectRule = Callable[[str, AddressRule], AddressRule]
"""The rule for what a redirect leads to, by the address that sent it and the rule for that one."""

_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")  # RFC 4291, section 2.5.4: all that is handed out
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits
_SERVICES_IPV4 = (
    ipaddress.ip_network("192.0.0.0/24"),  # RFC 6890: protocol assignments, one cloud's metadata
    ipaddress.ip_network("168.63.129.16/32"),  # another cloud's metadata, on a public address
)


def anywhere(_: str) -> bool:
    """The rule for what the operator named: any address at all."""
    return True


def is_public_address(address: str) -> bool:
    """Whether an IP address is in the public internet, and no cloud's metadata service."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is None:
            return found.is_global and found in _GLOBAL_IPV6
        found = inner
    is_special = found.is_multicast or found.is_reserved
    return found.is_global and not is_special and not any(found in net for net in _SERVICES_IPV4)


def to_public(_: str, __: AddressRule) -> AddressRule:
    """Redirects lead into the public internet only."""
    return is_public_address


def from_public_to_public(address: str, rule: AddressRule) -> AddressRule:
    """Redirects lead from the public internet never out of it; inside, they go on as before."""
    return is_public_address if is_public_address(address) else rule
