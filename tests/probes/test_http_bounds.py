"""Servers that say nothing, or without an end: a check ends in time and reads a bounded part."""

from __future__ import annotations

import asyncio

import pytest

from statuspage.domain.measured.samples import ProbeState
from tests.probes.targets import Handler, check_http, saying, told

UP, DOWN = ProbeState.UP, ProbeState.DOWN


def pouring(head: bytes, piece: bytes, sent: list[int]) -> Handler:
    """An answer without an end; notes how many bytes went out."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            sent.append(len(piece))

    return handler


def test_http_silent_server_is_down_at_the_timeout() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3600)

    result = check_http(silent, timeout="1s")
    assert (result.state, result.latency_ms) == (DOWN, 1000)
    assert told(result) == "No answer within 1 s; it had got as far as: waiting for the answer."
    assert result.times.connect is not None
    assert result.times.first_byte is None


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n",
    ],
)
def test_http_drip_ends_at_the_timeout(head: bytes) -> None:
    drips = saying(head, *[b"x"] * 100_000, pause=0.02)  # half an hour, unless it is left
    result = check_http(drips, timeout="1s")
    assert (result.state, result.latency_ms) == (DOWN, 1000)
    assert "reading the answer" in told(result)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
    ],
)
def test_http_answer_of_gigabytes_costs_next_to_nothing(head: bytes) -> None:
    sent: list[int] = []
    result = check_http(pouring(head, b"x" * 65536, sent))
    assert result.state is UP
    assert sum(sent) < 10_000_000


def test_http_answer_in_tiny_chunks_costs_next_to_nothing() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    sent: list[int] = []
    assert check_http(pouring(head, b"1\r\nx\r\n" * 1000, sent)).state is UP
    assert sum(sent) < 10_000_000


def test_http_says_where_it_stopped_to_look_for_a_text() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n"
    result = check_http(pouring(head, b"x" * 65536, []), expect={"contains": "y"})
    assert result.state is DOWN
    assert "not in the first 1,000,000 bytes" in told(result)


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-Bomb: " + b"x" * 1000 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Bomb: ", b"x" * 1000),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    ],
)
def test_http_header_bomb_is_down_and_costs_next_to_nothing(head: bytes, piece: bytes) -> None:
    sent: list[int] = []
    result = check_http(pouring(head, piece, sent))
    assert result.state is DOWN
    assert sum(sent) < 10_000_000
