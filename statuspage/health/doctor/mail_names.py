"""What DNS says of mail in the name of a domain: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489).

Gmail, Outlook and Yahoo refuse mail in the name of domains that lack them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from statuspage.errors import Unreachable
from statuspage.health.health import Condition, Health
from statuspage.said import Said, said

if TYPE_CHECKING:
    from dns.resolver import Resolver

Texts = Callable[[str], Sequence[str]]
"""The TXT records at a name, each whole; none where there are none. Raises Unreachable."""

_WAIT = 5.0  # seconds
_LOOK_UPS = 10  # RFC 7208, section 4.6.4
_COUNTED = re.compile(r"[+?~-]?(include|a|mx|ptr|exists)(?:[:/].*)?|redirect=(.*)", re.IGNORECASE)
_SPF = re.compile(r"v=spf1(?: |$)", re.IGNORECASE)
_DMARC = re.compile(r"v\s*=\s*DMARC1\s*(?:;|$)")
_HIGHEST = 8  # labels of a name within which a policy is looked for


@dataclass(frozen=True)
class Senders:
    """The domains in whose names a mail is sent."""

    shown: str  # of the address that readers see
    envelope: str  # of the address that bounces come to: SPF is asked there
    signing: str  # of the DKIM signature; "" where this program signs nothing


def spf(domain: str, texts: Texts) -> Health:
    """Whether a domain says which servers may send its mail."""
    found = _spf_records(domain, texts)
    if not found:
        return _look(
            "spf",
            said(
                "{domain} has no SPF record, so many mail servers refuse mail from it. Add a TXT "
                'record there that names your mail server, such as "v=spf1 include:PROVIDER -all".',
                domain=domain,
            ),
        )
    if len(found) > 1:
        return _bad(
            "spf",
            said(
                "{domain} has {count} SPF records, and mail servers accept no more than one. "
                "Merge them into one.",
                domain=domain,
                count=len(found),
            ),
        )
    terms = found[0].lower().split()
    if "all" in terms or "+all" in terms:
        text = said(
            "The SPF record of {domain} lets every server send in its name. End it with -all or "
            "~all.",
            domain=domain,
        )
        return _look("spf", text)
    count = sum(1 for _ in _look_ups(domain, texts, {domain}))
    if count > _LOOK_UPS:
        return _bad(
            "spf",
            said(
                "The SPF record of {domain} needs {count} look-ups, and mail servers give up after "
                "{most}. Remove what it does not need.",
                domain=domain,
                count=count,
                most=_LOOK_UPS,
            ),
        )
    return _good(
        "spf", said("{domain} says in its SPF record which servers send its mail.", domain=domain)
    )


def _spf_records(domain: str, texts: Texts) -> list[str]:
    return [one for one in texts(domain) if _SPF.match(one)]


def _look_ups(domain: str, texts: Texts, seen: set[str]) -> Iterator[str]:
    """Each look-up that checking a mail may need, those of included records too."""
    for record in _spf_records(domain, texts)[:1]:
        for term in record.split()[1:]:
            found = _COUNTED.fullmatch(term)
            if found is None:
                continue
            yield term
            inner = found[2] or (term.partition(":")[2] if found[1].lower() == "include" else "")
            if inner and "%" not in inner and inner not in seen:
                seen.add(inner)
                yield from _look_ups(inner, texts, seen)


def dkim(name: str, record: str, texts: Texts) -> Health:
    """Whether the public half of a key stands at its name in DNS; `record` is what should."""
    found = [tags for one in texts(name) if (tags := _tags(one)).get("p") is not None]
    advice = said("{name} should hold this TXT record: {record}", name=name, record=record)
    if not found:
        return _bad(
            "dkim",
            said(
                "Mail is signed by DKIM, but nobody can check it: {name} has no record of the key. "
                "{advice}",
                name=name,
                advice=advice,
            ),
        )
    wanted = _tags(record)
    if not any(one["p"] == wanted["p"] and one.get("k", "rsa") == wanted["k"] for one in found):
        return _bad(
            "dkim",
            said(
                "{name} holds a different key from the one that signs mail. {advice}",
                name=name,
                advice=advice,
            ),
        )
    return _good("dkim", said("{name} holds the key that signs mail.", name=name))


def dmarc(senders: Senders, texts: Texts) -> Health:
    """Whether a domain says what becomes of mail that fails, and whether ours can pass."""
    place, found = _policies(senders.shown, texts)
    if not found:
        return _look(
            "dmarc",
            said(
                "{domain} has no DMARC record, so Gmail, Outlook and others may refuse mail from "
                'it. Add a TXT record at _dmarc.{domain}, such as "v=DMARC1; p=none".',
                domain=senders.shown,
            ),
        )
    if len(found) > 1:
        return _bad(
            "dmarc",
            said(
                "{name} has {count} DMARC records, and mail servers accept no more than one. "
                "Remove the others.",
                name=place,
                count=len(found),
            ),
        )
    tags = _tags(found[0])
    if tags.get("p", "").lower() not in ("none", "quarantine", "reject"):
        return _bad(
            "dmarc",
            said(
                "The DMARC record at {name} does not say what to do: it needs p=none, p=quarantine "
                "or p=reject.",
                name=place,
            ),
        )
    passes = _fits(senders.envelope, senders.shown, place, tags.get("aspf", "r")) or _fits(
        senders.signing, senders.shown, place, tags.get("adkim", "r")
    )
    if not passes and senders.signing:
        return _bad("dmarc", _cannot_pass(senders))
    if not passes:
        text = said(
            "Mail passes DMARC only if your mail server signs it in the name of {domain}, because "
            "bounces come to {other}. Read a mail back to see: `statuspage doctor --read-mail "
            "FILE`.",
            domain=senders.shown,
            other=senders.envelope,
        )
        return _look("dmarc", text)
    text = said("{name} says in its DMARC record what to do with forged mail.", name=place)
    return _good("dmarc", text)


def _cannot_pass(senders: Senders) -> Said:
    return said(
        "Mail from {domain} cannot pass DMARC: bounces come to {other}, and {signing} signs it. "
        "One of them must be of the same domain.",
        domain=senders.shown,
        other=senders.envelope,
        signing=senders.signing,
    )


def _policies(domain: str, texts: Texts) -> tuple[str, list[str]]:
    """The policy of a domain, or of the nearest one above it, and where that stands."""
    labels = domain.split(".")
    for start in range(max(0, len(labels) - _HIGHEST), max(1, len(labels) - 1)):
        place = "_dmarc." + ".".join(labels[start:])
        found = [one for one in texts(place) if _DMARC.match(one)]
        if found:
            return place, found
    return "", []


def _fits(domain: str, shown: str, place: str, mode: str) -> bool:
    """Whether a domain is that of the reader's eyes: exactly, or below the same policy."""
    if not domain or domain.lower() == shown.lower():
        return bool(domain)
    above = place.removeprefix("_dmarc.").lower()
    return mode.lower() != "s" and f".{domain.lower()}".endswith(f".{above}")


