"""People who ask to be told, as their browsers do it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage import clock
from statuspage.domain.telling.subscription import Subscription
from statuspage.store import db
from statuspage.store.telling import subscriptions
from tests.helpers.letters import newest_code
from tests.helpers.sites import add_to_config
from tests.web.conftest import Browser, Page

HERE = {"Sec-Fetch-Site": "same-origin"}
EVE = "Eve@Example.com"
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
_READS = timedelta(seconds=5)


def with_mail(site: Path) -> Path:
    """The same site, which can send mail."""
    add_to_config(site, '[mail]\nfrom = "status@example.com"\n')
    return site


def ask(
    browser: Browser,
    address: str = EVE,
    at: datetime = NOON,
    path: str = "/subscribe",
    reads: timedelta = _READS,
    **more: str,
) -> Page:
    """Open the form, take some seconds over it, and send it."""
    with clock.standing_at(at):
        fields = browser.get(path).fields()
    with clock.standing_at(at + reads):
        sent = fields | {"address": address} | more
        return browser.post(path.partition("?")[0], sent, headers=HERE)


def follow(browser: Browser, address: str = EVE, at: datetime = NOON, **more: str) -> Page:
    """Ask, and type the code that comes; gives the settings."""
    page = browser.follow(ask(browser, address, at, **more))
    with clock.standing_at(at + 4 * _READS):
        sent = browser.post(page.tree.forms[0].action, {"code": newest_code()}, headers=HERE)
        return browser.follow(sent)


def everybody() -> list[Subscription]:
    """Whoever asked, the first first."""
    with db.snapshot():
        return list(subscriptions.of_visitors())


def only() -> Subscription:
    """The one who asked."""
    [found] = everybody()
    return found
