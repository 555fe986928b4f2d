"""What programs ask for: robots, security contact, assets; and the not-found page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from statuspage.render.assets import assets
from statuspage.site.page import Context, Facts, PublicPage, Reader
from statuspage.site.rendering import as_is, template

TEXT = "text/plain; charset=utf-8"


def robots(context: Context) -> Facts:
    """Everything public may be indexed; the staff desk is of no use to anybody else."""
    site = context.site
    text = f"User-agent: *\nDisallow: {site.base}/admin\nSitemap: {site.url}/sitemap.xml\n"
    return Facts({"body": text.encode()}, context.now)


def security(context: Context) -> Facts:
    """Where to report a weakness (RFC 9116); it expires in a year and is made anew each day."""
    midnight = context.now.replace(hour=0, minute=0, second=0)
    contact = context.site.contact
    languages = context.site.languages or [context.site.language]
    address = f"mailto:{contact}" if "@" in contact and "://" not in contact else contact
    lines = [
        f"Contact: {address or context.site.url}",
        f"Expires: {(midnight + timedelta(days=365)).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"Preferred-Languages: {', '.join(languages)}",
        f"Canonical: {context.site.url}/.well-known/security.txt",
    ]
    body = "".join(f"{line}\n" for line in lines).encode()
    context.library.holds_until(midnight + timedelta(days=1))
    return Facts({"body": body}, midnight)


def _asset_pages() -> Iterator[PublicPage]:
    for file, found in assets().items():
        yield PublicPage(found.path, _asset_reader(file), as_is, content_type=found.content_type)


def _asset_reader(file: str) -> Reader:
    def read(context: Context) -> Facts:
        return Facts({"body": assets()[file].body}, context.now)

    return read


def not_found(context: Context) -> Facts:
    """The page for an address that leads nowhere."""
    return Facts({}, context.now)


NOWHERE = PublicPage("/404.html", not_found, template("not_found.html"))
PAGES = (
    PublicPage("/robots.txt", robots, as_is, content_type=TEXT),
    PublicPage("/.well-known/security.txt", security, as_is, content_type=TEXT),
    NOWHERE,
    *_asset_pages(),
)
