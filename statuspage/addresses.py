"""Which addresses are in the public internet, and which are this machine's or a private network's.

Names are not looked up here.
"""

from __future__ import annotations

import ipaddress
import socket

_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")  # RFC 4291, section 2.5.4: all that is handed out
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits
_SERVICES_IPV4 = (
    ipaddress.ip_network("192.0.0.0/24"),  # RFC 6890: protocol assignments, one cloud's metadata
    ipaddress.ip_network("168.63.129.16/32"),  # another cloud's metadata, on a public address
)
_INSIDE = (
    *(".localhost", ".local", ".internal", ".home.arpa", ".onion"),  # RFC 6761, 6762, 8375, 7686
    *(".intranet", ".private", ".corp", ".home", ".lan"),  # RFC 6762, appendix G
)
"""What names end in that lead nowhere from the public internet."""


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


def is_private_host(host: str) -> bool:
    """Whether a host, as a web address writes it, can only be inside a private network.

    That is so of a name without a dot, of one below what no public name server knows, and of an IP
    address that is not public, in each form that connecting takes: 127.0.0.1 is 127.1, 0x7f000001
    and 2130706433, too.
    """
    name = host.lower().rstrip(".")
    if name.endswith(_INSIDE):
        return True
    try:
        return not is_public_address(name if ":" in name else _written_out(name))
    except ValueError:
        return bool(name) and not {".", ":"} & set(name)


def _written_out(name: str) -> str:
    """An IPv4 address with its four parts. Raises ValueError for any other name."""
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except OSError as error:
        raise ValueError(name) from error
