"""Grafana's webhook contact point: the form of Alertmanager, with some fields besides.

https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
"""

from __future__ import annotations

from statuspage.said import said
from statuspage.site.api.alerts.alertmanager import AlertmanagerGroup, told
from statuspage.site.api.alerts.format import Format


class GrafanaGroup(AlertmanagerGroup):
    """A group of alerts, as Grafana sends it."""


FORMAT = Format(said("Take the alerts of Grafana."), GrafanaGroup, told)
