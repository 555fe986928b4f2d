"""Alerts of other systems, as each of them sends them: one file for each, all in FORMATS."""

from __future__ import annotations

from collections.abc import Mapping

from statuspage.site.api.alerts import alertmanager, generic, grafana, opsgenie, pagerduty
from statuspage.site.api.alerts.format import Format

FORMATS: Mapping[str, Format] = {
    "alertmanager": alertmanager.FORMAT,
    "grafana": grafana.FORMAT,
    "pagerduty": pagerduty.FORMAT,
    "opsgenie": opsgenie.FORMAT,
    "generic": generic.FORMAT,
}
"""By the name of the sender, which is the end of its address."""
