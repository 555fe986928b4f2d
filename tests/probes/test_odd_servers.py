"""Servers, and proxies between, that bend the rules: what curl says of each, and what we say.

A target is down only when a person's browser or curl fails too. Where we say up and curl does not,
browsers open the page.
"""

from __future__ import annotations

import asyncio
import gzip
import shutil
import socket
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any, cast

import brotli
import pytest

from statuspage.domain.measured.samples import ProbeState
from statuspage.probes import http
from statuspage.probes.result import Result, check
from tests.helpers.wanted import need
from tests.probes.targets import Handler, answer, http_probe, listening, told

UP, DOWN, UNKNOWN = ProbeState.UP, ProbeState.DOWN, ProbeState.UNKNOWN
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
WORDS = "Das Geschäft ist geöffnet".encode("latin-1")


@dataclass(frozen=True)
class Odd:
    """What a server says to /odd, and what curl and we say of it."""

    name: str
    words: bytes
    curl: int = 0  # its exit code
    ours: ProbeState = UP
    keys: dict[str, Any] = field(default_factory=dict)


def holding(text: str) -> dict[str, Any]:
    return {"expect": {"contains": text}}


def with_header(line: bytes) -> bytes:
    return OK + line + b"\r\nContent-Length: 11\r\n\r\nall is well"


def packed(coding: str, body: bytes) -> bytes:
    return answer(body, headers=(f"Content-Encoding: {coding}",))


def typed(kind: str, body: bytes) -> bytes:
    return answer(body, headers=(f"Content-Type: {kind}",))


def raw_deflate(body: bytes) -> bytes:
    one = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return one.compress(body) + one.flush()


def leading(to: bytes) -> bytes:
    return b"HTTP/1.1 302 Found\r\nLocation: " + to + b"\r\nContent-Length: 0\r\n\r\n"


BOMB = gzip.compress(b"all is well" + bytes(50_000_000))

