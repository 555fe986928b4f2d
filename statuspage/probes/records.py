"""Records of name servers, compared as what they are: addresses, names, or texts."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Any

from statuspage.net.names import host_name

_SHOWN = 5  # records of an answer that is not the expected one


def holds(answer: Iterable[Any], kind: str, wanted: str) -> bool:
    """Whether a record of an answer is the wanted one; of TXT a part of one is enough.

    The wanted one may be written as in a zone file: with a final dot, in quotes, in other capitals,
    an MX with its preference or without.
    """
    wanted = wanted.strip()
    if kind == "TXT":
        return any(wanted in text or _unquoted(wanted) in text for text in texts(answer, kind))
    wish = _canonical(kind, wanted)
    return any(wish in _readings(kind, text) for text in texts(answer, kind))


def shown(answer: Iterable[Any], kind: str) -> Sequence[str]:
    """The first records of an answer, for staff."""
    return [text[:80] for text in texts(answer, kind)][:_SHOWN]


def texts(answer: Iterable[Any], kind: str) -> list[str]:
    """Records as text; the parts of a TXT are one, in UTF-8 where they are that, or Latin-1."""
    if kind == "TXT":
        return [_letters(b"".join(record.strings)) for record in answer]
    return [str(record.to_text()) for record in answer]


def _letters(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")  # what editors of zones wrote before


def _readings(kind: str, text: str) -> set[str]:
    """A record as somebody may expect it: an MX is known by its host alone, too."""
    found = {_canonical(kind, text)}
    if kind == "MX":
        found.add(_name(text.rsplit(maxsplit=1)[-1]))
    return found


def _canonical(kind: str, text: str) -> str:
    if kind in ("A", "AAAA"):
        try:
            return str(ipaddress.ip_address(text))
        except ValueError:
            return text
    if kind == "MX" and len(parts := text.split()) == 2 and parts[0].isdecimal():
        return f"{int(parts[0])} {_name(parts[1])}"
    return _name(text)


def _name(text: str) -> str:
    """A name without its capitals and its final dot."""
    try:
        return host_name(text).lower().removesuffix(".")
    except ValueError:
        return text


def _unquoted(text: str) -> str:
    """A text as a zone file quotes it, without that: its parts joined, \\" and \\\\ undone."""
    if len(text) < 2 or not (text.startswith('"') and text.endswith('"')):
        return text
    inner = text[1:-1].replace('" "', "")
    return inner.replace('\\"', '"').replace("\\\\", "\\")
