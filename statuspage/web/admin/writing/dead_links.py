"""Links within words that lead nowhere on this site, told before anybody follows them."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote, urljoin, urlsplit

from statuspage.content.markdown import to_html
from statuspage.errors import NotFound, NotKnown
from statuspage.site import catalogue
from statuspage.store import db
from statuspage.store.settings import site

_HREF = re.compile(r'<a (?:[a-z]+="[^"]*" )*href="([^"]*)"')
_MOST = 20  # links that one preview looks at


def dead_links(text: str, page: str) -> list[str]:
    """The links of Markdown that nothing on this site answers, as they are written.

    `page` is the path that relative ones are read from. Other sites are not asked.
    """
    with db.snapshot():
        url = site().url.rstrip("/")
    written = [html.unescape(found) for found in _HREF.findall(to_html(text))]
    return [one for one in dict.fromkeys(written[:_MOST]) if _is_dead(one, page, url)]


def _is_dead(link: str, page: str, url: str) -> bool:
    address = link.removeprefix(url) if link == url or link.startswith(f"{url}/") else link
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or address.startswith("#"):
        return False
    base = urlsplit(url).path
    path = unquote(urlsplit(urljoin(base + page, address)).path)
    path = (path.removeprefix(base) if link == address else path) or "/"
    found = catalogue.find(path)
    if found is None:
        return True
    try:
        shown = catalogue.render(found)
    except NotFound:
        return True
    except NotKnown:
        return False
    return bool(parts.fragment) and not _has_place(shown.body, parts.fragment)


def _has_place(body: bytes, name: str) -> bool:
    return f'id="{html.escape(name)}"'.encode() in body or not body.lstrip().startswith(b"<")
