"""A page on paper: one file with everything the page shows, and the tagged PDF that an installed
chromium prints of it. What the page says is made by the catalogue, here as everywhere.
"""

from __future__ import annotations

import base64
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from lxml import html

from statuspage.errors import NotFound, StatusPageError
from statuspage.said import said
from statuspage.site import catalogue

VARIABLE = "STATUSPAGE_CHROMIUM"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 120  # seconds that a page may take to be printed
# What asks, what leads elsewhere, and (data-later) what was known only after all else was fixed.
_SCREEN_ONLY = (
    "//script | //form | //nav | //base | //link[not(@rel='stylesheet')] | //*[@data-later]"
)


class NoPaper(StatusPageError):
    """There is no browser that prints, or it did not; says what helps."""


def source(path: str, url: str) -> bytes:
    """A public page as one HTML file, UTF-8: its styles and pictures inside, links led to `url`.

    It has no script and no form, so printing it asks nobody anything; the same facts give the
    same bytes. `url` is the site's own address. Raises NotFound when there is no such page.
    """
    tree = html.document_fromstring(_body(path))
    root = url.rstrip("/") + "/"
    below = urlsplit(root).path

    def inside(link: str) -> bytes:
        """A file of the site, by its address as pages name it."""
        return _body("/" + urljoin(below, link).removeprefix(below))

    for found in _all(tree, _SCREEN_ONLY):
        found.tail = (found.tail or "").strip() or None  # or the blank lines around it would tell
        found.drop_tree()
    for link in _all(tree, "//link"):
        style = html.Element("style")
        style.text = inside(link.get("href")).decode()
        link.getparent().replace(link, style)
    for picture in _all(tree, "//img[not(starts-with(@src, 'data:'))]"):
        picture.attrib.pop("loading", None)
        picture.set("src", _data(inside(picture.get("src"))))
    for folded in _all(tree, "//details"):
        folded.set("open", "")
    tree.make_links_absolute(urljoin(root, path.lstrip("/")), resolve_base_href=False)
    return bytes(html.tostring(tree, encoding="utf-8", doctype="<!doctype html>"))


def printed(page: bytes) -> bytes:
    """The PDF of such a file: tagged for readers who listen, with its language, title and outline.

    Raises NoPaper when no chromium is installed, or it fails or takes too long.
    """
    browser = _browser()
    with tempfile.TemporaryDirectory(prefix="statuspage-paper-") as folder:
        there = Path(folder)
        (there / "page.html").write_bytes(page)
        told = _run([browser, *_flags(there), (there / "page.html").as_uri()], there)
        paper = there / "page.pdf"
        if not paper.is_file() or not paper.stat().st_size:
            raise NoPaper(
                said(
                    "{browser} printed nothing; its last words were: {words}",
                    browser=browser,
                    words=told[-300:] or "-",
                )
            )
        return paper.read_bytes()


def _flags(folder: Path) -> list[str]:
    """How chromium is asked: no network, a profile of its own, neither head nor foot added."""
    flags = [
        "--headless",
        "--disable-gpu",
        "--disable-extensions",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={folder / 'profile'}",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        f"--print-to-pdf={folder / 'page.pdf'}",
    ]
    # Its sandbox refuses root, who prints in containers; it opens our own file, without script.
    return [*flags, "--no-sandbox"] if os.geteuid() == 0 else flags


def _run(command: list[str], folder: Path) -> str:
    """What the browser said; it is ended with all it started when it takes too long."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    with subprocess.Popen(  # noqa: S603 the browser of this machine, with a file of ours
        command,
        env={**kept, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            return process.communicate(timeout=PATIENCE)[1].decode(errors="replace").strip()
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise NoPaper(
                said(
                    "{browser} did not print within {seconds} seconds. Try again when the"
                    " machine is less busy.",
                    browser=command[0],
                    seconds=PATIENCE,
                )
            ) from None


def _browser() -> str:
    """The chromium of this machine. Raises NoPaper."""
    named = os.environ.get(VARIABLE)
    for name in (named,) if named else BROWSERS:
        if found := shutil.which(name):
            return found
    if named:
        raise NoPaper(said("{variable} names no program: {named}", variable=VARIABLE, named=named))
    raise NoPaper(
        said(
            "Printing needs chromium, and none was found. Install it (on Debian: apt install"
            " chromium), or name one in {variable}.",
            variable=VARIABLE,
        )
    )


def _body(path: str) -> bytes:
    found = catalogue.find(path)
    if found is None:
        raise NotFound(said("There is no page {path}.", path=path))
    return catalogue.render(found).body


def _data(picture: bytes) -> str:
    kind = "image/png" if picture.startswith(b"\x89PNG") else "image/svg+xml"
    return f"data:{kind};base64,{base64.b64encode(picture).decode()}"


def _all(tree: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    found: list[html.HtmlElement] = tree.xpath(path)
    return found
