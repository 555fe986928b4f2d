"""Web requests to real servers that behave well and badly."""

from __future__ import annotations

import asyncio
import os
import resource
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from statuspage.domain.measured.samples import ProbeState
from statuspage.probes import http
from statuspage.probes.result import Result, check
from tests.probes.targets import (
    answer,
    check_http,
    closed_port,
    hearing,
    http_probe,
    listening,
    saying,
    told,
)

UP, DEGRADED = ProbeState.UP, ProbeState.DEGRADED
DOWN, UNKNOWN = ProbeState.DOWN, ProbeState.UNKNOWN


def test_http_is_up_when_a_good_answer_comes() -> None:
    result = check_http(saying(answer()))
    assert (result.state, told(result)) == (UP, "")
    assert result.latency_ms is not None


def test_http_takes_the_time_of_each_step() -> None:
    result = check_http(saying(answer()))
    assert result.times.connect is not None
    assert result.times.first_byte is not None
    assert (result.times.name, result.times.tls) == (None, None)


def test_http_waits_for_the_first_byte_not_for_the_last() -> None:
    head, body = answer()[:-11], answer()[-11:]
    result = check_http(saying(head, body, pause=0.2))
    assert result.times.first_byte is not None
    assert result.latency_ms is not None
    assert result.latency_ms - result.times.first_byte >= 150


def test_http_sends_method_path_headers_and_body() -> None:
    heard: list[bytes] = []
    check_http(
        hearing(heard, body=5),
        path="/a%20b?c=d#e",
        method="POST",
        headers={"X-Kind": "check", "user-agent": "ours"},
        body="ping!",
    )
    lines = heard[0].split(b"\r\n")
    assert lines[0] == b"POST /a%20b?c=d HTTP/1.1"
    assert {b"X-Kind: check", b"user-agent: ours", b"Content-Length: 5"} <= set(lines)
    assert b"ping!" in lines
    assert sum(line.lower().startswith(b"user-agent:") for line in lines) == 1


def test_http_opens_a_connection_of_its_own_each_time() -> None:
    peers: list[object] = []

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peers.append(writer.get_extra_info("peername"))
        await saying(answer())(reader, writer)

    async def twice() -> None:
        async with listening(handler) as port:
            for _ in range(2):
                await check(http.KIND, http_probe(f"http://127.0.0.1:{port}"))

    asyncio.run(twice())
    assert len(set(peers)) == 2


def test_http_head_reads_no_body() -> None:
    heard: list[bytes] = []
    assert check_http(hearing(heard), method="HEAD").state is UP
    assert heard[0].startswith(b"HEAD /health ")


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "301 Moved"])
def test_http_is_down_with_a_status_that_is_not_2xx(status: str) -> None:
    result = check_http(saying(answer(status=status)))
    assert result.state is DOWN
    assert f"status {status[:3]}; 200 to 299" in told(result)


def test_http_failure_carries_no_latency() -> None:
    assert check_http(saying(answer(status="500 Oops"))).latency_ms is None


def test_http_expects_the_status_codes_that_are_named() -> None:
    expect = {"status": [401, 418]}
    assert check_http(saying(answer(status="418 Teapot")), expect=expect).state is UP
    result = check_http(saying(answer()), expect=expect)
    assert (result.state, told(result)) == (
        DOWN,
        "It answers with status 200; good are 401, 418.",
    )


def test_http_is_down_when_the_expected_text_is_missing() -> None:
    expect = {"contains": "all is well"}
    assert check_http(saying(answer()), expect=expect).state is UP
    result = check_http(saying(answer(b"all is lost")), expect=expect)
    assert (result.state, told(result)) == (DOWN, "The expected text is not in the answer.")


def test_http_is_down_when_an_unwanted_text_is_there() -> None:
    expect = {"not_contains": "error"}
    assert check_http(saying(answer()), expect=expect).state is UP
    assert check_http(saying(answer(b"an error")), expect=expect).state is DOWN


def test_http_finds_text_that_is_not_ascii() -> None:
    body = "Grüße, всё хорошо".encode()
    assert check_http(saying(answer(body)), expect={"contains": "всё хорошо"}).state is UP


def test_http_finds_text_between_bytes_that_are_not_utf_8() -> None:
    result = check_http(saying(answer(b"\xff\xfe\x80 ok \xc3")), expect={"contains": " ok "})
    assert result.state is UP


def test_http_finds_text_across_chunks() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = [head, b"4\r\nall \r\n", b"7\r\nis well\r\n", b"0\r\n\r\n"]
    assert check_http(saying(*chunks), expect={"contains": "all is well"}).state is UP


