"""XML as it is found: what breaks one entry of a feed costs that entry, never the feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html.entities import html5
from typing import Any

from lxml import etree

from statuspage.errors import InvalidInput, SourceError, message
from statuspage.imports.lines import encoding_of
from statuspage.net.reading import codec_of
from statuspage.said import said

SPOILT = "\ufdd0"
"""Stands in a text for bytes that are in no encoding; it is no character of any language."""

_LEFT_OUT = "\ufdd1"
"""Stands for a character that XML forbids until its entry is read; no character either."""

_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>\s*|\s+")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBER = r"#(?:\d{1,8}|[xX][0-9A-Fa-f]{1,6})"
_REFERENCE = re.compile(rf"&({_NUMBER});(?:&({_NUMBER});)?|&(\w{{1,40}});|&")
_DOCTYPE = re.compile(r"\s*<!DOCTYPE\b[^<>\[]*>", re.IGNORECASE)
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ROOT = re.compile(r"<((?:[\w.-]+:)?(?:feed|rss|RDF))\b[^<>]*>")
_ENTRY = re.compile(r"<((?:[\w.-]+:)?(?:entry|item))\b")


@dataclass(frozen=True)
class Part:
    """An element of a feed and the line it stands in; or why it cannot be read."""

    line: int
    element: Any = None
    fault: InvalidInput | None = None


@dataclass(frozen=True)
class FeedDocument:
    """The root of a feed, and its entries in their order."""

    root: Any
    entries: tuple[Part, ...]


def parse(data: bytes, name: str) -> FeedDocument:
    """Read a feed. `name` is the source in messages. Raises SourceError for what is no XML."""
    text = _mended(decoded(data))
    text = _DOCTYPE.sub("", text, count=1)  # without declarations of its own it says nothing
    if any("<!DOCTYPE" in piece for piece, is_raw in _pieces(text) if not is_raw):
        raise SourceError(
            said(
                "{name} declares a document type, which no feed does, so it is not read.", name=name
            )
        )
    try:
        root = _element(text)
    except etree.XMLSyntaxError as error:
        found = _by_entry(text)
        if found is None:
            raise SourceError(
                said("{name} is not a feed: {error}.", name=name, error=message(error))
            ) from error
        return found
    parts = (Part(one.sourceline or 0, one) for one in root.iter("{*}entry", "{*}item"))
    return FeedDocument(root, tuple(parts))


def decoded(data: bytes) -> str:
    """Bytes as text: UTF-8 where they are, else as declared; what is in neither is SPOILT."""
    encoding, mark = encoding_of(data[:4])
    if mark or encoding != "utf-8":
        return _lenient(data[mark:], encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:1000])
        encoding = declared[1].decode("ascii") if declared else "utf-8"
        for codec in (codec_of(encoding), encoding):  # Latin-1 is Windows-1252, as browsers read it
            with suppress(UnicodeDecodeError, LookupError):
                return data.decode(codec or encoding)
        return _lenient(data, "utf-8")


def _lenient(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
    return re.sub("[\ud800-\udfff]+", SPOILT, text)


def _mended(text: str) -> str:
    """Without what XML forbids and browsers bear: control characters, &nbsp;, a bare ampersand."""
    text = _FORBIDDEN.sub(_LEFT_OUT, text).strip(_LEFT_OUT)
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    return "".join(
        piece if is_raw else _REFERENCE.sub(_reference, piece) for piece, is_raw in _pieces(text)
    )


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, and whether each is CDATA, in which nothing is a reference."""
    end = 0
    while (start := text.find("<![CDATA[", end)) >= 0:
        close = text.find("]]>", start)
        if close < 0:
            break
        yield text[end:start], False
        end = close + len("]]>")
        yield text[start:end], True
    yield text[end:], False


def _reference(found: re.Match[str]) -> str:
    first, second, named = found.groups()
    if named in _OF_XML:
        return found[0]
    if named is not None:
        return html5.get(f"{named};", f"&amp;{named};")
    if first is None:
        return "&amp;"
    codes = [_code(one) for one in (first, second) if one]
    if len(codes) == 2 and 0xD800 <= codes[0] < 0xDC00 <= codes[1] < 0xE000:
        # One character of UTF-16 in two halves, as old programs write emoji.
        return chr(0x10000 + (codes[0] - 0xD800) * 0x400 + codes[1] - 0xDC00)
    return "".join(f"&#{code};" if _is_allowed(code) else _LEFT_OUT for code in codes)


def _code(number: str) -> int:
    """The number; 128 to 159 are those of Windows, as in HTML ("numeric character reference")."""
    code = int(number[2:], 16) if number[1] in "xX" else int(number[1:])
    if 0x80 <= code < 0xA0:
        with suppress(UnicodeDecodeError):
            return ord(bytes([code]).decode("cp1252"))
    return code


def _is_allowed(code: int) -> bool:
    is_letter = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
    return is_letter or 0x10000 <= code < 0x110000


def settled(element: Any) -> int:
    """Take the characters that XML forbids out of an entry; how many there were."""
    count = 0
    for one in element.iter():
        for name, text in (("text", one.text), ("tail", one.tail)):
            if text and _LEFT_OUT in text:
                count += text.count(_LEFT_OUT)
                setattr(one, name, text.replace(_LEFT_OUT, ""))
        for name, text in one.attrib.items():
            count += text.count(_LEFT_OUT)
            one.set(name, text.replace(_LEFT_OUT, ""))
    return count


def _element(text: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    return etree.fromstring(text.encode("utf-8"), parser)


def _by_entry(text: str) -> FeedDocument | None:
    """Each entry by itself, where the whole is not well formed; None where there is no feed."""
    root = _ROOT.search(text)
    if root is None:
        return None
    before, behind = root[0].removesuffix("/>").removesuffix(">") + ">", f"</{root[1]}>"
    first = _ENTRY.search(text)
    head = _channel(text[root.end() : first.start() if first else len(text)])
    parts = tuple(_parts(text, before, behind))
    return FeedDocument(_element(f"{before}{head}{behind}"), parts)


def _channel(text: str) -> str:
    """Of what stands above the entries the link, by which they are named."""
    found = re.search(r"<link\b[^<>]*(?:/>|>[^<]*</link>)", text)
    return f"<channel>{found[0]}</channel>" if found else ""


def _parts(text: str, before: str, behind: str) -> Iterator[Part]:
    # Tags of an entry are looked for outside of its words.
    tags = "".join(" " * len(piece) if is_raw else piece for piece, is_raw in _pieces(text))
    starts = [(found.start(), found[1]) for found in _ENTRY.finditer(tags)]
    ends = [*(start for start, _ in starts[1:]), len(text)]
    line, counted = 1, 0
    for (start, tag), end in zip(starts, ends, strict=False):
        line, counted = line + text.count("\n", counted, start), start
        close = tags.find(f"</{tag}", start, end)
        if close < 0:
            fault = said("Its end is missing; fetch the whole feed again.")
            yield Part(line, fault=InvalidInput({"entry": fault}))
            continue
        entry = text[start : tags.find(">", close) + 1]
        try:
            yield Part(line, _element(f"{before}{entry}{behind}")[0])
        except etree.XMLSyntaxError as error:
            fault = said("It is not well-formed ({error}).", error=message(error))
            yield Part(line, fault=InvalidInput({"entry": fault}))
