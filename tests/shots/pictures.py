"""Pictures of rendered pages in one chromium, several at a time, and what a look at them told."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, Error, Page, Route, async_playwright

from tests.helpers.whole_site import NOW, URL
from tests.shots.rendered import State

_AT_ONCE = 3
_HEIGHTS = {390: 844, 1280: 900}
_TALLEST = 14_000  # pixels that chromium paints in one picture


@dataclass(frozen=True)
class Look:
    """How pages are looked at."""

    widths: Sequence[int]
    schemes: Sequence[str]
    text: int = 100  # percent
    forced: bool = False
    media: str = "screen"
    is_sliced: bool = False
    has_script: bool = True

    def views(self) -> Iterator[tuple[int, str]]:
        return iter(product(self.widths, self.schemes))


async def take(states: asyncio.Queue[State | None], look: Look, out: Path) -> int:
    """Photograph states as they come until None does; returns how many faults were told."""
    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("chromium is missing. As root on Debian: apt-get install chromium")
    faults = 0
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        )
        while (state := await states.get()) is not None:
            for width, scheme in look.views():
                faults += await _view(browser, state, look, out, width, scheme)
            print(f"{state.name}: {len(state.pages)} pages", flush=True)
        await browser.close()
    return faults


async def _view(
    browser: Browser, state: State, look: Look, out: Path, width: int, scheme: str
) -> int:
    """All pages of a state in one window; what is wrong is printed."""
    options: dict[str, Any] = {"forced_colors": "active"} if look.forced else {}
    context = await browser.new_context(
        viewport={"width": width, "height": _HEIGHTS.get(width, 900)},
        color_scheme=scheme,
        timezone_id="Europe/London",
        java_script_enabled=look.has_script,
        bypass_csp=look.text != 100,
        service_workers="block",
        **options,
    )

    async def answer(route: Route) -> None:
        asked = urlsplit(route.request.url)
        got = state.answers.get(asked.path)
        if got is None:
            await route.fulfill(status=404, body="")
        else:
            await route.fulfill(status=got.status, headers=got.headers, body=got.body)

    await context.route("**/*", answer)
    if look.has_script:
        await context.clock.set_fixed_time(NOW)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(name: str, address: str) -> list[str]:
        async with gate:
            page = await context.new_page()
            told: list[str] = []
            page.on("console", lambda said: _note(told, said.type, said.text))
            page.on("pageerror", lambda error: told.append(f"script: {error}"))
            place = out / f"{state.name}-{name}-{width}-{scheme}.png"
            try:
                told += await _shoot(page, address, look, place, width)
            except Error as error:
                told.append(error.message.partition("\n")[0])
            await page.close()
            return [f"{place.stem}: {line}" for line in told]

    found = await asyncio.gather(*(one(*page) for page in state.pages.items()))
    await context.close()
    for line in (lines := [line for told in found for line in told]):
        print(f"  {line}", flush=True)
    return len(lines)


def _note(told: list[str], kind: str, text: str) -> None:
    if kind in ("error", "warning") and "404" not in text:
        told.append(f"console: {text}")


async def _shoot(page: Page, address: str, look: Look, place: Path, width: int) -> list[str]:
    """The first screen, and the whole page, in pieces if that is asked for."""
    if look.media == "print":
        await page.emulate_media(media="print")
    await page.goto(URL + address)
    if look.text != 100:
        await page.add_style_tag(content=f"html {{ font-size: {look.text}% }}")
    await page.screenshot(path=place)
    root = "document.documentElement"
    # a page without script cannot be asked
    wide, tall = (
        await page.evaluate(f"[{root}.scrollWidth, {root}.scrollHeight]")
        if look.has_script
        else (width, _TALLEST)
    )
    if look.is_sliced:
        step = 2 * _HEIGHTS.get(width, 900)
        for number, top in enumerate(range(0, min(tall, _TALLEST), step), 1):
            clip = {"x": 0, "y": top, "width": width, "height": min(step, tall - top)}
            piece = place.with_stem(f"{place.stem}-{number}")
            await page.screenshot(path=piece, full_page=True, clip=clip)
    else:
        await page.screenshot(path=place.with_stem(f"{place.stem}-full"), full_page=True)
    return [f"scrolls sideways: {wide} px of {width}"] if wide > width else []
