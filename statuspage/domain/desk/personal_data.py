"""Hints at personal data in what shall be published: to erase them afterwards is the dearest work.

They warn and never forbid. What only looks alike (times, versions, our own addresses) is let pass.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from statuspage.said import Said, said

_MAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_OF_A_ROLE = frozenset(
    (
        "abuse",
        "admin",
        "billing",
        "care",
        "contact",
        "feedback",
        "hallo",
        "hello",
        "help",
        "helpdesk",
        "hilfe",
        "info",
        "kontakt",
        "legal",
        "mail",
        "no-reply",
        "noc",
        "noreply",
        "office",
        "postmaster",
        "press",
        "privacy",
        "sales",
        "security",
        "service",
        "status",
        "support",
        "team",
    )
)
_PHONE = re.compile(
    r"(?<![\w.:/#@=-])(?:"
    r"(?:\+|00)[1-9]\d{0,2}(?:[ ()/.-]{0,3}\d){6,13}"  # with the code of a country
    r"|\(?0\d{1,5}\)?[ /.-](?:[ ()/.-]{0,2}\d){4,11}"  # with that of a town
    r"|\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}"  # of North America
    r")(?![\w:]|[.-]\d)"
)
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(
    r"(?<![\w.-])(?:(?:\d{4}[ -]){3}\d{4}|\d{4}[ -]\d{6}[ -]\d{5}|\d{13,19})(?![\w-])"
)
_IP = re.compile(
    r"(?<![\w.:/-])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]*::?[0-9A-Fa-f:.]+)(?![\w:-]|\.\d)"
)
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]*[a-zß-ÿ][\w'’-]*"
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Herrn|Frau)\.? {_NAME}(?: {_NAME})?")
_CUSTOMER = re.compile(
    r"\b(?i:customer|client|user|subscriber|patient|caller|colleague|kund(?:e|en|in)|nutzer(?:in)?)"
    rf" ({_NAME}(?: {_NAME}){{1,2}})"
)
_NO_NAMES = frozenset(
    (
        "Accounts",
        "Account",
        "Area",
        "Care",
        "Center",
        "Centre",
        "Dashboard",
        "Data",
        "Database",
        "Experience",
        "Interface",
        "Login",
        "Management",
        "Page",
        "Portal",
        "Relations",
        "Reports",
        "Service",
        "Services",
        "Settings",
        "Sign",
        "Success",
        "Support",
        "Team",
        "Website",
    )
)
_NOT_OF_PEOPLE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "0.0.0.0/8")
_OWN_NETWORKS = [ipaddress.ip_network(one) for one in _NOT_OF_PEOPLE]
_SHOWN = 60


@dataclass(frozen=True)
class PersonalData:
    """Something in a text that looks as if it belonged to one person."""

    place: str  # as it stands there
    text: Said


def personal_data(texts: Iterable[str], ours: Collection[str] = ()) -> list[PersonalData]:
    """What looks personal in some texts, each place once, in the order of the kinds.

    `ours` are addresses and names that are public anyhow, such as the site's contact.
    """
    whole = "\n".join(texts)
    known = {one.casefold() for one in ours}
    found: dict[str, PersonalData] = {}
    for look, message in _KINDS:
        for place in look(whole):
            short = " ".join(place.split())[:_SHOWN]
            if short.casefold() not in known and not any(short in other for other in found):
                text = Said(message.key, {"place": short})
                found.setdefault(short, PersonalData(short, text))
    return list(found.values())


def _mails(text: str) -> Iterator[str]:
    for found in _MAIL.finditer(text):
        if found[0].partition("@")[0].strip("'.").lower() not in _OF_A_ROLE:
            yield found[0].strip("'.")


def _phones(text: str) -> Iterator[str]:
    for found in _PHONE.finditer(text):
        digits = sum(one.isdigit() for one in found[0])
        if 7 <= digits <= 15 and not _DAY.fullmatch(found[0].strip()):
            yield found[0].strip()


def _ibans(text: str) -> Iterator[str]:
    for found in _IBAN.finditer(text):
        plain = found[0].replace(" ", "")
        if int("".join(str(int(one, 36)) for one in plain[4:] + plain[:4])) % 97 == 1:
            yield found[0]


def _cards(text: str) -> Iterator[str]:
    for found in _CARD.finditer(text):
        digits = [int(one) for one in found[0] if one.isdigit()][::-1]
        doubled = [sum(divmod(2 * one, 10)) for one in digits[1::2]]
        if (sum(digits[::2]) + sum(doubled)) % 10 == 0:
            yield found[0]


def _addresses(text: str) -> Iterator[str]:
    for found in _IP.finditer(text):
        try:
            address = ipaddress.ip_address(found[0].rstrip(".:"))
        except ValueError:
            continue
        before = text[: found.start()].rstrip().rpartition(" ")[2].lower()
        is_version = before.strip("(") in ("version", "release", "v")
        is_own = address.is_loopback or address.is_unspecified or address.is_link_local
        if not is_version and not is_own and not _is_of_a_network(address):
            yield str(found[0].rstrip(".:"))


def _is_of_a_network(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return any(address in one for one in _OWN_NETWORKS if one.version == address.version)


def _names(text: str) -> Iterator[str]:
    for found in _TITLED.finditer(text):
        yield found[0]
    for found in _CUSTOMER.finditer(text):
        if not _NO_NAMES & set(found[1].split()):
            yield found[1]


_KINDS: tuple[tuple[Callable[[str], Iterator[str]], Said], ...] = (
    (_mails, said("“{place}” looks like an email address.")),
    (_ibans, said("“{place}” looks like a bank account number.")),
    (_cards, said("“{place}” looks like a card number.")),
    (_addresses, said("“{place}” looks like a reader’s network address.")),
    (_phones, said("“{place}” looks like a phone number.")),
    (_names, said("“{place}” looks like a person’s name.")),
)