def test_http_slow_answer_is_degraded() -> None:
    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        await saying(answer())(reader, writer)

    result = check_http(slow, expect={"slower_than": "50ms"})
    assert result.state is DEGRADED
    assert "more than 50 ms is slow" in told(result)
    assert check_http(saying(answer()), expect={"slower_than": "60s"}).state is UP


@pytest.mark.parametrize(
    ("words", "detail"),
    [
        (b"", "closed without an answer"),
        (b"220 mail ready\r\n", "breaks the rules of HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", "breaks the rules of HTTP"),
        (b"\x00\xff" * 50, "breaks the rules of HTTP"),
    ],
)
def test_http_is_down_when_the_answer_is_broken(words: bytes, detail: str) -> None:
    result = check_http(saying(words))
    assert result.state is DOWN
    assert detail in told(result)


def test_http_is_down_when_the_connection_is_reset_in_the_middle() -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf")
        await writer.drain()
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    result = check_http(reset)
    assert (result.state, told(result)) == (DOWN, "The other side closed the connection.")


def test_http_is_down_when_nobody_listens() -> None:
    result = asyncio.run(check(http.KIND, http_probe(f"http://127.0.0.1:{closed_port()}")))
    assert (result.state, result.latency_ms) == (DOWN, None)
    assert told(result) == "The connection was refused; nothing is listening there."


@pytest.mark.parametrize("host", ["nowhere.invalid", "a..b", f"{'x' * 70}.invalid"])
def test_http_is_down_when_the_name_does_not_resolve(host: str) -> None:
    result = asyncio.run(check(http.KIND, http_probe(f"http://{host}/")))
    assert result.state is DOWN
    assert host in told(result)


def test_http_asks_an_ipv6_literal() -> None:
    heard: list[bytes] = []
    result = check_http(hearing(heard), host="::1")
    assert result.state is UP
    assert b"\r\nHost: [::1]:" in heard[0]


def test_http_asks_a_name_and_takes_its_time() -> None:
    async def by_name() -> Result:
        async with listening(saying(answer())) as port:
            return await check(http.KIND, http_probe(f"http://localhost:{port}"))

    result = asyncio.run(by_name())
    assert result.state is UP
    assert result.times.name is not None


@pytest.mark.parametrize("headers", [{"X Y": "z"}, {"X": "a\r\nb: c"}, {"X": "é"}])
def test_http_header_that_cannot_be_sent_is_no_word_against_the_target(
    headers: dict[str, str],
) -> None:
    result = check_http(saying(answer()), headers=headers)
    assert result.state is UNKNOWN
    assert "check its headers" in told(result)


@contextmanager
def no_files_left() -> Iterator[None]:
    """Open files until no more can be opened."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    taken: list[int] = []
    try:
        while True:
            try:
                taken.append(os.open(os.devnull, os.O_RDONLY))
            except OSError:
                break
        yield
    finally:
        for number in taken:
            os.close(number)
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "nowhere.invalid"])
def test_http_without_files_left_is_unknown_not_down(host: str) -> None:
    async def ask() -> Result:
        async with listening(saying(answer())) as port:
            with no_files_left():
                return await check(http.KIND, http_probe(f"http://{host}:{port}"))

    result = asyncio.run(ask())
    assert result.state is UNKNOWN
    assert "too many open files" in told(result)


DOCUMENT = b'{"checks": [{"db": {"ok": true}}], "status": "ok", "load": 1}'


@pytest.mark.parametrize(
    ("wanted", "detail"),
    [
        ({"status": "ok", "checks[0].db.ok": True, "$.load": 1}, ""),
        ({"status": "bad"}, "The value at status is not the expected one."),
        ({"load": True}, "The value at load is not the expected one."),
        ({"checks[1].db": "x"}, "The answer has nothing at checks[1].db."),
        ({"status.text": "ok"}, "The answer has nothing at status.text."),
    ],
)
def test_http_compares_values_in_json(wanted: dict[str, object], detail: str) -> None:
    result = check_http(saying(answer(DOCUMENT)), expect={"json_path": wanted})
    assert told(result) == detail
    assert result.state is (DOWN if detail else UP)


@pytest.mark.parametrize("body", [b"<p>ok", b"\xff", b"", b"[" * 200_000])
def test_http_is_down_when_json_is_expected_and_does_not_come(body: bytes) -> None:
    result = check_http(saying(answer(body)), expect={"json_path": {"status": "ok"}})
    assert (result.state, told(result)) == (DOWN, "The answer is not JSON.")
