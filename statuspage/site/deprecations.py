"""What of the API is to go: since when, until when it works, and what takes its place.

An answer concerned has the headers of RFC 9745 and RFC 8594; openapi.json and /api say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.site import Site
from statuspage.render.deprecation import lines
from statuspage.said import Said, said

PLACE = "/api#deprecated"
"""Where people read of it."""


@dataclass(frozen=True)
class Deprecated:
    """An operation that is to go, or one key of the body that it takes."""

    method: str
    path: str
    since: date
    until: date
    instead: Said
    field: str = ""

    def is_met_by(self, method: str, path: str, body: Callable[[], object]) -> bool:
        """Whether a request makes use of it; `path` is the pattern of its address."""
        if (method, path) != (self.method, self.path):
            return False
        sent = body() if self.field else None
        return not self.field or (isinstance(sent, Mapping) and self.field in sent)

    def headers(self, site: Site) -> list[tuple[str, str]]:
        """What every answer to who uses it has. Days begin in the zone of the site."""
        since, until = (window.start_of(day, site.zone) for day in (self.since, self.until))
        return lines(since, until, site.address(PLACE))


DEPRECATED: tuple[Deprecated, ...] = (
    Deprecated(
        "POST",
        "/api/v1/incidents/{incident}/updates",
        date(2026, 12, 1),
        date(2027, 12, 1),
        said("Send “If-Match” with the ETag of the incident: it sees edits, too."),
        field="after",
    ),
)


def met(
    method: str,
    path: str,
    body: Callable[[], object] = dict,
    table: Iterable[Deprecated] = DEPRECATED,
) -> list[Deprecated]:
    """What of it a request makes use of; `path` is the pattern of its address."""
    return [one for one in table if one.is_met_by(method, path, body)]


def mark(document: dict[str, Any], table: Iterable[Deprecated] = DEPRECATED) -> dict[str, Any]:
    """openapi.json with what is to go marked as such: operations, and keys of their bodies."""
    for one in table:
        operation = document["paths"][one.path][one.method.lower()]
        marked = {"deprecated": True, "description": _told(one)}
        if not one.field:
            operation |= marked
            continue
        content = operation["requestBody"]["content"]["application/json"]
        name = content["schema"]["$ref"].rpartition("/")[2]
        schemas = document["components"]["schemas"]
        schema = schemas[name]
        keys = {**schema["properties"], one.field: schema["properties"][one.field] | marked}
        schemas[name] = schema | {"properties": keys}
    return document


def _told(one: Deprecated) -> Said:
    return said(
        "Deprecated since {since}; it works until {until}. {instead}",
        since=one.since.isoformat(),
        until=one.until.isoformat(),
        instead=one.instead,
    )
