"""The whole of config.toml as one frozen value; it survives a way through JSON unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, StrictBool

from statuspage.config.alerts import Alerting, AlertRule
from statuspage.config.chats import Chat
from statuspage.config.database import (
    DATABASE_VARIABLE,
    DatabaseServer,
    check_database,
    store_place,
)
from statuspage.config.desk import Desk
from statuspage.config.feedback import Feedback
from statuspage.config.feeds import Feeds
from statuspage.config.hooks import Hook
from statuspage.config.kinds.calendar import Calendar
from statuspage.config.kinds.colour import Accent
from statuspage.config.kinds.places import Address, Contact, SiteAddress, WebAddress
from statuspage.config.kinds.values import (
    Day,
    Duration,
    Filled,
    Id,
    Language,
    Languages,
    Location,
    Model,
    Name,
    Positive,
    ShortLine,
    Zone,
)
from statuspage.config.mail.sending import Mail
from statuspage.config.metrics import Metrics
from statuspage.config.notices import Notices
from statuspage.config.planned import Steps
from statuspage.config.probes import Probe
from statuspage.config.publish import Publish
from statuspage.config.record import Record
from statuspage.config.reports import Reports
from statuspage.config.sign_in import SignIn
from statuspage.config.slas import Sla
from statuspage.config.sources import KnownSource
from statuspage.config.subscriptions import Subscriptions
from statuspage.config.suppliers import Supplier
from statuspage.config.web import Web


class Site(Model):
    """[site]: who publishes, and where."""

    name: Name
    """What readers know you by."""
    url: SiteAddress
    """Where the page is, a path included; links, feeds, mail and passkeys are made from it."""
    timezone: Zone = "UTC"
    """Days and months are counted in it; readers see their own time too."""
    language: Language = "en"
    """The language that people write in here; the words of the pages follow where there are any."""
    languages: Languages = ()
    """The pages speak each of these below its own address, such as /de/; `language` is one of
    them. Who asks for / gets the one that the browser prefers. Without it, `language` alone.
    The pages have words in English, German, French, Spanish and Arabic; in any other language they
    speak English around what you write in it."""
    contact: Contact | None = None
    """How to reach the people behind the page."""
    description: ShortLine = ""
    """One line under the name."""
    logo: Filled | None = None
    """An SVG file beside this one, shown in place of the name; only what draws is kept of it."""
    logo_dark: Filled | None = None
    """Another one for dark pages, where the first could not be seen."""
    home: Address | None = None
    """Your own site; every page leads there."""
    moved_to: SiteAddress | None = None
    """Where the site is from now on: the last entry of each feed leads there. Let this one run on
    for some weeks, so that readers see it."""
    accent: Accent | None = None
    """Your colour, for what can be pressed; states keep theirs. It must be seen on white and on
    black."""
    demo: StrictBool = False
    """Every page says that the data are made up."""


class Store(Model):
    """[store]: the database, and how long what stays in it."""

    database: Annotated[str, AfterValidator(check_database)] = "sqlite:///var/statuspage.db"
    """Where the store lies, from the folder of this file; or "postgresql://USER@HOST/DATABASE",
    whose password stands in the environment."""
    keep_samples: Positive = timedelta(days=14)
    """How long results are kept raw; after that they are packed, and stay for good."""
    keep_deliveries: Positive = timedelta(days=90)
    """How long it is kept who was told what, and whether it arrived."""
    freeze_after: Duration = timedelta(days=3)
    """How long the figure of a closed period stays provisional."""


class Network(Model):
    """[network]: references that tell a failed target from our own lost connection."""

    connectivity: tuple[WebAddress, ...] = ()
    """References: when none of them answers, a failed check is unknown."""
    location: Location | None = None
    """What the machine of the worker is called in the `locations` of probes."""


class Group(Model):
    """[[groups]]: a heading over some components."""

    id: Id
    """Its name in this file."""
    name: Name
    """The heading."""


class Component(Model):
    """[[components]]: a part of the service that readers know by name."""

    id: Id
    """Its name in this file and in addresses."""
    name: Name
    """What customers call it."""
    group: Id | None = None
    """The heading it stands under."""
    description: ShortLine = ""
    """One line beside the name."""
    incidents_since: Day | None = None
    """The day from which on its incidents are told here completely, when that is before it came
    into this site. It is published as stated by you; without it, the time before is unknown."""


class Settings(Model):
    """Everything config.toml says, with the defaults filled in."""

    site: Site
    store: Store = Store()
    web: Web = Web()
    publish: Publish = Publish()
    record: Record = Record()
    metrics: Metrics = Metrics()
    network: Network = Network()
    sign_in: SignIn = SignIn()
    desk: Desk = Desk()
    mail: Mail | None = None
    feeds: Feeds = Feeds()
    subscriptions: Subscriptions = Subscriptions()
    maintenance: Steps = Steps()
    feedback: Feedback = Feedback()
    notices: Notices = Notices()
    reports: Reports = Reports()
    hooks: tuple[Hook, ...] = ()
    alerting: Alerting = Alerting()
    alerts: tuple[AlertRule, ...] = ()
    chat: tuple[Chat, ...] = ()
    groups: tuple[Group, ...] = ()
    components: tuple[Component, ...] = ()  # a file without any is refused
    suppliers: tuple[Supplier, ...] = ()
    probes: tuple[Probe, ...] = ()  # those that sources measure among them
    sources: tuple[KnownSource, ...] = ()
    slas: tuple[Sla, ...] = ()
    calendars: tuple[Calendar, ...] = ()

    @property
    def checked_here(self) -> tuple[Probe, ...]:
        """The probes that the worker checks: those that name no location, or its own."""
        own = self.network.location
        asked = (one for one in self.probes if one.source is None)
        return tuple(one for one in asked if not one.locations or own in one.locations)

    @property
    def elsewhere(self) -> Mapping[str, tuple[Probe, ...]]:
        """The probes by each other location that they name, in the order of the file."""
        found: dict[str, tuple[Probe, ...]] = {}
        for one in self.probes:
            for name in dict.fromkeys(one.locations):
                if name != self.network.location:
                    found[name] = (*found.get(name, ()), one)
        return found

    def own_name(self, probe: Probe) -> str:
        """The location by which results of the worker are kept; "" for a probe that names none."""
        return (self.network.location or "") if probe.locations else ""

    def database_place(self, base: Path, environ: Mapping[str, str]) -> Path | DatabaseServer:
        """Where the store is; `base` is the folder of config.toml."""
        return store_place(environ.get(DATABASE_VARIABLE) or self.store.database, base, environ)
