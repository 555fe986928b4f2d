"""The kinds of source: one file for each, listed here."""

from __future__ import annotations

from typing import Any

from statuspage.sources import checkly, datadog, pingdom, prometheus, uptimerobot
from statuspage.sources.kind import SourceKind

SOURCE_KINDS: dict[str, SourceKind[Any, Any]] = {
    kind.name: kind
    for kind in (prometheus.KIND, uptimerobot.KIND, pingdom.KIND, checkly.KIND, datadog.KIND)
}
