"""Heads and chunks of answers, however they come in pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.errors import Unreachable
from statuspage.net.framing import Chunks, Framing, framing, head_end, head_of


@given(
    st.lists(st.binary(min_size=1, max_size=40), max_size=6),
    st.sampled_from([b"\r\n", b"\n"]),
    st.lists(st.integers(0, 300), max_size=8),
    st.sampled_from([b"", b";a=b", b"  "]),
)
def test_chunks_give_the_same_body_in_any_pieces(
    parts: list[bytes], end: bytes, cuts: list[int], extension: bytes
) -> None:
    words = b"".join(b"%x%b%b%b%b" % (len(part), extension, end, part, end) for part in parts)
    words += b"0" + end + end
    places = sorted({0, len(words), *(cut for cut in cuts if cut < len(words))})
    chunks = Chunks()
    found = [chunks.feed(words[start:stop]) for start, stop in pairwise(places)]
    assert b"".join(found) == b"".join(parts)
    assert chunks.is_done


@pytest.mark.parametrize(
    "words", [b"xyz\r\n", b"\r\n2\r\n", b"2\r\nok!\r\n", b"-1\r\n", b"1" * 20_000]
)
def test_chunks_that_are_none_are_a_fault(words: bytes) -> None:
    with pytest.raises(Unreachable):
        Chunks().feed(words)


@given(st.integers(0, 60))
def test_head_ends_at_its_blank_line_however_far_it_was_looked_before(looked: int) -> None:
    words = bytearray(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody\r\n\r\n")
    end = words.index(b"body")
    assert head_end(words, min(looked, end - 1)) == end


@pytest.mark.parametrize(
    ("lines", "method", "found"),
    [
        (b"Content-Length: 5", "GET", (Framing.LENGTH, 5)),
        (b"Content-Length: 5", "HEAD", (Framing.NONE, 0)),
        (b"Content-Length: 5\r\nTransfer-Encoding: chunked", "GET", (Framing.CHUNKS, 0)),
        (b"Content-Length: -5", "GET", (Framing.CLOSE, 0)),
        (b"Content-Length: " + b"9" * 30, "GET", (Framing.CLOSE, 0)),
        (b"X: y", "GET", (Framing.CLOSE, 0)),
    ],
)
def test_framing_says_how_a_body_ends(
    lines: bytes, method: str, found: tuple[Framing, int]
) -> None:
    assert framing(head_of(b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n\r\n"), method) == found


def test_framing_refuses_two_lengths() -> None:
    head = head_of(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")
    with pytest.raises(Unreachable):
        framing(head, "GET")


@pytest.mark.parametrize(
    ("words", "stays"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nConnection: Close\r\n\r\n", False),
        (b"HTTP/1.0 200 OK\r\n\r\n", False),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n", True),
    ],
)
def test_head_says_whether_the_connection_stays(words: bytes, stays: bool) -> None:
    assert head_of(words).is_persistent is stays
