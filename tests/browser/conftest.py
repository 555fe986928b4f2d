"""A real browser (Debian's chromium, driven by Playwright) and served sites for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.incidents.postmortems import publish_postmortem
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.measurements import results as measurements
from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import Role
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.postmortem import Written
from statuspage.domain.measured.samples import Cadence
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from tests.helpers.measurements import record, results
from tests.helpers.processes import PATIENCE, serving
from tests.helpers.sites import a_probe, a_table, an_sla, open_site, write_site
from tests.helpers.wanted import need

ADA = Actor("ada")
PASSWORD = "correct horse battery staple"
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")  # its event loop must be gone before tests that run their own
def browser() -> Iterator[Browser]:
    """One chromium for all tests of a process."""
    path = need("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=_ARGUMENTS, timeout=PATIENCE * 1000
        )
        yield chromium
        chromium.close()


class Watched:
    """A page that notes every console error and every request to another host."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", lambda request: self._request(request.url))

    def _console(self, message: object) -> None:
        kind, text = message.type, message.text  # type: ignore[attr-defined]
        if kind in ("error", "warning") and "404 (Not Found)" not in text:
            self.faults.append(f"console: {text}")

    def _request(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self.address).netloc:
            self.faults.append(f"request to {url}")

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page


@contextmanager
def watched(browser: Browser, address: str, **options: object) -> Iterator[Watched]:
    """A fresh browser window on a site."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE * 1000)
    try:
        yield Watched(context.new_page(), address)
    finally:
        context.close()


ADDRESS = "http://127.0.0.1:8000"
MORE = (
    'agreement = "agreements/api.md"\ncredits = [{ below = "99.9%", credit = "10%" }]\n',
    a_table(
        "components",
        id="long",
        name="A component whose name is so long that it must be broken, "
        "Donaudampfschifffahrtsgesellschaftskapitaen",
        group="platform",
    ),
    an_sla("docs-latency", "latency", components=["docs"], under="200ms"),
    a_probe("docs-http", "docs", url=f"{ADDRESS}/docs", interval="5m"),
)

CONTENT = {
    "agreements/api.md": "---\ntitle: API availability\n---\nWe promise that it is there.\n",
    "pages/about.md": "---\ntitle: About\n---\nWhat this is.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "changelog/2026-07-01-faster.md": (
        "---\ntitle: Faster search\ndate: 2026-07-01\ntype: changed\ncomponents: [api]\n"
        "feedback: [slow]\n---\nSearches take half the time.\n"
    ),
    "outcomes/slow.md": (
        "---\ntitle: Searches are slow\ndate: 2026-07-01\nsaid: It takes ages.\nheard: 12\n"
        "state: done\ndid: We made it faster.\ndone: 2026-07-01\n---\nHere is how.\n"
    ),
    "outcomes/fax.md": (
        "---\ntitle: Updates by fax\ndate: 2026-07-01\nsaid: Please send a fax.\nstate: declined\n"
        "reason: Nobody here has one.\n---\nSorry.\n"
    ),
    "templates/looking.md": (
        "---\ntitle: We are looking\nkind: incident\nstatus: investigating\nnext_update: 30m\n---\n"
        "We are looking into {{what}}.\n"
    ),
}


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synced site with one staff account and nothing that ever happened; the store is closed."""
    folder = write_site(
        tmp_path_factory.mktemp("browser") / "site", *MORE, url=ADDRESS, content=CONTENT
    )
    open_site(folder)
    add_staff("ada", Role.EDITOR, PASSWORD)
    db.close_store()
    return folder


@pytest.fixture(scope="module")
def bad_day(empty_site: Path) -> Path:
    """The same site on a bad day: open incidents, a late promise, maintenance, hostile words."""
    db.open_store(empty_site / "var" / "statuspage.db")
    now = clock.now()
    hour = timedelta(hours=1)
    with clock.standing_at(now - 30 * hour):
        key = open_incident(
            "Docs were away",
            NewUpdate("We are looking.", components={"docs": ComponentState.PARTIAL_OUTAGE}),
            ADA,
        ).key
    with clock.standing_at(now - 29 * hour):
        post_update(key, NewUpdate("It is over.", Status.RESOLVED), ADA)
        told = Written("A disk was full.", "", Cause.CAPACITY, "Logs grew.", "", "", ())
        publish_postmortem(key, told, ADA)
        schedule_maintenance("Upgrade", "Writes pause.", now + hour, now + 2 * hour, ["api"], ADA)
    with clock.standing_at(now - 2 * hour):
        open_incident(
            "API errors",
            NewUpdate(
                "We are looking. See https://example.com/a and `code`.",
                components={"api": ComponentState.MAJOR_OUTAGE},
                owner="Ada, on-call",
                next_due=now - hour,
            ),
            ADA,
        )
    open_incident(
        "<script>alert(1)</script> ]]> \u202e" + "x" * 9_000,
        NewUpdate(
            "<img src=x onerror=alert(1)> " + "y" * 10_000 + " 𝕏 \u200f",
            components={"long": ComponentState.DEGRADED},
        ),
        ADA,
    )
    record(
        measurements.Watched(
            "docs-http", "docs", Cadence(timedelta(minutes=5)), timedelta(seconds=10)
        ),
        results(now - 60 * hour, now, timedelta(minutes=5)),
    )
    db.close_store()
    return empty_site


@pytest.fixture(scope="module")
def served_bad_day(bad_day: Path) -> Iterator[str]:
    """The bad day, served."""
    with serving(bad_day / "config.toml") as address:
        yield address


def sign_in(watched: Watched) -> None:
    """Sign in as staff through the form."""
    page = watched.go("/admin")
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
