"""A signed copy that browsers read and check, and what the button on its pages says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page

_SOON = 30_000
_TOLD = """() => {
  const panel = document.getElementById("checker");
  const told = (name) => panel.querySelector(`[data-show=${name}]`).textContent;
  return [panel.dataset.result, told("result"), told("faults"), +told("texts"), +told("figures"), +told("times")];
}"""  # noqa: E501


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def files_served(folder: Path) -> Iterator[str]:
    """Any web server before the files of a copy; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Checked:
    """What the panel says after a check."""

    def __init__(self, page: Page) -> None:
        self.result, self.words, self.faults, *counts = page.evaluate(_TOLD)
        self.texts, self.figures, self.times = counts

    @property
    def is_good(self) -> bool:
        return bool(self.result == "good" and not self.faults)


def check(page: Page, button: str = ".check [data-check]") -> Checked:
    """Press the button of the page that stands there, and wait for what comes of it."""
    page.locator(button).click()
    page.wait_for_selector("#checker[data-result]", timeout=_SOON)
    return Checked(page)


def check_again(page: Page) -> Checked:
    page.evaluate("delete document.getElementById('checker').dataset.result")
    page.get_by_role("button", name="Check again").click()
    page.wait_for_selector("#checker[data-result]", timeout=_SOON)
    return Checked(page)
