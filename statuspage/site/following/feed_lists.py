"""Every feed there is: the page /feeds for people, /feeds.opml for their readers."""

from __future__ import annotations

from urllib.parse import urlsplit

from statuspage.domain.vocabulary.text import one_line
from statuspage.render.feeds.opml import OPML, Outline, opml
from statuspage.said import said
from statuspage.site.following.named_feeds import FEEDS, component_channel
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.rendering import as_is, template
from statuspage.site.robots import TEXT

_WEBSUB = "https://www.w3.org/TR/websub/"


def overview(context: Context) -> Facts:
    """Every feed there is, for people to choose from."""
    values = {
        "feeds": FEEDS,
        "calendar": calendar_address(context),
        "example": _example(context),
        "component_feeds": [
            component_channel(component) for component in context.library.components.listed()
        ],
    }
    return Facts(values, context.now)


def _example(context: Context) -> str:
    """What narrows a feed here; "" where there is nothing to choose from."""
    first = next(iter(context.library.components.listed()), None)
    return "" if first is None else f"?component={first.id}&severity=major"


def calendar_address(context: Context) -> str:
    """What calendars subscribe to on a click."""
    found = urlsplit(context.site.address("/maintenance.ics"))
    return found._replace(scheme="webcal").geturl()


def listing(context: Context) -> Facts:
    """The same for feed readers, which take them all at once."""
    channels = [*FEEDS, *map(component_channel, context.library.components.listed())]
    site, say = context.site, context.locale.say
    told = [
        Outline(
            one_line(say("{site}: {feed}", site=site.name, feed=one.title)),
            one_line(say(one.about)),
            f"{site.url}{site.prefix}{one.atom}",
            site.address(one.home),
        )
        for one in channels
    ]
    added = (one.added_at for one in context.library.components.known())
    values = {"outlines": told, "title": one_line(site.name)}
    return Facts(values, max(added, default=context.now))


def _outlines(_: Context, __: str, facts: Facts) -> bytes:
    return opml(facts.values["title"], facts.values["outlines"])


def hub(context: Context) -> Facts:
    """What whoever looks at the hub reads: programs send it forms."""
    if context.site.hub:
        told = said("The hub of these feeds is {hub}.", hub=context.site.hub)
    else:
        told = said("Programs ask here to be sent a feed when it changes: {page}", page=_WEBSUB)
    return Facts({"body": f"{context.locale.say(told)}\n".encode()}, context.now)


PAGES: tuple[PublicPage, ...] = (
    PublicPage("/feeds", overview, template("feeds.html"), in_sitemap=True),
    PublicPage("/feeds.opml", listing, _outlines, OPML),
    PublicPage("/hub", hub, as_is, TEXT, is_for_programs=True),
)
