"""Where an answer of HTTP/1.1 begins and ends (RFC 9112), taken as browsers and curl take it.

Servers, and the proxies before them, write lines that are no header, blanks before a colon, bare
line feeds. Whoever looks at the page sees none of that, so only what hides the answer is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from statuspage.errors import Unreachable
from statuspage.said import Said, said

Headers = tuple[tuple[bytes, bytes], ...]

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/(\d)(?:\.(\d))?[ \t]+(\d{3})(?!\d)", re.IGNORECASE)
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[ \t]*(?:;.*)?\r?", re.DOTALL)
_LONGEST_LINE = 16_384  # bytes of a line between two chunks, its extensions included
_BODILESS = frozenset({204, 205, 304})


class Framing(Enum):
    """How the end of a body is known."""

    CHUNKS = "chunks"
    LENGTH = "length"
    CLOSE = "close"
    NONE = "none"


@dataclass(frozen=True)
class Head:
    """Status line and headers; `headers` have their names in small letters."""

    status: int
    headers: Headers
    is_persistent: bool

    def all(self, name: bytes) -> list[bytes]:
        """The values of every header of a name, in order."""
        return [value for key, value in self.headers if key == name]

    def words(self, name: bytes) -> list[bytes]:
        """The words of a header that is a list, in small letters."""
        parts = b",".join(self.all(name)).split(b",")
        return [word for part in parts if (word := part.strip().lower())]


def head_end(data: bytearray, start: int = 0) -> int:
    """Where the body begins, looking from `start` on; -1 while the head is not whole."""
    found = _HEAD_END.search(data, max(0, start - 3))
    return -1 if found is None else found.end()


def head_of(data: bytes) -> Head:
    """A head from its bytes, the blank line included. Raises Unreachable when it is none."""
    lines = _LINE_END.split(data)
    found = _STATUS_LINE.match(lines[0])
    if found is None or b"\x00" in data:
        raise broken(said("it does not begin with a status line"))
    version = (int(found[1]), int(found[2] or 0))
    headers = _headers(lines[1:])
    head = Head(int(found[3]), headers, False)
    options = head.words(b"connection")
    stays = b"close" not in options if version >= (1, 1) else b"keep-alive" in options
    return Head(head.status, headers, stays)


def _headers(lines: Sequence[bytes]) -> Headers:
    """The lines that are headers; a line that begins with a blank goes on with the one before."""
    found: list[tuple[bytes, list[bytes]]] = []
    is_header = False
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if is_header:
                found[-1][1].append(line.strip())
            continue
        name, colon, value = line.partition(b":")
        name = name.rstrip()
        is_header = bool(colon) and _TOKEN.fullmatch(name) is not None
        if is_header:
            found.append((name.lower(), [value.replace(b"\r", b" ").strip()]))
    return tuple((name, b" ".join(parts).strip()) for name, parts in found)


def framing(head: Head, method: str) -> tuple[Framing, int]:
    """How the body ends, and its length where that is known (RFC 9112, section 6.3).

    Lengths that contradict one another are a fault, as in browsers; one that is no number says
    nothing.
    """
    if method == "HEAD" or head.status in _BODILESS or 100 <= head.status <= 199:
        return Framing.NONE, 0
    if b"chunked" in head.words(b"transfer-encoding"):
        return Framing.CHUNKS, 0
    lengths = {int(word) for word in head.words(b"content-length") if _is_length(word)}
    if len(lengths) > 1:
        raise broken(said("it states two lengths"))
    if lengths:
        return Framing.LENGTH, lengths.pop()
    return Framing.CLOSE, 0


def _is_length(word: bytes) -> bool:
    return word.isdigit() and len(word) <= 18


def broken(why: Said) -> Unreachable:
    """An answer that no browser would take."""
    text = said("The answer breaks the rules of HTTP: {why}.", why=why)
    return Unreachable(text, kind="protocol")


class Chunks:
    """Takes a body out of its chunks as they come (RFC 9112, section 7.1)."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._left = 0  # bytes of the present chunk that are to come
        self._is_behind = False  # a chunk has ended, and its line end is to come
        self.count = 0
        self.is_done = False

    @property
    def rest(self) -> bytes:
        """What came behind the body, the blank line that ends it left out."""
        return bytes(self._buffer).removeprefix(b"\r").removeprefix(b"\n")

    def feed(self, data: bytes) -> bytes:
        """What of the body is in this piece. Raises Unreachable where it is no chunk."""
        self._buffer += data
        found = bytearray()
        while not self.is_done:
            if self._left:
                taken = self._buffer[: self._left]
                del self._buffer[: len(taken)]
                self._left -= len(taken)
                found += taken
                self._is_behind = not self._left
                if self._left:
                    break
            elif not self._begin():
                break
        return bytes(found)

    def _begin(self) -> bool:
        """Read the line before a chunk; False while it is not there."""
        end = self._buffer.find(b"\n")
        if end < 0:
            if len(self._buffer) > _LONGEST_LINE:
                raise broken(said("its body is not in chunks, as it says"))
            return False
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        if self._is_behind and not line.strip():
            self._is_behind = False
            return True
        found = _CHUNK_SIZE.fullmatch(line)
        if found is None or self._is_behind:
            raise broken(said("its body is not in chunks, as it says"))
        self._left = int(found[1], 16)
        self.count += 1
        self.is_done = not self._left  # trailers may follow; nobody needs them
        return True
