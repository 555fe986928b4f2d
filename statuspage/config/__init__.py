"""config.toml as typed settings. `load` reads it; everything else here is what it may say."""

from statuspage.config.hooks import Hook
from statuspage.config.kinds.calendar import Calendar, Span
from statuspage.config.kinds.duration import duration_text, parse_duration
from statuspage.config.kinds.values import percent_text
from statuspage.config.planned import Steps
from statuspage.config.probes import Probe
from statuspage.config.publish import BucketPlace, Place, Publish
from statuspage.config.reading.loading import load
from statuspage.config.settings import Component, Group, Network, Settings, Site, Store
from statuspage.config.sign_in import SignIn
from statuspage.config.slas import Claim, CreditTier, Maintenance, Sla, Source, Window

__all__ = [
    "BucketPlace",
    "Calendar",
    "Claim",
    "Component",
    "CreditTier",
    "Group",
    "Hook",
    "Maintenance",
    "Network",
    "Place",
    "Probe",
    "Publish",
    "Settings",
    "SignIn",
    "Site",
    "Sla",
    "Source",
    "Span",
    "Steps",
    "Store",
    "Window",
    "duration_text",
    "load",
    "parse_duration",
    "percent_text",
]
