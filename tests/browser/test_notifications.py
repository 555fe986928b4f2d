"""A reader who is told by notifications, in a real browser.

No test reaches a push service: the page is given what one would have handed out, and the worker
what one would have handed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.telling.result import Sent
from statuspage.domain.telling.subscription import Channel, SubscriptionState
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.net.rules import anywhere
from statuspage.notify.outlet import Message
from statuspage.notify.push.outlet import PUSH
from statuspage.store import db
from statuspage.store.settings import current_settings
from tests.browser.conftest import watched
from tests.helpers.following import only
from tests.helpers.outlets import Recording, tell
from tests.helpers.processes import free_port, serving
from tests.helpers.push_service import BrowserKeys
from tests.helpers.sites import open_site, write_site
from tests.notify.hooks.receivers import receiving, status

pytestmark = pytest.mark.slow
ADA, DOWN = Actor("ada"), ComponentState.MAJOR_OUTAGE
KEYS = BrowserKeys()
ENDPOINT, KEY, SECRET = re.split("[#]|[.](?=[^.]*$)", KEYS.address())
HANDED_OUT = f"""
const found = () => ({{
  endpoint: "{ENDPOINT}",
  toJSON: () => ({{ keys: {{ p256dh: "{KEY}", auth: "{SECRET}" }} }}),
  options: {{ applicationServerKey: bytes(localStorage.asked) }},
  unsubscribe: async () => delete localStorage.asked,
}});
const bytes = (key) => {{
  const signs = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(signs, (sign) => sign.charCodeAt(0)).buffer;
}};
PushManager.prototype.getSubscription = async () => (localStorage.asked ? found() : null);
PushManager.prototype.subscribe = async ({{ applicationServerKey, userVisibleOnly }}) => {{
  if (applicationServerKey.length !== 87 || !userVisibleOnly) throw new Error("no key");
  localStorage.asked = applicationServerKey;
  return found();
}};
"""
SHOWN = """async () => {
  const found = await navigator.serviceWorker.getRegistration("/subscribe/");
  return (await found.getNotifications()).map(({ title, body, icon, lang, dir, data }) =>
    ({ title, body, icon, lang, dir, ...data }));
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that tells browsers; its store is open here, too."""
    port = free_port()
    table = "\n[subscriptions]\nbrowsers = true\n"
    folder = tmp_path_factory.mktemp("notifications") / "site"
    open_site(write_site(folder, table, url=f"http://127.0.0.1:{port}"))
    with serving(folder / "config.toml", port=port) as address:
        yield address
    db.close_store()


class PushService:
    """Sends what is due, and hands it to the worker of a page as a push service would."""

    def __init__(self, page: Page, served: str) -> None:
        self._origin = served
        self._found: list[Any] = []
        self._tools = page.context.new_cdp_session(page)
        self._tools.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self._tools.send("ServiceWorker.enable")
        self._page = page

    def _note(self, told: dict[str, Any]) -> None:
        self._found = told["registrations"]

    def hand_over(self) -> None:
        recording = Recording(channel=Channel.PUSH)
        tell(recording)
        [message] = recording.sent
        while not self._found:
            self._page.wait_for_timeout(50)
        [found] = self._found
        with ThreadPoolExecutor(1) as pool:  # the driver of the browser runs a loop on this thread
            data = pool.submit(read_by_browser, message).result()
        told = {
            "origin": self._origin,
            "registrationId": found["registrationId"],
            "data": data,
        }
        self._tools.send("ServiceWorker.deliverPushMessage", told)


def read_by_browser(message: Message) -> str:
    """What the worker is given, after a way over a real socket."""
    with db.snapshot():
        settings = current_settings()
    outlet = replace(PUSH, may_reach=anywhere)
    with receiving(status(201)) as service, outlet.open(settings, {}) as send:
        address = KEYS.address(service.url)
        near = replace(message.subscription, address=address)
        assert isinstance(send(replace(message, subscription=near)), Sent)
    return KEYS.read(service.taken[0].body).decode()


def shown(page: Page) -> list[dict[str, str]]:
    """The notifications that stand there."""
    found: list[dict[str, str]] = page.evaluate(SHOWN)
    return found


def well_made(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_reader_is_told_and_finds_the_settings(browser: Browser, served: str) -> None:
    phone = {"viewport": {"width": 320, "height": 640}, "permissions": ["notifications"]}
    with watched(browser, served, **phone) as visitor:
        page = visitor.page
        page.add_init_script(HANDED_OUT)
        visitor.go("/subscribe")
        page.click("text=By its notifications")
        page.click("text=Choose what, and how often")
        page.click("label:has-text('Docs')")
        well_made(page)
        page.wait_for_timeout(1600)  # nobody chooses faster
        page.click("text=Tell me here")
        page.wait_for_url(re.compile("done=browser"))
        assert "on its way to this browser" in page.inner_text("main")
        assert only().state is SubscriptionState.PENDING
        service = PushService(page, served)
        service.hand_over()
        page.wait_for_selector("text=This browser is told.")
        well_made(page)
        assert only().state is SubscriptionState.ACTIVE
        [first] = shown(page)
        assert first["body"] == "Done: from now on you are told."
        made = open_incident("Docs are slow", NewUpdate("We look.", components={"docs": DOWN}), ADA)
        service.hand_over()
        told = first
        while told == first:
            page.wait_for_timeout(50)
            told = next((one for one in shown(page) if one != first), first)
        assert told["title"] == "Investigating: Docs are slow"
        assert told["url"].startswith(f"{served}/incidents/{made.key}")
        page.click("text=Your settings")
        page.wait_for_url(re.compile("/subscribe/me/"))
        assert "Docs" in page.inner_text("main")
        visitor.go("/subscribe")
        page.wait_for_selector("text=This browser is told.")
        page.evaluate("localStorage.asked = 'A'.repeat(87)")  # of a key that the site had before
        visitor.go("/subscribe/browser")
        page.wait_for_selector("text=Tell me here")
        assert visitor.faults == []


def test_browser_without_notifications_is_offered_nothing(browser: Browser, served: str) -> None:
    with watched(browser, served) as visitor:
        visitor.page.add_init_script("delete window.PushManager")
        visitor.go("/subscribe")
        assert not visitor.page.is_visible("text=In this browser")
        visitor.go("/subscribe/browser")
        assert visitor.page.is_visible("text=This needs a script")
        assert not visitor.page.is_visible("text=Tell me here")
        assert visitor.faults == []
