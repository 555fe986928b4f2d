"""What the script of “Check this yourself” computes, over many trees, texts and times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, Route

from statuspage.content.markdown import to_html
from statuspage.domain.record import tree
from statuspage.render.assets import assets
from statuspage.render.words import times
from statuspage.render.words.locale import locale

DATA = Path(__file__).parents[1] / "data"
ROUNDABOUT = {494, 497, 498, 500, 501, 502, 505, 512, 534, 535, 570, 571, 572, 573}
"""Examples of CommonMark whose links are written as nobody writes them: they are called altered."""
SIZES = (1, 2, 3, 5, 8, 13, 255, 256, 257, 300, 511, 512, 513, 1000)
LARGE = 65_536 + 700
HOST = "https://status.acme.example"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that has the script, and what page.js knows, in English of London."""
    context = browser.new_context()

    def answer(route: Route) -> None:
        if route.request.url.endswith("/check.js"):
            body, sort = assets()["check.js"].body, assets()["check.js"].content_type
            route.fulfill(body=body, content_type=sort)
        else:
            tag = route.request.url.rpartition("/")[2] or "en"
            script = f'const language = "{tag}-u-nu-latn", pageZone = "Europe/London"'
            body = f"<!doctype html><html lang={tag}><script>{script}</script><body>".encode()
            route.fulfill(body=body, content_type="text/html; charset=utf-8")

    context.route(f"{HOST}/**", answer)
    opened = context.new_page()
    opened.goto(f"{HOST}/")
    yield opened
    context.close()


def test_roots_are_those_of_the_record(page: Page) -> None:
    leaves = [sha256(str(number).encode()).digest() for number in range(LARGE)]
    levels = [leaves]
    while len(levels[-1]) >= 256:
        row = levels[-1]
        levels.append([tree.fold(row[n : n + 256]) for n in range(0, len(row) - 255, 256)])

    def root(size: int) -> str:
        return tree.root(size, lambda level, n, count: levels[level][n : n + count]).hex()

    asked = [(size, former, size - 1) for size in SIZES for former in SIZES if former <= size]
    asked += [(1000, 0, 500), (LARGE, 65_536, 65_700), (LARGE, 40_000, 3), (LARGE, LARGE - 1, 299)]
    tiles = [[b"".join(row[n : n + 256]).hex() for n in range(0, len(row), 256)] for row in levels]
    found = page.evaluate(
        """async ([asked, tiles]) => {
          const { roots } = await import("/check.js");
          const tile = async (level, number) => Uint8Array.fromHex(tiles[level][number]);
          const found = [];
          for (const [size, former, index] of asked) {
            const leaves = new Map();
            const [before, now] = await roots(size, former, [index], tile, leaves);
            found.push([before ? before.toHex() : "", now.toHex(), leaves.get(index)]);
          }
          return found;
        }""",
        [asked, tiles],
    )
    for (size, former, index), told in zip(asked, found, strict=True):
        before = root(former) if former else ""
        assert told == [before, root(size), leaves[index].hex()], (size, former)


_COMPARED = """async (rows) => {
  const { compared } = await import("/check.js");
  return rows.map(([html, value]) => {
    const shown = document.createElement("div");
    shown.innerHTML = html;
    return compared(shown, [value], {});
  });
}"""


def _texts() -> dict[str, str]:
    """What people wrote: five years of updates of a real service, and all of CommonMark."""
    examples = json.loads((DATA / "commonmark" / "examples.json").read_text("utf-8"))
    found = {
        f"CommonMark {one['example']}": one["markdown"]
        for one in examples
        if one["example"] not in ROUNDABOUT
    }
    lines = (DATA / "github-status" / "incidents.jsonl").read_text("utf-8").splitlines()
    for incident in map(json.loads, lines):
        for number, update in enumerate(incident["updates"]):
            found[f"{incident['id']} {number}"] = update["message"]
    return found


def test_texts_pass_as_they_are_shown_and_one_other_letter_is_found(page: Page) -> None:
    texts = _texts()
    assert len(texts) > 4_000
    shown = [(to_html(text), text) for text in texts.values()]
    found = dict(zip(texts, page.evaluate(_COMPARED, shown), strict=True))
    assert {name: told for name, told in found.items() if told not in ("texts", "figures")} == {}
    written = [row for name, row in zip(texts, shown, strict=True) if "CommonMark" not in name]
    altered = [
        (_with_another_letter(html, seed), text) for seed, (html, text) in enumerate(written)
    ]
    pairs = zip(altered, page.evaluate(_COMPARED, altered), strict=True)
    passed = [row for row, told in pairs if isinstance(told, str)]
    assert set(passed) <= set(written), "no letter of these could be changed"
    assert len(passed) < 10


def _with_another_letter(html: str, seed: int) -> str:
    """One letter or digit of its words, outside of tags and signs, is the next one."""
    places = [m.start(1) for m in re.finditer(r"(?:^|>|;)[^<>&]*?([a-yA-Y0-8])(?=[^<>&]*<)", html)]
    if not places:
        return html
    place = places[seed % len(places)]
    return f"{html[:place]}{chr(ord(html[place]) + 1)}{html[place + 1 :]}"


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ar"])
def test_times_are_told_in_each_language(language: str, page: Page) -> None:
    page.goto(f"{HOST}/{language}")
    spoken, zone = locale(language), ZoneInfo("Europe/London")
    rows = []
    for month in range(1, 13):
        at = datetime(2026, month, 28 if month % 2 else 7, 23, 30, tzinfo=UTC)
        later = at.replace(2027)
        forms = (times.moment(spoken, at, zone, at), times.moment(spoken, at, zone, later),
                 times.full_moment(spoken, at, zone), times.day(spoken, at, zone),
                 times.clock(at, zone))  # fmt: skip
        rows += [(str(form), at.strftime("%Y-%m-%dT%H:%M:%SZ")) for form in forms]
    assert set(page.evaluate(_COMPARED, rows)) == {"times"}
    wrong = [(re.sub(r"(?<!=\")(\d)(?=[^\"]*<)", _next, html, count=1), at) for html, at in rows]
    others = page.evaluate(
        _COMPARED, [row for row, old in zip(wrong, rows, strict=True) if row != old]
    )
    assert len(others) == len(rows)
    assert not [told for told in others if isinstance(told, str)]


def _next(found: re.Match[str]) -> str:
    return str((int(found[1]) + 1) % 10)
