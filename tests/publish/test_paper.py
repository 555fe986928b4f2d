"""A page on paper: all it shows in one file, and a PDF that can be listened to."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest
from lxml import html

from statuspage.errors import NotFound
from statuspage.publish import paper
from tests.helpers.reported import DAY, HOUR, JULY, outage, published, reported_site
from tests.helpers.sites import URL, change_config, open_site
from tests.helpers.wanted import need


def _text(pdf: bytes) -> bytes:
    """A PDF with its compressed parts laid open."""
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    opened = b""
    for part in parts:
        try:
            opened += zlib.decompress(part)
        except zlib.error:
            continue
    return pdf + opened


def test_source_holds_all_it_shows_and_asks_nobody(store: Path) -> None:
    source = paper.source("/sla", URL)
    tree = html.document_fromstring(source)
    assert b"@page" in source
    assert not tree.xpath("//script | //form | //link")
    assert all(picture.startswith("data:") for picture in tree.xpath("//img/@src"))
    assert all(link.startswith((URL, "#", "mailto:", "http")) for link in tree.xpath("//a/@href"))
    assert tree.xpath(f"//a[@href='{URL}/']")
    assert paper.source("/sla", URL) == source


def test_source_of_a_site_below_a_path_finds_its_styles(store: Path) -> None:
    url = "https://acme.example/status"
    change_config(store, f'url = "{URL}"', f'url = "{url}"')
    open_site(store)
    source = paper.source("/sla", url)
    assert b"@page" in source
    assert html.document_fromstring(source).xpath(f"//a[@href='{url}/']")


def test_source_of_a_report_stays_to_the_byte_when_more_becomes_known(site_folder: Path) -> None:
    with reported_site(site_folder):
        first = published(DAY)
        assert first is not None
        before = paper.source(first.own_path, URL)
        outage(JULY + 48 * HOUR, "Down again", DAY + HOUR)
        second = published(DAY + 48 * HOUR)
        assert second is not None
        assert paper.source(second.own_path, URL) != before
        assert paper.source(first.own_path, URL) == before


def test_source_of_no_page_is_refused(store: Path) -> None:
    with pytest.raises(NotFound, match="/nowhere"):
        paper.source("/nowhere", URL)


def test_pdf_is_tagged_and_names_its_language_and_title(store: Path) -> None:
    need("chromium")
    pdf = paper.printed(paper.source("/sla", URL))
    told = _text(pdf)
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in told
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", told)
    assert re.search(rb"/Lang \(en\)", told)
    assert b"What we promise" in told


def test_no_browser_is_said_with_what_helps(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(paper.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(paper.NoPaper, match="apt install chromium"):
        paper.printed(b"<p>words</p>")
    monkeypatch.setenv(paper.VARIABLE, "no-such-browser")
    with pytest.raises(paper.NoPaper, match="STATUSPAGE_CHROMIUM names no program"):
        paper.printed(b"<p>words</p>")


def test_browser_that_fails_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\necho cannot open display >&2\nexit 1\n")
    browser.chmod(0o755)
    monkeypatch.setenv(paper.VARIABLE, str(browser))
    with pytest.raises(paper.NoPaper, match="cannot open display"):
        paper.printed(b"<p>words</p>")


def test_browser_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\nsleep 600 & wait\n")
    browser.chmod(0o755)
    monkeypatch.setenv(paper.VARIABLE, str(browser))
    monkeypatch.setattr(paper, "PATIENCE", 0.2)
    with pytest.raises(paper.NoPaper, match="less busy"):
        paper.printed(b"<p>words</p>")
