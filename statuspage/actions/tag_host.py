"""The address in the ids of feed entries: the first public one that the site ever had."""

from __future__ import annotations

from urllib.parse import urlsplit

from statuspage.store import settings


def keep_tag_host(url: str) -> None:
    """The first public address stays in the ids of all feed entries, whatever the url becomes."""
    former = settings.read(settings.TAG_HOST)
    if former is None or _is_local(former.partition("/")[0]):
        place = urlsplit(url)
        settings.write(settings.TAG_HOST, (place.hostname or "localhost") + place.path)


def _is_local(host: str) -> bool:
    """A host that a page is only tried out on."""
    return host in ("localhost", "::1") or host.startswith("127.") or "." not in host
