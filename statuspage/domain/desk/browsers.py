"""Browsers in people's words, and addresses no more exactly than their owner needs to know them."""

from __future__ import annotations

import ipaddress
import re

from statuspage.domain.desk.caller import parsed
from statuspage.said import Said, joined, said

# A browser names those it wants to be taken for, too: the most particular name comes first.
_BROWSERS = (
    (r"\b(?:Edg|EdgA|EdgiOS|Edge)/", "Edge"),
    (r"\b(?:OPR|Opera|OPiOS)/", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\bVivaldi/", "Vivaldi"),
    (r"\b(?:Firefox|FxiOS)/", "Firefox"),
    (r"\b(?:HeadlessChrome|Chrome|CriOS|Chromium)/", "Chrome"),
    (r"\bVersion/[\d.]+.*\bSafari/", "Safari"),
    (r"^curl/", "curl"),
)
_SYSTEMS = (
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bAndroid\b", "Android"),
    (r"\bCrOS\b", "ChromeOS"),
    (r"\bWindows\b", "Windows"),
    (r"\bMac(?:intosh| OS X)\b", "macOS"),
    (r"\bLinux\b", "Linux"),
)
_LONGEST = 60
_IPV4_NETWORK, _IPV6_NETWORK = 24, 48  # what a provider or a company hands to one place


def browser_of(agent: str) -> Said:
    """What a User-Agent header (RFC 9110, 10.1.5) most likely stands for."""
    browser, system = _first(_BROWSERS, agent), _first(_SYSTEMS, agent)
    if browser and system:
        return said("{browser} on {system}", browser=browser, system=system)
    known = browser or system or agent.strip()[:_LONGEST]
    return joined([known], "") if known else said("An unknown browser")


def coarse(address: str) -> str:
    """The network an address lies in (IPv4 /24, IPv6 /48); "" for what is no address.

    An IPv4 address written as IPv6 is the IPv4 address that it is.
    """
    found = parsed(address)
    if found is None:
        return ""
    if found.is_loopback:
        return str(found)  # this machine itself, which is nobody's secret
    width = _IPV4_NETWORK if found.version == 4 else _IPV6_NETWORK
    return str(ipaddress.ip_network(f"{found}/{width}", strict=False))


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, agent)), "")
