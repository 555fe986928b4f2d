"""What programs ask of the hub, and how much of that is taken."""

from __future__ import annotations

from urllib.parse import urlsplit

from statuspage import clock
from statuspage.domain.telling.hub import HubMode, HubRequest
from statuspage.errors import Conflict
from statuspage.said import said
from statuspage.store import db
from statuspage.store.telling import listeners

_MOST = 10_000
_MOST_AT_A_SERVER = 500


def ask(path: str, request: HubRequest) -> None:
    """Take what a program asks about the feed at a path; it is asked back before that holds.

    Raises Conflict where there are too many, StoreError.
    """
    url = urlsplit(request.callback)
    server = f"{url.scheme}://{url.netloc}/"
    with db.transaction(rings=False):
        is_full = listeners.count() >= _MOST or listeners.count(server) >= _MOST_AT_A_SERVER
        if request.mode is HubMode.SUBSCRIBE and is_full:
            raise Conflict(said("This hub has as many subscribers as it can serve."))
        listeners.ask(path, request, clock.now())
