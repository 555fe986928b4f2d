"""The bytes of a file as browsers take them: gzip and brotli, where that is worth it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from pathlib import Path

from statuspage.publish.target import File

ENDINGS = {"gzip": ".gz", "br": ".br"}
"""Encoding -> what the name of a file ends with that lies beside the plain one."""

SMALLEST = 256  # bytes
_UNPACKED = frozenset({"image/png", "image/x-icon", "application/octet-stream"})
_EASY = 6  # a tenth larger than the best, at a fiftieth of the time
_BEST = 11


def packed(file: File) -> Mapping[str, bytes]:
    """Encoding -> bytes; none for what is small, or packed already."""
    sort = file.content_type.partition(";")[0]
    if len(file.body) < SMALLEST or sort in _UNPACKED:
        return {}
    import brotli  # needed only where a copy is written: a command that posts words is quick

    quality = _BEST if file.lasts else _EASY
    return {
        "gzip": gzip.compress(file.body, 9 if file.lasts else 6, mtime=0),
        "br": brotli.compress(file.body, quality=quality),
    }


def unpacked(place: Path) -> bytes | None:
    """What a packed file says; None when it is none, or cannot be read."""
    import brotli

    try:
        body = place.read_bytes()
        return gzip.decompress(body) if place.suffix == ".gz" else brotli.decompress(body)
    except (OSError, EOFError, zlib.error, brotli.error):
        return None
