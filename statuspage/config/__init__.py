"""config.toml as typed settings. `load` reads it; everything else here is what it may say."""

from statuspage.config.calendar import Calendar, Span
from statuspage.config.duration import duration_text, parse_duration
from statuspage.config.json_path import value_at
from statuspage.config.loading import load
from statuspage.config.planned import Steps
from statuspage.config.probes import (
    DnsProbe,
    Expect,
    HeartbeatProbe,
    HttpExpect,
    HttpProbe,
    IcmpProbe,
    Probe,
    TcpProbe,
    TextExpect,
    TlsProbe,
)
from statuspage.config.settings import Component, Group, Network, Settings, Site, Store
from statuspage.config.sign_in import SignIn
from statuspage.config.slas import CreditTier, Maintenance, Sla, Source, Window
from statuspage.config.values import percent_text

__all__ = [
    "Calendar",
    "Component",
    "CreditTier",
    "DnsProbe",
    "Expect",
    "Group",
    "HeartbeatProbe",
    "HttpExpect",
    "HttpProbe",
    "IcmpProbe",
    "Maintenance",
    "Network",
    "Probe",
    "Settings",
    "SignIn",
    "Site",
    "Sla",
    "Source",
    "Span",
    "Steps",
    "Store",
    "TcpProbe",
    "TextExpect",
    "TlsProbe",
    "Window",
    "duration_text",
    "load",
    "parse_duration",
    "percent_text",
    "value_at",
]
