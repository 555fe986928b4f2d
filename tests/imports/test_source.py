"""Where imports come from: files, standard input, addresses."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from statuspage.errors import SourceError, Unreachable
from statuspage.imports import source
from statuspage.net.exchange import Limits
from tests.net.test_fetch import answering, saying


def test_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "history.jsonl").write_bytes(b"\xff\x00")
    assert source.read(str(tmp_path / "history.jsonl")) == b"\xff\x00"


def test_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{}")))
    assert source.read("-") == b"{}"
    assert source.name_of("-") == "standard input"


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        source.read(str(tmp_path / name))


def test_file_without_an_end_is_refused() -> None:
    with pytest.raises(SourceError, match="longer than 1,000 bytes"):
        source.read("/dev/zero", Limits(size=1000))


def test_address_goes_over_the_network() -> None:
    with pytest.raises(Unreachable, match="is not known"):
        source.read("HTTPS://nowhere.invalid/history.atom")


_WORDS = "<feed>Büro</feed>"
_LATIN = _WORDS.encode("latin-1")


@pytest.mark.parametrize(
    ("kind", "body", "read"),
    [
        ("text/xml; charset=ISO-8859-1", _LATIN, _WORDS.encode()),
        ('application/atom+xml; charset="windows-1252"', _LATIN, _WORDS.encode()),
        ("text/xml; charset=ISO-8859-1", _WORDS.encode(), _WORDS.encode()),  # it is UTF-8
        ("text/xml; charset=utf-8", _LATIN, _LATIN),
        ("text/xml; charset=nonsense", _LATIN, _LATIN),
        ("text/xml", _LATIN, _LATIN),
        (
            "text/xml; charset=utf-16",
            b"<?xml version='1.0' encoding='latin-1'?>" + _LATIN,
            b"<?xml version='1.0' encoding='latin-1'?>" + _LATIN,
        ),
    ],
)
def test_text_over_the_network_is_read_by_the_encoding_it_is_declared_in(
    kind: str, body: bytes, read: bytes
) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    with answering(saying(head.encode() + body)) as address:
        assert source.read(f"{address}/history.atom") == read