def _tags(record: str) -> dict[str, str]:
    """tag=value; tag=value (RFC 6376, section 3.2); blanks within a value say nothing."""
    parts = [one.partition("=") for one in record.split(";")]
    return {name.strip().lower(): "".join(value.split()) for name, _, value in parts}


def _good(name: str, text: Said) -> Health:
    return Health(name, Condition.OK, text)


def _look(name: str, text: Said) -> Health:
    return Health(name, Condition.LATE, text)


def _bad(name: str, text: Said) -> Health:
    return Health(name, Condition.FAILING, text)


def texts_in_dns(name: str, resolver: Resolver | None = None) -> Sequence[str]:
    """The TXT records at a name, as the system's name servers say. Raises Unreachable."""
    found = in_dns(name, "TXT", resolver)
    return [b"".join(record.strings).decode("utf-8", "replace") for record in found]


def in_dns(name: str, kind: str, resolver: Resolver | None = None) -> list[Any]:
    """The records of a kind at a name. Raises Unreachable where nobody answers."""
    import dns.exception
    import dns.resolver

    try:
        asked = resolver or dns.resolver.get_default_resolver()
        return list(asked.resolve(name, kind, search=False, lifetime=_WAIT))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, ValueError, OSError) as error:
        text = said("No name server could say what stands at {name}.", name=name)
        raise Unreachable(text, kind="name") from error
