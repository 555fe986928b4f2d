"""Files of lines as people's programs write them: any line ends, UTF-8 or UTF-16, any mark."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import StringIO
from itertools import chain
from typing import IO

from statuspage.domain.vocabulary.text import unreadable
from statuspage.errors import SourceError
from statuspage.said import said

LONGEST = 10_000_000  # characters of one line
_BLOCK = 256 * 1024
_MARKS = (  # the longer ones first: that of UTF-32 begins as that of UTF-16 does
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def encoding_of(start: bytes) -> tuple[str, int]:
    """The encoding of a text by its first bytes, and how many of them are only a mark.

    Without a mark it is UTF-8, or UTF-16 where each second byte of the first letters is zero.
    """
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, len(mark)
    if len(start) >= 4 and start[0] and start[2] and start[1] == start[3] == 0:
        return "utf-16-le", 0
    if len(start) >= 4 and start[1] and start[3] and start[0] == start[2] == 0:
        return "utf-16-be", 0
    return "utf-8", 0


class Lines:
    """The lines of a file with their ends, counted. `number` is that of the last one, from 1.

    What is in no encoding is a lone surrogate in its line: ask `unreadable`.
    """

    def __init__(self, file: IO[bytes], name: str) -> None:
        self.name = name
        self.number = 0
        self._file = file
        self.bytes_read = 0
        self._read = self._lines()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._read)
        self.number += 1
        return line

    def _blocks(self) -> Iterator[bytes]:
        while block := self._file.read(_BLOCK):
            self.bytes_read += len(block)
            yield block

    def _lines(self) -> Iterator[str]:
        blocks = self._blocks()
        start = next(blocks, b"")
        encoding, mark = encoding_of(start)
        # Of UTF-8 each bad byte becomes a surrogate, of UTF-16 half a character is one already.
        errors = "surrogateescape" if encoding == "utf-8" else "surrogatepass"
        decoder = codecs.getincrementaldecoder(encoding)(errors)
        rest = ""
        for block in chain([start[mark:]], blocks):
            *whole, rest = [*_split(rest + self._text(decoder, block)), ""]
            if whole and not whole[-1].endswith("\n"):  # "\r" may be half of a line's end
                rest = whole.pop()
            yield from whole
            if len(rest) > LONGEST:
                raise self._endless()
        yield from _split(rest + self._text(decoder, b"", is_last=True))

    def _text(
        self, decoder: codecs.IncrementalDecoder, block: bytes, *, is_last: bool = False
    ) -> str:
        try:
            return decoder.decode(block, is_last)
        except UnicodeDecodeError:
            if is_last:
                return "\udc80"  # half a letter
            raise SourceError(
                said("{name} is not text; save it as UTF-8.", name=self.name)
            ) from None

    def _endless(self) -> SourceError:
        return SourceError(
            said(
                "{name}, line {number}: This line does not end within {count:,} characters.",
                name=self.name,
                number=self.number + 1,
                count=LONGEST,
            )
        )


def readable(lines: Lines) -> Iterator[str]:
    """The lines, of a file that is taken whole or not at all. Raises SourceError."""
    for line in lines:
        if not line.isascii() and unreadable(line):
            raise SourceError(
                said(
                    "{name}, line {number}: This is not UTF-8; save the file as UTF-8.",
                    name=lines.name,
                    number=lines.number,
                )
            )
        yield line


def _split(text: str) -> list[str]:
    """In lines that end in any of the three ways; nothing else ends one."""
    return list(StringIO(text, newline=""))
