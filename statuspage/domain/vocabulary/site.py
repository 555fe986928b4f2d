"""What the page is about: the site, its groups and its components."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from statuspage.config import Settings
from statuspage.domain.vocabulary.window import start_of


@dataclass(frozen=True)
class Site:
    """Who publishes, where, and in which zone its days and months are counted."""

    name: str
    url: str  # canonical, without a slash at the end
    timezone: str  # IANA name
    language: str
    contact: str
    description: str
    is_demo: bool
    tag_host: str  # and path, in the ids of feed entries; stays when the url changes

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def base(self) -> str:
        """The path that all addresses of the site begin with; "" for a site with its own host."""
        return urlsplit(self.url).path

    @property
    def record_origin(self) -> str:
        """What the record is known by, and signed under: its address without the scheme."""
        return f"{self.url.partition('://')[2]}/record"


def described(settings: Settings, tag_host: str) -> Site:
    """The site as settings describe it."""
    chosen = settings.site
    return Site(
        name=chosen.name,
        url=chosen.url,
        timezone=chosen.timezone,
        language=chosen.language,
        contact=chosen.contact or "",
        description=chosen.description,
        is_demo=chosen.demo,
        tag_host=tag_host,
    )


@dataclass(frozen=True)
class Group:
    """A heading over some components."""

    id: str
    name: str


@dataclass(frozen=True)
class Component:
    """A part of the service that readers know by name."""

    id: str
    name: str
    description: str
    group: str | None
    added_at: datetime  # when the page first listed it
    withdrawn_at: datetime | None  # when it left config.toml; its history stays
    incidents_since: date | None = None  # as stated: from then on every incident of it is told

    @property
    def path(self) -> str:
        return f"/components/{self.id}"

    def reported_from(self, zone: ZoneInfo) -> datetime:
        """Since when all that happened to it is told: its listing here, or what is stated."""
        if self.incidents_since is None:
            return self.added_at
        return min(self.added_at, start_of(self.incidents_since, zone))
