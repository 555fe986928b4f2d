"""Whether browsers and push services take this site for one that may tell them. Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from statuspage.addresses import is_private_host
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.notify.push.vapid import subject_of
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import site

_NAME = "push"


def push(examined: Examined) -> Iterator[Health]:
    """One for each reason why nobody would be told."""
    if examined.settings is None or not examined.settings.subscriptions.browsers:
        return
    url = urlsplit(examined.url)
    if url.scheme != "https" and not is_private_host(examined.host):
        text = said(
            "Browsers show no notifications of a site that is served by http. Serve it by https, "
            "and write that address in [site] url."
        )
        yield Health(_NAME, Condition.FAILING, text)
    with db.snapshot():
        subject = subject_of(site())
    if not subject:
        text = said(
            "Push services want a mail address to ask, or a page by https; write it as contact in "
            "[site]."
        )
        yield Health(_NAME, Condition.FAILING, text)
