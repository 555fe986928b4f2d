"""What an answer says, as a browser reads it: unpacked, and by the letters it is written in."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

from statuspage.net.exchange import Answer

_CODINGS = {b"gzip", b"x-gzip", b"deflate", b"br"}
_MOST_LAYERS = 3
_MOST_MEMBERS = 100  # of one gzip stream; what is left is copied for each
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"""charset\s*=\s*(?:["']\s*)?([A-Za-z0-9._:+-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._:+-]+)""", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]*>", re.IGNORECASE)
_HEAD = 1024  # bytes in which a page names its letters (HTML, "prescan a byte stream")
_LETTERS = re.compile(
    r"(us-)?ascii|latin.?[0-9]+|l[0-9]|utf.?(8|16|32).*|(x-)?(cp|windows-?|ibm|mac|iso[-_]?8859)"
    r".*|koi8.*|(x-)?(s(hift)?[-_]?jis|euc|gb|big5|hz|ks_c|tis|iso-2022).*",
    re.IGNORECASE,
)
_WIDER = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}
"""What browsers read in the place of an encoding (WHATWG Encoding, section 4.2)."""


class Unreadable(Exception):
    """A body is packed in a way that is not known here."""


class Unpackable(Exception):
    """A body is packed, and broken."""


def unpacked(answer: Answer, size: int) -> tuple[bytes, bool]:
    """The body without compression, at most `size` bytes, and whether that is all of it.

    Raises Unreadable for what cannot be unpacked here, Unpackable for what nobody could.
    """
    body, is_whole = answer.body, answer.is_whole
    codings = [word for word in _words(answer) if not _leaves_as_it_is(word)]
    if len(codings) > _MOST_LAYERS or not set(codings) <= _CODINGS:
        raise Unreadable
    for coding in reversed(codings):
        if not body:
            break
        body, is_end = _unpack(coding, body, size)
        if not is_end and is_whole and len(body) < size:
            raise Unpackable
        is_whole = is_whole and is_end
    return body, is_whole


def _leaves_as_it_is(coding: bytes) -> bool:
    """Some servers name the letters here ("utf-8"), which browsers and curl pass over."""
    is_charset = codec_of(coding.decode("latin-1")) is not None
    return is_charset or coding in (b"identity", b"none", b"chunked")


def _words(answer: Answer) -> list[bytes]:
    """All codings in the order in which they were put on."""
    found = [
        value
        for wanted in (b"content-encoding", b"transfer-encoding")
        for name, value in answer.headers
        if name == wanted
    ]
    return [word for part in b",".join(found).split(b",") if (word := part.strip().lower())]


def _unpack(coding: bytes, body: bytes, size: int) -> tuple[bytes, bool]:
    try:
        if coding == b"br":
            return _brotli(body, size)
        if coding == b"deflate":
            try:
                return _inflated(body, size, zlib.MAX_WBITS)
            except zlib.error:  # many servers leave out the two bytes before it
                return _inflated(body, size, -zlib.MAX_WBITS)
        return _inflated(body, size, zlib.MAX_WBITS | 16)
    except zlib.error as error:
        raise Unpackable from error


def _inflated(body: bytes, size: int, form: int) -> tuple[bytes, bool]:
    """All members of a stream one after another, as gzip allows."""
    found = bytearray()
    for _ in range(_MOST_MEMBERS):
        one = zlib.decompressobj(form)
        found += one.decompress(body, size - len(found))
        body = one.unused_data
        if not one.eof or len(found) >= size or not body.startswith(b"\x1f\x8b"):
            return bytes(found), one.eof and len(found) < size
    return bytes(found), False


def _brotli(body: bytes, size: int) -> tuple[bytes, bool]:
    import brotli

    one = brotli.Decompressor()
    try:
        found = one.process(body, output_buffer_limit=size)
        while len(found) < size and not one.is_finished():
            more = one.process(b"", output_buffer_limit=size - len(found))
            if not more:
                break
            found += more
    except brotli.error as error:
        raise Unpackable from error
    return found[:size], one.is_finished()


def readings(answer: Answer, body: bytes) -> Iterator[str]:
    """A body as text: as its mark says, its header, itself; then as UTF-8, which most is."""
    seen: set[str] = set()
    for name in _encodings(answer, body):
        if name in seen:
            continue
        seen.add(name)
        yield body.decode(name, "replace").removeprefix("\ufeff")


def _encodings(answer: Answer, body: bytes) -> Iterator[str]:
    for mark, name in _MARKS:
        if body.startswith(mark):
            yield name
            break
    declared = _declared(answer)
    inside = _XML.match(body) or next(
        (found for tag in _META.findall(body[:_HEAD]) if (found := _CHARSET.search(tag))), None
    )
    for found in (declared, inside):
        known = codec_of(found[1].decode()) if found else None
        if known is not None:
            yield known
    yield "utf-8"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        yield "cp1252"  # what browsers take where nothing is said


def as_utf8(answer: Answer) -> bytes:
    """A body; one that is not UTF-8 becomes it where its header alone tells another encoding."""
    body = answer.body
    found, inside = _declared(answer), _XML.match(body)
    known = codec_of(found[1].decode()) if found else None
    tells_itself = inside and codec_of(inside[1].decode()) not in (None, "utf-8")
    if known is None or tells_itself or any(body.startswith(mark) for mark, _ in _MARKS):
        return body
    try:
        body.decode()
    except UnicodeDecodeError:
        with suppress(UnicodeDecodeError):
            return body.decode(known).encode()
    return body


def _declared(answer: Answer) -> re.Match[bytes] | None:
    types = [value for name, value in answer.headers if name == b"content-type"]
    return next((found for value in types[::-1] if (found := _CHARSET.search(value))), None)


def codec_of(label: str) -> str | None:
    """The codec by which browsers read letters of this name; None for what names none."""
    if not _LETTERS.fullmatch(label):
        return None
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    if name == "utf-16":
        return "utf-16-le"
    return _WIDER.get(name, name)
