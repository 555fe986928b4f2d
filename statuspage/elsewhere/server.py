"""What a prober asks its server, and what it hands over."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from urllib.parse import quote

from statuspage.elsewhere.timekeeping import Reading, Timekeeper
from statuspage.elsewhere.way import JSON, ApiWay, Reply


class Server:
    """A server as a location sees it; its clock is compared with ours at each answer."""

    def __init__(self, url: str, token: Callable[[], str], timekeeper: Timekeeper) -> None:
        self._way = ApiWay(url, token)
        self._timekeeper = timekeeper

    def credential(self) -> str:
        """The token as it is now."""
        return self._way.credential()

    def assignment(self, location: str, etag: str) -> Reply:
        """What a location is to check; status 304 when that is what it has. Raises Unreachable."""
        path = f"/probes?location={quote(location, safe='')}"
        return self._asked("GET", path, (("If-None-Match", etag),) if etag else ())

    def push(self, body: bytes) -> Reply:
        """Hand results over; the same ones count once. Raises Unreachable."""
        key = hashlib.sha256(body).hexdigest()
        headers = (("Content-Type", JSON), ("Idempotency-Key", key))
        return self._asked("POST", "/checks", headers, body)

    def _asked(
        self, method: str, path: str, headers: tuple[tuple[str, str], ...], body: bytes = b""
    ) -> Reply:
        asked = Reading.taken()
        reply = self._way.ask(method, path, headers, body)
        if reply.status == 304 or reply.is_plain:  # and not a portal's own clock
            self._timekeeper.compare(reply.date, asked)
        return reply
