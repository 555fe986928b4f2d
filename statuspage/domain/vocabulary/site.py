"""What the page is about: the site, its groups and its components."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from statuspage.config import Settings
from statuspage.domain.vocabulary.languages import Place
from statuspage.domain.vocabulary.window import start_of


@dataclass(frozen=True)
class Look:
    """What makes pages look like those of somebody. It is on no record."""

    logo: str = ""  # clean SVG
    logo_dark: str = ""
    ratio: float = 1.0  # of the width of the logo to its height
    accent: str = ""  # such as "#2672c8"


PLAIN = Look()


@dataclass(frozen=True)
class Site:
    """Who publishes, where, and in which zone its days and months are counted."""

    name: str
    url: str  # canonical, without a slash at the end
    timezone: str  # IANA name
    language: str  # that is spoken here
    contact: str
    description: str
    is_demo: bool
    tag_host: str  # and path, in the ids of feed entries; stays when the url changes
    languages: tuple[str, ...] = ()  # whose pages stand below /LANGUAGE; none: there is but one
    home: str = ""  # the site of those who publish
    moved_to: str = ""  # where it is from now on; "" while it is here
    hub: str = ""  # the address of another hub for its feeds; "" where it is its own
    look: Look = PLAIN

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def base(self) -> str:
        """The path that all addresses of the site begin with; "" for a site with its own host."""
        return urlsplit(self.url).path

    @property
    def own_language(self) -> str:
        """The one in which people write, and which addresses speak that name none."""
        return self.language

    @property
    def prefix(self) -> str:
        """What the addresses in the language that is spoken here begin with, such as "/de"."""
        return ""

    def spoken(self, language: str) -> Site:
        """The same site as the pages below the address of a language tell of it."""
        told = {one.name: getattr(self, one.name) for one in fields(Site)}
        return SpokenSite(**{**told, "language": language}, native=self.own_language)

    @property
    def place(self) -> Place:
        """Where addresses begin here."""
        return Place(self.base, self.prefix, self.languages)

    def address(self, path: str) -> str:
        """The whole address of a path within the site, in the language that is spoken here."""
        return f"{self.url.removesuffix(self.base)}{self.place.path(path)}"

    def canonical(self, path: str) -> str:
        """The one whole address of a page in the language that is spoken here.

        What the site's own language says stands at two: that which names no language counts.
        """
        is_own = self.language == self.own_language
        return f"{self.url}{'' if is_own else self.prefix}{path}"

    def alternates(self, path: str) -> list[tuple[str, str]]:
        """The same for each language, and for whoever speaks none of them ("x-default")."""
        if not self.languages:
            return []
        found = [(one, self.spoken(one).canonical(path)) for one in self.languages]
        return [*found, ("x-default", f"{self.url}{path}")]

    @property
    def hub_address(self) -> str:
        """Where programs ask to be sent its feeds."""
        return self.hub or f"{self.url}/hub"

    @property
    def record_origin(self) -> str:
        """What the record is known by, and signed under: its address without the scheme."""
        return f"{self.url.partition('://')[2]}/record"


@dataclass(frozen=True)
class SpokenSite(Site):
    """The site as told below the address of a language."""

    native: str = ""  # the language of addresses that name none

    @property
    def own_language(self) -> str:
        return self.native

    @property
    def prefix(self) -> str:
        return f"/{self.language}"


def described(settings: Settings, tag_host: str, look: Look = PLAIN) -> Site:
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
        languages=chosen.languages,
        home=chosen.home or "",
        hub=settings.feeds.hub or "",
        moved_to=chosen.moved_to or "",
        look=replace(look, accent=chosen.accent or ""),
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
    group_name: str = ""  # the name of that group, which stays when it is withdrawn

    @property
    def path(self) -> str:
        return f"/components/{self.id}"

    def reported_from(self, zone: ZoneInfo) -> datetime:
        """Since when all that happened to it is told: its listing here, or what is stated."""
        if self.incidents_since is None:
            return self.added_at
        return min(self.added_at, start_of(self.incidents_since, zone))
