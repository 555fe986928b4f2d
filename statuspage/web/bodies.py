"""Reads the body of a request, without waiting for ever for one who sends it slowly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from statuspage import clock

_PIECE = 4096  # bytes read at one time, at most
_QUICK = 0.005  # seconds within which a piece is there when it was sent at once


def read_within(
    seconds: float, source: Any, most: int, *, elapsed: Callable[[], float] = clock.elapsed
) -> bytes | None:
    """A body, of a longer one its first `most` bytes; None for one that took longer.

    The server waits for as many bytes as it is asked for, and cannot be told to stop: so a sender
    who is slow is asked for few at a time, and the clock is looked at between them.
    """
    body = bytearray()
    end, piece = elapsed() + seconds, 1
    while len(body) < most:
        began = elapsed()
        if began > end:
            return None
        read = source.read(min(piece, most - len(body)))
        if not read:
            if elapsed() > end:  # it was ended for its silence
                return None
            break
        body += read
        piece = min(piece * 2, _PIECE) if elapsed() - began < _QUICK else 1
    return bytes(body)
