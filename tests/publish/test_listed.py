"""`verify` holds a live site against its signed list: what is hidden, added or old is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from statuspage.domain.record.note import parse_signed, signed
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import source
from statuspage.site.lists import LIST, part_path
from tests.helpers.answering import Answering, answering
from tests.helpers.processes import get, statuspage
from tests.publish.tamperer import SIGNER, THIEF

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("pages_made_once")]

Tamper = Callable[[str, Answering], Answering]
FIGURE = "/sla/api-availability/2026-07.json"
MISSING = Answering(404, b"Nothing is here.")


@cache
def asked(url: str) -> Answering:
    """What the site says there. It is asked once for all tests: only the last one changes it."""
    found = get(url)
    return Answering(found.status_code, found.content)


@contextmanager
def tampered(address: str, tamper: Tamper) -> Iterator[str]:
    """The same site from a server that somebody else owns."""

    def answer(path: str) -> Answering:
        return tamper(path, asked(f"{address}{path}"))

    with answering(lambda request: answer(request.path)) as server:
        yield server.address


def findings(address: str, tamper: Tamper) -> list[str]:
    with tampered(address, tamper) as place, source(place) as found:
        return [str(one) for one in verify(found, key=SIGNER.verifier).findings]


def an_incident(address: str) -> str:
    """The address of the page of some incident."""
    found = re.search("^/incidents/[^/]+$", get(f"{address}{part_path('2026')}").text, re.MULTILINE)
    assert found is not None
    return found[0]


def edited(body: bytes, edit: Callable[[str], str], signer: object = SIGNER) -> Answering:
    """A list with other lines, signed again."""
    text = edit(parse_signed(body).text)
    return Answering(200, signed(text, signer).encode())  # type: ignore[arg-type]


def test_site_that_is_whole_passes_and_says_how_much_it_lists(served: tuple[str, Path]) -> None:
    address, _ = served
    with tampered(address, lambda _, found: found) as place, source(place) as site:
        report = verify(site, key=SIGNER.verifier)
    assert not report.findings
    assert re.search(r"[0-9]+ listed addresses", str(report.lines[-1]))
    assert report.compared["listed"] > report.compared["page"]


def test_what_is_hidden_and_what_is_added_is_named(served: tuple[str, Path]) -> None:
    address, _ = served
    hidden = an_incident(address)

    def tamper(path: str, found: Answering) -> Answering:
        if path in (hidden, FIGURE, "/sla/api-availability/2026-07.csv"):
            return MISSING
        if path == "/history":
            return Answering(200, found.body.replace(b"</main>", b'<a href="/more">x</a></main>'))
        return Answering(200, b"<p>Nobody lists me.") if path == "/more" else found

    found = findings(address, tamper)
    assert any(one.startswith(f"{hidden} cannot be read") for one in found)
    assert any(one.startswith(f"{FIGURE} cannot be read") for one in found)
    csv = "/sla/api-availability/2026-07.csv is missing, and /record/pages/2026.txt names it"
    assert csv in found
    assert "/history leads to /more, which no list names" in found


def test_list_that_leaves_out_or_makes_up_is_named(served: tuple[str, Path]) -> None:
    address, _ = served
    hidden = an_incident(address)
    fake = FIGURE.replace("2026-07", "2026-05")

    def edit(text: str) -> str:
        return text.replace(f"\n{hidden}\n", "\n").replace(f"\n{FIGURE}\n", f"\n{fake}\n{FIGURE}\n")

    def tamper(path: str, found: Answering) -> Answering:
        if path == part_path("2026"):
            return edited(found.body, edit)
        if path == part_path("site"):
            return edited(found.body, str, THIEF)
        body = get(f"{address}{FIGURE}").content.replace(b"2026-07", b"2026-05")
        return Answering(200, body) if path == fake else found

    found = findings(address, tamper)
    assert f"/record/pages/2026.txt does not name {hidden}, the record does" in found
    assert any(one.startswith(f"{fake} is a ") for one in found)
    assert any(one.startswith("/record/pages/site.txt is not signed by") for one in found)
    assert len(found) == 3


def test_list_with_a_part_that_is_none_is_still_read(served: tuple[str, Path]) -> None:
    address, _ = served
    title = parse_signed(asked(f"{address}{part_path('site')}").body).text.splitlines()[0]
    text = f"{title.removesuffix('site')}some\n.example/x\n"

    def tamper(path: str, found: Answering) -> Answering:
        if path == LIST:
            return edited(found.body, lambda text: f"{text}some\n")
        return Answering(200, signed(text, SIGNER).encode()) if path == part_path("some") else found

    [found] = findings(address, tamper)
    assert found == ".example/x is a page about something that the record does not know"


def test_list_that_is_older_than_the_head_is_named(served: tuple[str, Path]) -> None:
    address, config = served
    old = {path: get(f"{address}{path}").content for path in (LIST, part_path("2026"))}
    done = statuspage(
        *(config, "incident", "open", "--title=A newer one", "--body=We look."),
        "--component=api=partial_outage",
    )
    assert done.returncode == 0, done.stderr
    asked.cache_clear()
    newest = done.stdout.split()[-1]
    year = get(f"{address}{LIST}").text.split("\n\n")[0].splitlines()[-1]

    def tamper(path: str, found: Answering) -> Answering:
        return Answering(200, old[path]) if path in old else found

    found = findings(address, tamper)
    assert any(one.startswith("/record/pages.txt is older than the head") for one in found)
    if year == "2026":
        text = f"/record/pages/2026.txt does not name /incidents/{newest}, the record does"
        assert text in found
