"""Which entries of histories are one: by their source and whole id, else their address, else words.

Entries that contradict each other are never one: they are refused and listed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from statuspage.domain.incidents.imported import ImportedIncident, fingerprint, minute
from statuspage.domain.incidents.incident import Incident
from statuspage.said import Said, said

_TAG = re.compile(r"tag:([^,:/\s]+)(?:,[\d-]+)?:(?:Incident/)?(.+)", re.DOTALL)


@dataclass(frozen=True)
class Origin:
    """Where an incident that is here came from, and how it begins."""

    key: str
    title: str
    started_at: datetime
    address: str
    source: str
    identifier: str


def named(identifier: str, address: str, source: str = "") -> tuple[str, str]:
    """The source of an entry and its id there, from its id as given and its address.

    `tag:HOST,2005:Incident/42` (RFC 4151) is 42 of HOST, as exports of the same page have it; any
    other id is kept whole, of the host of its address, else of `source`. Each may be "".
    """
    given = identifier.strip()
    if tag := _TAG.fullmatch(given):
        return tag[1].lower(), tag[2]
    return host(address) or host(given) or source, given


def given_as(origin: Origin) -> tuple[str, str]:
    """Id and address by which `named` knows an entry again, wherever it is read."""
    plain = named(origin.identifier, origin.address)
    if not origin.identifier or plain == (origin.source, origin.identifier):
        return origin.identifier, origin.address
    return f"tag:{origin.source},2005:Incident/{origin.identifier}", origin.address


def host(address: str) -> str:
    """The host of a web address, or ""."""
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in ("http", "https")
        return (parts.netloc.rpartition("@")[2].lower() if is_web else "") or ""
    except ValueError:
        return ""


def addresses(address: str) -> list[str]:
    """The spellings of one address: with http or https, with a slash at its end or none."""
    if not address:
        return []
    bare = re.sub(r"^https?://", "", address).removesuffix("/")
    return [f"{scheme}://{bare}{end}" for scheme in ("https", "http") for end in ("", "/")]


def clashes(told: Sequence[ImportedIncident]) -> dict[int, Said]:
    """What contradicts an earlier entry of the same source, by its place among them.

    Two that agree in id or address, title and first words are one entry, given twice.
    """
    by_id: dict[tuple[str, str], ImportedIncident] = {}
    by_address: dict[str, list[ImportedIncident]] = defaultdict(list)
    found: dict[int, Said] = {}
    for place, one in enumerate(told):
        name = (one.source, one.origin_id)
        same_id = by_id.get(name) if one.origin_id else None
        spelt = addresses(one.origin)
        beside = by_address[spelt[0]] if spelt else []
        fault = _against_id(one, same_id) if same_id else _against_address(one, beside)
        if fault is not None:
            found[place] = fault
            continue
        beside.append(one)
        if one.origin_id:
            by_id.setdefault(name, one)
    return found


def _against_id(one: ImportedIncident, other: ImportedIncident) -> Said | None:
    if one.origin and other.origin and one.origin not in addresses(other.origin):
        return said(
            "It has the same id as the entry at {place}, '{id}', but another address; "
            "correct one of them.",
            place=other.place,
            id=one.origin_id,
        )
    if _reads_the_same(one, other):
        return None
    return said(
        "It has the same id as the entry at {place}, '{id}', but another title or other "
        "first words; give each its own id.",
        place=other.place,
        id=one.origin_id,
    )


def _against_address(one: ImportedIncident, beside: Sequence[ImportedIncident]) -> Said | None:
    """Where both have ids of their own, one address is that of the page they stand on."""
    rivals = [other for other in beside if not (one.origin_id and other.origin_id)]
    if not rivals or any(_reads_the_same(one, other) for other in rivals):
        return None
    return said(
        "It has the same address as the entry at {place}, but another title or other first "
        "words; give each its own id or address.",
        place=rivals[0].place,
    )


def _reads_the_same(one: ImportedIncident, other: ImportedIncident) -> bool:
    first, second = one.posts[0], other.posts[0]
    return one.title == other.title and fingerprint(first.at, first.words) == fingerprint(
        second.at, second.words
    )


@dataclass(frozen=True)
class Claim:
    """An incident that is here and may be the one told, if their words agree (see `is_one`).

    `fault`: why the entry is refused where they do not; None: then it is a new one.
    """

    key: str
    fault: Said | None


def claim(
    told: ImportedIncident, here: Iterable[Origin], batch: Collection[tuple[str, str]]
) -> Claim | Said | None:
    """Which incident here an entry may be, None when it is new, or why it is refused.

    `here` has all with its address or its id, `batch` the (source, id) of all that are told with
    it: none of them is another one's.
    """
    found = list(here)
    same_id = [one for one in found if told.origin_id and one.identifier == told.origin_id]
    same_page = [one for one in found if told.origin and told.origin in addresses(one.address)]
    for one in same_id:
        if one.source != told.source:
            continue
        if told.origin and one.address and one not in same_page:
            return said(
                "Its id '{id}' belongs to {address} here, but its address is {other}; correct "
                "one of them.",
                id=told.origin_id,
                address=one.address,
                other=told.origin,
            )
        return Claim(one.key, _other_words(one))
    for one in same_page:
        is_another = (one.source, one.identifier) in batch and one.identifier
        if not is_another and _begins_alike(told, one):
            return Claim(one.key, None)
    for one in same_page:
        if not (told.origin_id and one.identifier):
            return Claim(one.key, _other_words(one))
    return next((Claim(one.key, None) for one in same_id if not (one.source and told.source)), None)


def _begins_alike(told: ImportedIncident, here: Origin | Incident) -> bool:
    return told.title == here.title and minute(told.started_at) == minute(here.started_at)


def _other_words(one: Origin) -> Said:
    return said(
        'Its id or address is that of "{title}" of {at:%Y-%m-%d %H:%M} UTC here, but none of its '
        "updates match; give each entry its own id or address.",
        title=one.title,
        at=one.started_at,
    )


def is_one(told: ImportedIncident, here: Incident) -> bool:
    """Whether an entry and an incident that claim one name have words in common as well."""
    if _begins_alike(told, here):
        return True
    known = {fingerprint(one.published_at, one.body or one.status) for one in here.updates}
    return any(fingerprint(post.at, post.words) in known for post in told.posts)
