"""/subscribe: every way to be told, and the forms that ask for one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from statuspage.actions.telling.asking import SubscriptionWish, ask
from statuspage.actions.telling.push_key import public_push_key
from statuspage.config import Settings
from statuspage.domain.telling.labels import CHANNELS
from statuspage.domain.telling.subscription import Channel
from statuspage.errors import InvalidInput
from statuspage.render.assets import CONTENT_TYPES, assets
from statuspage.render.hooks.push import SETTINGS
from statuspage.render.words import cldr
from statuspage.said import Said, said
from statuspage.site.brand import ICON
from statuspage.site.following import feed_lists, named_feeds
from statuspage.site.following.chosen import (
    LANGUAGE_FIELD,
    asked_for,
    filter_in,
    how_often_in,
    offered,
)
from statuspage.site.form import Form, Query, Values
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.rendering import as_is, template

_OPENED: Mapping[str, Said] = {
    "gone": said("Everything we knew about you is deleted. We will not write to you again."),
    "browser": said("A notification is on its way to this browser. Then you are told."),
}


def overview(context: Context) -> Facts:
    """Mail first, then feeds, the calendar, and what programs take."""
    values = {
        "feeds": named_feeds.FEEDS[:2],
        "calendar": feed_lists.calendar_address(context),
        **offered(context),
        **_ways(context),
    }
    return Facts(values, context.now)


def programs(context: Context) -> Facts:
    """Webhooks and topics of ntfy."""
    return Facts({"labels": CHANNELS, **offered(context), **_ways(context)}, context.now)


def browsers(context: Context) -> Facts:
    """Notifications of the browser that shows the page."""
    return Facts({**offered(context), **_ways(context)}, context.now)


def worker(context: Context) -> Facts:
    """The script that shows them: at an address that never changes, below which it may do so."""
    return Facts({"body": assets()["worker.js"].body}, context.now)


def manifest(context: Context) -> Facts:
    """What a home screen is told (W3C, Web Application Manifest): from there alone phones of Apple
    show notifications.
    """
    site = context.site
    start = site.place.path("/")
    icon = {"src": f"{site.base}/icons/site.png", "sizes": f"{ICON}x{ICON}", "type": "image/png"}
    told = {
        "name": site.name,
        "lang": site.language,
        "dir": cldr.direction(site.language),
        "start_url": start,
        "scope": f"{site.base}/",
        "display": "standalone",
        "icons": [icon],
    }
    return Facts({"body": json.dumps(told, ensure_ascii=False).encode()}, context.now)


def _ways(context: Context) -> Mapping[str, Any]:
    """What is sent from here at all is a matter of settings, which no record holds."""
    names = ("has_mail", "ways", "push_key")
    return context.known(lambda: dict(zip(names, _sent(context.settings), strict=True)), *names)


def _sent(settings: Settings) -> tuple[bool, list[Channel], str]:
    also = settings.subscriptions
    ways = [Channel.WEBHOOK] if also.webhooks else []
    ways += [Channel.NTFY] if also.ntfy_servers else []
    return settings.mail is not None, ways, public_push_key() if also.browsers else ""


def _opened(query: Query) -> Form:
    """The form as a link asks for it; what nobody can choose is told of."""
    done = (query.get("done") or [""])[-1]
    way = {"channel": Channel.NTFY.value} if Channel.NTFY in query.get("channel", ()) else {}
    try:
        return Form(asked_for(query) | way, notice=_OPENED.get(done, ""))
    except InvalidInput as error:
        return Form(faults=error.faults)


def _by_address(values: Values, submission: str) -> str:
    return _asked(Channel.MAIL, values, submission)


def _by_program(values: Values, submission: str) -> str:
    try:
        channel = Channel(values.get("channel", ""))
    except ValueError:
        raise InvalidInput({"channel": said("Choose one from the list.")}) from None
    return _asked(channel, values, submission)


def _by_browser(values: Values, submission: str) -> str:
    _asked(Channel.PUSH, values, submission)
    return f"{SETTINGS}?done=browser"


def _asked(channel: Channel, values: Values, submission: str) -> str:
    wish = SubscriptionWish(
        channel,
        values.get("address", ""),
        owner=values.get("owner", ""),
        filter=filter_in(values),
        language=values.get(LANGUAGE_FIELD, ""),
        how_often=how_often_in(values),
    )
    return f"/subscribe/code/{ask(wish, submission)}"


PAGES: tuple[PublicPage, ...] = (
    PublicPage(
        "/subscribe",
        overview,
        template("follow/subscribe.html"),
        in_sitemap=True,
        takes_post=_by_address,
        opens_with=_opened,
    ),
    PublicPage(
        "/subscribe/program",
        programs,
        template("follow/program.html"),
        in_sitemap=True,
        takes_post=_by_program,
        opens_with=_opened,
    ),
    PublicPage(
        SETTINGS,
        browsers,
        template("follow/browser.html"),
        takes_post=_by_browser,
        opens_with=_opened,
    ),
    PublicPage("/subscribe/worker.js", worker, as_is, CONTENT_TYPES[".js"]),
    PublicPage("/app.webmanifest", manifest, as_is, "application/manifest+json"),
)
