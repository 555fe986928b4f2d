"""What an API sends with what is deprecated: the headers of RFC 9745 and RFC 8594."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

from statuspage.domain.promises.notice import Notice
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.site import Site


def headers(site: Site, notice: Notice, address: str) -> tuple[str, ...]:
    """The lines that an API sends with what is deprecated; nothing for other notices.

    Source: RFC 9745 (Deprecation, a date of RFC 9651), RFC 8594 (Sunset, an HTTP date), and their
    link relations. `address` is the page of the notice. Days begin in the zone of the site.
    """
    if notice.kind != "deprecation" or notice.is_called_off:
        return ()
    since = window.start_of(notice.effective, site.zone)
    until = window.start_of(notice.removed, site.zone) if notice.removed else None
    return tuple(": ".join(line) for line in lines(since, until, address))


def lines(since: datetime, until: datetime | None, address: str) -> list[tuple[str, str]]:
    """Names and texts of the headers; `until` is None where no end is named."""
    found = [("Deprecation", f"@{int(since.timestamp())}")]
    relations = ["deprecation"]
    if until is not None:
        found.append(("Sunset", http_date(until)))
        relations.append("sunset")
    return [*found, ("Link", f'<{address}>; rel="{" ".join(relations)}"; type="text/html"')]


def http_date(instant: datetime) -> str:
    return format_datetime(instant.astimezone(UTC), usegmt=True)
