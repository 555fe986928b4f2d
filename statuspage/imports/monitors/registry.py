"""The systems whose results can be brought along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from statuspage.imports.histories.given import Given
from statuspage.imports.monitors import kuma, pingdom, upptime, uptimerobot
from statuspage.imports.monitors.monitor import Monitor


@dataclass(frozen=True)
class MonitoringSystem:
    """A system by the name that readers know it by."""

    name: str
    read: Callable[[Given], Iterator[Monitor]]


SYSTEMS: Mapping[str, MonitoringSystem] = {
    "uptimerobot": MonitoringSystem("UptimeRobot", uptimerobot.read),
    "pingdom": MonitoringSystem("Pingdom", pingdom.read),
    "kuma": MonitoringSystem("Uptime Kuma", kuma.read),
    "upptime": MonitoringSystem("Upptime", upptime.read),
}
