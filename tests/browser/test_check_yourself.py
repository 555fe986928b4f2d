"""“Check this yourself”: genuine pages pass, and each sort of forgery is named."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from statuspage import clock
from statuspage.site import signing
from statuspage.store import db
from tests.browser.conftest import watched
from tests.helpers.busy import NOW, SEED, make_busy
from tests.helpers.checked import Checked, check, check_again, files_served
from tests.helpers.copies import publish
from tests.helpers.languages import GERMAN, opened_in_german, speak
from tests.helpers.processes import serving
from tests.helpers.sites import CONFIG, open_site, write_site
from tests.publish.tamperer import BUNDLE, DOWN, HEAD, SIGNER, THIEF, WORDS, Tamperer

FIGURE = "/sla/api-availability/2026-06/"
BREAKS = "/when-things-break/"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed copy of a site where everything was published once."""
    folder = tmp_path_factory.mktemp("checked")
    (folder / "site" / "content").mkdir(parents=True)
    (folder / "site" / "config.toml").write_text(CONFIG, "utf-8")
    make_busy(folder / "site")
    signing.use(SEED)
    with clock.standing_at(NOW):
        publish(folder / "www")
    signing.use(None)
    db.close_store()
    return folder / "www"


@pytest.fixture(scope="module")
def address(copy: Path) -> Iterator[str]:
    with files_served(copy) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A reader far from the zone of the site, so that times of their own stand on each page."""
    with watched(browser, address, timezone_id="Asia/Tokyo") as window:
        yield window.page


def _down(copy: Path) -> str:
    [found] = [file for file in copy.glob("incidents/*/index.html") if DOWN in _title(file)]
    return f"/{found.parent.relative_to(copy)}/"


def _title(file: Path) -> str:
    return file.read_text("utf-8").partition("</title>")[0]


def test_each_genuine_page_passes(copy: Path, address: str, page: Page) -> None:
    rooms = set()
    for file in sorted(copy.rglob("*.html")):
        if "data-check=" in file.read_text("utf-8"):
            path = str(file.parent.relative_to(copy))
            page.goto(f"{address}/{path}")
            found = check(page)
            assert found.is_good, (path, found.faults)
            assert found.texts + found.figures > 1, path
            rooms.add(path.partition("/")[0])
    pages = {
        "incidents",
        "changelog",
        "notices",
        "pages",
        "promises",
        "record",
        "sla",
        "when-things-break",
    }
    assert rooms >= {*pages, "you-said-we-did", "."}


def test_one_entry_of_the_record_is_checked_by_itself(address: str, page: Page) -> None:
    page.goto(f"{address}/record/entries/000/")
    found = check(page, "[data-entry='11']")
    assert found.is_good
    assert page.locator(".checked").count() == page.locator("#e11 [data-said]").count() > 2


Change = Callable[[bytes], bytes]


def _put(old: str, new: str) -> Change:
    def change(body: bytes) -> bytes:
        assert old.encode() in body
        return body.replace(old.encode(), new.encode())

    return change


def _flip(body: bytes) -> bytes:
    return body[:-1] + bytes([body[-1] ^ 1])


def _other_root(body: bytes) -> bytes:
    lines = body.split(b"\n")
    return b"\n".join([*lines[:2], b"A" * 43 + b"=", *lines[3:]])


def _unmarked(body: bytes) -> bytes:
    return re.sub(rb' data-said="[^"]*"', b"", body)


def _other_mark(body: bytes) -> bytes:
    found = re.search(rb'data-hash="([0-9a-f]{64})"', body)
    assert found
    return body.replace(found[1], bytes(64).replace(b"\0", b"a"))


FORGERIES: dict[str, tuple[str, Change, str]] = {
    "one letter": (
        "",
        _put("we look", "we lock"),
        "“It is down & we lock.”, the record says “It is down & we look.”",
    ),
    "a title": ("", _put(f">{DOWN}<", ">Checkout is slow<"), "page says “Checkout is slow”"),
    "a status": ("", _put("Identified", "Monitoring"), "“Monitoring”, the record says"),
    "a time": ("", _put("T08:00:00Z", "T07:30:00Z"), "the record says “2026-06-21T08:00:00Z"),
    "the words of a time": ("", _put("12:00", "11:00"), "the record says “2026-06-21T11:00:00Z"),
    "a mark": ("", _other_mark, "is not the one that this page was made from"),
    "no mark": ("", _unmarked, "shows nothing of it that can be compared"),
    "a figure": (FIGURE, _put(">99.58%<", ">99.85%<"), "page says “99.85%”, the record says"),
    "a verdict": (FIGURE, _put("Missed", "Met"), "“Met”, the record says “missed”"),
    "a promised time": (BREAKS, _put("within 15", "within 45"), "says “within 45 min”"),
    "a tile": ("record/tile/0/000.p/*", _flip, "the fingerprints do not add up to the head"),
    "an entry": (BUNDLE + ".p/*", _put('"revision":1', '"revision":2'), "was altered"),
    "a text": (WORDS, _put("we look", "we lock"), "A text of entry"),
    "a head": (HEAD, _other_root, "the fingerprints do not add up"),
    "a signature": (HEAD, lambda body: body[:-9] + b"AAAA" + body[-5:], "is not signed with"),
    "no signature": (HEAD, lambda body: body.partition(b"\n\n")[0] + b"\n\n", "is not signed"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forgery_is_named(name: str, copy: Path, tmp_path: Path, browser: Browser) -> None:
    place, change, told = FORGERIES[name]
    here = place if place in (FIGURE, BREAKS) else _down(copy)
    forged = tmp_path / "www"
    shutil.copytree(copy, forged)
    file = forged / (f"{here[1:]}index.html" if place in ("", FIGURE, BREAKS) else place)
    [file] = file.parent.glob(file.name)
    file.write_bytes(change(file.read_bytes()))
    with files_served(forged) as address, watched(browser, address) as window:
        window.go(here)
        found = check(window.page)
    assert found.result == "bad"
    assert told in found.faults
    assert "Do not rely on this page" in found.words


def test_file_that_is_missing_is_named(copy: Path, address: str, page: Page) -> None:
    page.route(f"{address}/record/words/*", lambda route: route.fulfill(status=404))
    page.goto(address + _down(copy))
    assert "A file of the record is missing: words/000.json" in check(page).faults


def test_key_from_elsewhere_decides_and_is_kept(copy: Path, address: str, page: Page) -> None:
    page.goto(address + _down(copy))
    assert check(page).is_good
    assert page.locator(".if-own").is_visible()
    page.get_by_label("Public key from elsewhere").fill("no key")
    assert "is not signed with this key: no key" in check_again(page).faults
    page.get_by_label("Public key from elsewhere").fill(str(SIGNER.verifier))
    assert check_again(page).is_good
    assert page.locator(".if-given").is_visible()
    assert not page.locator(".if-own").is_visible()
    page.evaluate("localStorage.clear()")
    page.goto(f"{address}/record/#key={SIGNER.verifier}")
    assert check(page).is_good
    assert page.locator(".if-given").is_visible()
    page.goto("about:blank")  # or only what stands behind the # would change
    page.goto(f"{address}/record/#key={THIEF.verifier}")
    assert f"is not signed with this key: {THIEF.verifier}" in check(page).faults
    page.goto(address + _down(copy))
    assert check(page).is_good  # a link replaced nothing
    page.evaluate("localStorage.clear()")
    page.goto(f"{address}/record/#key={THIEF.verifier}")
    assert check(page).result == "bad"
    page.goto(address + _down(copy))
    assert check(page).result == "bad"


def _served_below(page: Page, address: str, folder: Path) -> None:
    """From now on the files of the record are those of another copy."""

    def answer(route: Route) -> None:
        file = folder / route.request.url.removeprefix(address + "/")
        found = file.is_file()
        route.fulfill(status=200 if found else 404, body=file.read_bytes() if found else b"")

    page.route(re.compile(re.escape(address) + "/record/(checkpoint|tile|words)"), answer)


def test_record_that_was_cut_or_made_anew_is_refused(
    copy: Path, address: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{address}/pages/about/")
    assert check(page).is_good
    leaves, words = (tamperer := _tamperer(copy, tmp_path / "cut")).record()
    tamperer.rebuild(leaves[:-2], words[:-2])
    _served_below(page, address, tamperer.copy)
    found = check_again(page)
    assert f"cut short: you have seen {len(leaves)} entries of it before" in found.faults
    assert f"it holds {len(leaves) - 2} now" in found.faults
    page.unroute_all()
    assert check_again(page).is_good

    forked = _tamperer(copy, tmp_path / "forked")
    forked.rebuild([leaves[1], leaves[0], *leaves[2:], leaves[-1]], [*words, words[-1]])
    _served_below(page, address, forked.copy)
    found = check_again(page)
    assert f"made anew: its first {len(leaves)} entries are not the ones" in found.faults


def test_record_that_grew_is_the_same_one(
    copy: Path, address: str, page: Page, tmp_path: Path
) -> None:
    grown = _tamperer(copy, tmp_path / "grown")
    leaves, words = grown.record()
    page.goto(f"{address}/pages/about/")
    assert check(page).is_good
    more = 256 - len(leaves) + 3
    grown.rebuild([*leaves, *leaves[:1] * more], [*words, *words[:1] * more])
    _served_below(page, address, grown.copy)
    assert check_again(page).is_good
    assert page.locator("[data-show=former]").text_content() == str(len(leaves))


def _tamperer(copy: Path, folder: Path) -> Tamperer:
    shutil.copytree(copy / "record", folder / "record")
    return Tamperer(folder, {})


def test_it_decides_with_the_network_cut(copy: Path, address: str, page: Page) -> None:
    page.goto(address + _down(copy))
    assert check(page).is_good
    page.context.set_offline(True)
    assert check_again(page).is_good
    page.evaluate("document.querySelector('[data-said=body] p').textContent += ' Or not.'")
    assert "Or not." in check_again(page).faults


def test_what_was_never_read_is_undecided(copy: Path, address: str, page: Page) -> None:
    page.route(f"{address}/record/checkpoint", lambda route: route.abort())
    page.goto(address + _down(copy))
    found = check(page)
    assert (found.result, found.words) == ("open", "This could not be decided here.")
    assert "There is no connection" in found.faults


def test_over_plain_http_it_says_why_it_cannot(copy: Path, address: str, page: Page) -> None:
    def answer(route: Route) -> None:
        real = route.fetch(url=route.request.url.replace("http://status.acme.example", address))
        route.fulfill(response=real)

    page.route("http://status.acme.example/**", answer)
    page.goto("http://status.acme.example" + _down(copy))
    found = check(page)
    assert found.result == "open"
    assert "plain http" in found.faults
    assert page.locator("#checker").get_by_text("statuspage verify").count() == 1


def test_without_script_the_link_leads_to_how_to(
    browser: Browser, copy: Path, address: str
) -> None:
    with watched(browser, address, java_script_enabled=False) as window:
        page = window.go(_down(copy))
        page.get_by_role("link", name="Check this yourself").click()
        assert page.get_by_role("heading", name="Check it yourself").is_visible()


def test_live_site_below_a_path_in_another_language(browser: Browser, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", url="http://127.0.0.1/status")
    open_site(site)
    speak(site, "de")
    key = opened_in_german().key
    db.close_store()
    with serving(site / "config.toml") as address, watched(browser, address) as window:
        page = window.go(f"/status/de/incidents/{key}")
        found = check(page)
        assert found.is_good, found.faults
        assert page.locator(".headline.checked").inner_text() == GERMAN["title"]
        assert page.locator(".newest .checked strong").all_inner_texts() == ["suchen"]
        assert page.locator(".if-none").is_visible()
        assert window.faults == []


def test_panel_is_a_dialog_that_keyboards_open_and_close(
    copy: Path, address: str, page: Page
) -> None:
    page.goto(address + _down(copy))
    page.locator(".check [data-check]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#checker[data-result]")
    assert Checked(page).is_good
    assert page.get_by_role("dialog", name="Check this yourself").is_visible()
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("document.activeElement.textContent") == "Check this yourself"
    assert json.loads(page.evaluate("JSON.stringify(Object.keys(localStorage))")) != []