HEADERS = (
    Odd("blank before the colon", with_header(b"X-Cache : HIT")),
    Odd("blank in the name", with_header(b"X-Powered By: y")),
    Odd("no name", with_header(b": v")),
    Odd("no colon", with_header(b"garbage"), curl=8),
    Odd("letters of Latin-1", with_header(b"X-Name: Z\xfcrich")),
    Odd("a control character", with_header(b"Set-Cookie: a=\x01b")),
    Odd("a value on two lines", with_header(b"X-Long: a\r\n b")),
    Odd("a first line that goes on", with_header(b" b"), curl=8),
    Odd("a bare line feed between", with_header(b"X-A: 1\nX-B: 2")),
    Odd("a header of 20 kB", with_header(b"Set-Cookie: a=" + b"x" * 20_000)),
    Odd("headers of 90 kB", with_header(b"\r\n".join([b"X-A: " + b"x" * 1_000] * 90))),
    Odd("line feeds alone", b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok"),
    Odd("no reason", b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok"),
    Odd("a reason in UTF-8", b"HTTP/1.1 200 Tr\xc3\xa8s bien\r\nContent-Length: 2\r\n\r\nok"),
    Odd("HTTP/1.0 that closes", b"HTTP/1.0 200 OK\r\n\r\nall is well", keys=holding("is well")),
    Odd("HTTP/0.9", b"all is well", curl=1, ours=DOWN),
    Odd("a stream of sound", b"ICY 200 OK\r\n\r\nok", curl=1, ours=DOWN),
    Odd("early hints", b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n" + answer()),
    Odd("continue", b"HTTP/1.1 100 Continue\r\n\r\n" + answer()),
    Odd("many hints", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 20 + answer()),
)

LENGTHS = (
    Odd("an empty length", OK + b"Content-Length: \r\n\r\nok", curl=8),
    Odd("a length that is no number", OK + b"Content-Length: many\r\n\r\nok", curl=8),
    Odd("the same length twice", with_header(b"Content-Length: 11")),
    Odd("the same length in one line", OK + b"Content-Length: 2, 2\r\n\r\nok"),
    Odd("a blank before a length", OK + b"Content-Length : 2\r\n\r\nok"),
    Odd("identity", OK + b"Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nok"),
    Odd("length and chunks", CHUNKED[:-2] + b"Content-Length: 5\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
    Odd("no length at all", OK + b"\r\nall is well", keys=holding("is well")),
    Odd("a longer answer than it says", OK + b"Content-Length: 2\r\n\r\nok and more"),
    Odd("a shorter answer than it says", OK + b"Content-Length: 50\r\n\r\nok", 18, DOWN),
    Odd("chunks with extensions", CHUNKED + b"2;a=b\r\nok\r\n0\r\nX-T: y\r\n\r\n"),
    Odd("chunks with blanks", CHUNKED + b"2   \r\nok\r\n0\r\n\r\n"),
    Odd("chunks with zeros before", CHUNKED + b"0002\r\nok\r\n000\r\n\r\n"),
    Odd("chunks that lack the last", CHUNKED + b"2\r\nok\r\n", 18, DOWN),
    Odd("chunks that are none", CHUNKED + b"all is well", 56, DOWN),
    Odd("no content", b"HTTP/1.1 204 No Content\r\n\r\n"),
)

BODIES = (
    Odd("gzip", packed("gzip", gzip.compress(b"all is well")), keys=holding("is well")),
    Odd("x-gzip", packed("x-gzip", gzip.compress(b"all is well")), keys=holding("is well")),
    Odd(
        "gzip in two parts",
        packed("gzip", gzip.compress(b"all ") + gzip.compress(b"is well")),
        keys=holding("all is well"),
    ),
    Odd("deflate", packed("deflate", zlib.compress(b"all is well")), keys=holding("is well")),
    Odd("bare deflate", packed("deflate", raw_deflate(b"all is well")), keys=holding("is well")),
    Odd("brotli", packed("br", brotli.compress(b"all is well")), keys=holding("is well")),
    Odd(
        "gzip as the way of transfer",
        CHUNKED.replace(b"chunked", b"gzip, chunked")
        + b"%x\r\n%b\r\n0\r\n\r\n" % (len(gzip.compress(b"is well")), gzip.compress(b"is well")),
        keys=holding("is well"),
    ),
    Odd("letters named as a coding", packed("UTF-8", b"is well"), keys=holding("is well")),
    Odd("packed and not looked at", packed("zstd", b"\x28\xb5\x2f\xfd")),
    Odd("packed in an unknown way", packed("zstd", b"\x28\xb5"), 0, UNKNOWN, holding("is well")),
    Odd("packed and broken", packed("gzip", b"all is well"), 0, DOWN, holding("is well")),
    Odd("a bomb", packed("gzip", BOMB), keys=holding("all is well")),
    Odd(
        "JSON in gzip",
        packed("gzip", gzip.compress(b'{"a": 1}')),
        keys={"expect": {"json_path": {"a": 1}}},
    ),
    Odd(
        "an unwanted text in gzip",
        packed("gzip", gzip.compress(b"an error")),
        0,
        DOWN,
        {"expect": {"not_contains": "error"}},
    ),
    Odd("Latin-1, declared", typed("text/html; charset=ISO-8859-1", WORDS), keys=holding("geöff")),
    Odd("Latin-1, in quotes", typed('text/html; charset="latin1"', WORDS), keys=holding("geöff")),
    Odd(
        "Latin-1, by the page",
        typed("text/html", b"<html><meta charset=iso-8859-1>" + WORDS),
        keys=holding("geöffnet"),
    ),
    Odd("Latin-1, nowhere said", typed("text/html", WORDS), keys=holding("geöffnet")),
    Odd("UTF-16", typed("text/plain; charset=utf-16", "öl".encode("utf-16")), keys=holding("öl")),
    Odd("UTF-16 by its mark", typed("text/plain", "öl".encode("utf-16")), keys=holding("öl")),
    Odd(
        "Cyrillic",
        typed("text/html; charset=windows-1251", "всё хорошо".encode("cp1251")),
        keys=holding("хорошо"),
    ),
    Odd("letters that are none", typed("text/html; charset=base64", b"ok"), keys=holding("ok")),
    Odd(
        "JSON with a mark",
        answer(b'\xef\xbb\xbf{"a": 1}'),
        keys={"expect": {"json_path": {"a": 1}}},
    ),
    Odd("letters in two parts", answer("cafe\u0301".encode()), keys=holding("caf\u00e9")),
    Odd("letters by name", answer(b"<p>Tom &amp; Jerry caf&eacute;"), keys=holding("Jerry café")),
)

BROKEN = (b"Content-Length: 0", b"Transfer-Encoding: chunked")
PLACES = (
    Odd("a place with blanks", leading(b"/a b")),
    Odd("a place in UTF-8", leading("/größe?ä=ß".encode())),
    Odd("a place in Latin-1", leading("/größe".encode("latin-1"))),
    Odd("a place with brackets", leading(b"/x?y=<HOME/>")),
    Odd("a place with a mark", leading(b"/end#top")),
    Odd("a place with a tab", leading(b"\t/end \t")),
    Odd("a relative place", leading(b"end/./x/../y")),
    Odd("a query alone", leading(b"?again")),
    Odd("many choices", leading(b"/end").replace(b"302 Found", b"300 Multiple Choices")),
    Odd("a place and half a body", leading(b"/end").replace(b": 0", b": 300")),
    Odd("a place and broken chunks", leading(b"/end").replace(*BROKEN), 18),
    Odd("no place", leading(b"/end").replace(b"Location", b"X-Location"), 0, DOWN),
    Odd("an empty place", leading(b""), 0, DOWN),
)

TABLE = (*HEADERS, *LENGTHS, *BODIES, *PLACES)


def bending(words: bytes) -> Handler:
    """Says these words to /odd, and a good answer elsewhere; then closes."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(words if head.startswith(b"GET /odd ") else answer())
        await writer.drain()
        writer.close()

    return handler


async def curl(url: str) -> int | None:
    """The exit code of curl, None where it is not installed."""
    if shutil.which("curl") is None:
        return None
    process = await asyncio.create_subprocess_exec(
        "curl", "-sL", "-m", "30", "--noproxy", "*", "-o", "/dev/null", url
    )
    return await process.wait()


@pytest.mark.parametrize("odd", TABLE, ids=lambda odd: odd.name)
def test_odd_server_is_judged_as_browsers_and_curl_judge_it(odd: Odd) -> None:
    async def ask() -> tuple[Result, int | None]:
        async with listening(bending(odd.words)) as port:
            url = f"http://127.0.0.1:{port}/odd"
            result = await check(http.KIND, http_probe(url, **odd.keys))
            return result, await curl(url)

    result, exit_code = asyncio.run(ask())
    assert result.state == odd.ours, told(result)
    if exit_code is None:
        need("curl")
    # Versions of curl differ in what they refuse; what all of them open must be open.
    assert odd.curl or exit_code == 0
    assert odd.ours is not DOWN or odd.curl or odd.keys or b" 302 " in odd.words


async def _reset(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def reset_after_the_answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(answer())
    await writer.drain()
    await _reset(writer)


async def answered_early(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers when the head is there, and leaves with the body unread."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(answer(status="413 Too Large"))
    await writer.drain()
    writer.close()


async def answered_early_and_stays(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Answers when the head is there, and neither reads on nor leaves."""
    await reader.readuntil(b"\r\n\r\n")
    cast("asyncio.ReadTransport", writer.transport).pause_reading()
    writer.write(answer(status="401 Unauthorized"))
    await writer.drain()
    await asyncio.sleep(3600)


@pytest.mark.parametrize("size", [0, 14, 30_000, 3_000_000])
@pytest.mark.parametrize(
    ("handler", "status"),
    [(reset_after_the_answer, 200), (answered_early, 413), (answered_early_and_stays, 401)],
)
def test_an_answer_that_is_there_counts_whatever_becomes_of_the_line(
    handler: Handler, status: int, size: int
) -> None:
    keys = {"method": "POST", "body": "x" * size, "expect": {"status": [status]}}

    async def ask() -> set[tuple[ProbeState, str]]:
        async with listening(handler) as port:
            probe = http_probe(f"http://127.0.0.1:{port}/", **keys)
            found = [await check(http.KIND, probe) for _ in range(10)]
        return {(result.state, told(result)) for result in found}

    assert asyncio.run(ask()) == {(UP, "")}
