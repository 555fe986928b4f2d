"""Where an import comes from: a file, standard input or an address."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from statuspage.errors import SourceError
from statuspage.net.exchange import Limits
from statuspage.net.fetch import GENEROUS, fetch_text
from statuspage.net.rules import anywhere
from statuspage.said import said

STANDARD_INPUT = "-"


def read(source: str, limits: Limits = GENEROUS) -> bytes:
    """The bytes of a file path, of "-" (standard input) or of an http(s) URL.

    The URL itself may lie in a private network, since the operator named it; what it redirects to
    may not. Raises SourceError or Unreachable with one plain line.
    """
    if source.lower().startswith(("http://", "https://")):
        return fetch_text(source, limits, may_reach=anywhere)
    if source == STANDARD_INPUT:
        return _capped(sys.stdin.buffer, "Standard input", limits.size)
    try:
        with Path(source).open("rb") as file:
            return _capped(file, source, limits.size)
    except OSError as error:
        raise SourceError(
            said("{source} cannot be read: {strerror}.", source=source, strerror=error.strerror)
        ) from error


def name_of(source: str) -> str:
    """What to call a source in messages."""
    return "standard input" if source == STANDARD_INPUT else source


def _capped(stream: BinaryIO, name: str, size: int) -> bytes:
    data = stream.read(size + 1)
    if len(data) > size:
        raise SourceError(
            said("{name} is longer than {size:,} bytes; import it in parts.", name=name, size=size)
        )
    return data
