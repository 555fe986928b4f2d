"""Alerts of other systems: taken at once, and looked at by the worker after the answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.audit import note_act
from statuspage.config import Settings
from statuspage.domain.alerts.alert import Alert, AlertWord
from statuspage.domain.alerts.taking import taken
from statuspage.domain.incidents.automatic import Alarm, Sight
from statuspage.errors import NotFound
from statuspage.figures.failing.alerts import look_at
from statuspage.said import said
from statuspage.store import db
from statuspage.store.incidents import alerts
from statuspage.store.published import components

_MOST = 20_000  # alerts that are kept; the firing ones among them
_REPEATED = timedelta(days=1)  # senders repeat an end no longer
TOPIC = "alerts"
"""Rises with each alert that says something new."""


def take_alerts(sender: str, told: Sequence[AlertWord]) -> int:
    """Keep what a sender says; returns how many alerts it spoke of. Raises StoreError."""
    now = clock.now()
    with db.transaction():
        known = alerts.known(sender, [one.fingerprint for one in told], now - _REPEATED)
        changed: dict[tuple[str, object], Alert] = {}
        for one in told:
            found = taken(sender, one, known.get(one.fingerprint, []), now)
            fresh = {alert.started_at: alert for alert in known.get(one.fingerprint, [])}
            fresh |= {alert.started_at: alert for alert in found}
            newest_first = sorted(fresh.values(), key=lambda alert: alert.started_at, reverse=True)
            known[one.fingerprint] = newest_first
            changed |= {(alert.fingerprint, alert.started_at): alert for alert in found}
        alerts.put(changed.values())
        if changed:
            db.raise_topics(TOPIC)
    return len(told)


def end_alert(sender: str, fingerprint: str, started_at: datetime, actor: Actor) -> None:
    """Take an alert as over whose sender never said so. Raises NotFound, StoreError."""
    now = clock.now()
    with db.transaction():
        known = alerts.known(sender, [fingerprint], now).get(fingerprint, ())
        found = next((one for one in known if one.started_at == started_at), None)
        if found is None or not found.is_firing:
            raise NotFound(said("That alert does not fire any more."))
        alerts.put([replace(found, ended_at=max(now, found.started_at))])
        note_act(actor, "end alert", found.title)
        db.raise_topics(TOPIC)


def forget_alerts(keep: timedelta) -> None:
    """Delete those that ended longer ago. Raises StoreError."""
    with db.transaction():
        alerts.forget(clock.now() - keep, _MOST)


def alerts_now(settings: Settings, standing: Collection[Alarm]) -> list[Sight]:
    """What the alerts of other systems show by the rules of the settings. Within a snapshot.

    What is over matters to `standing` alone, the failures of which something is said.
    """
    if not settings.alerts:
        return []
    now = clock.now()
    since = min((one.failing_since for one in standing), default=now)
    known = {one.id for one in components.listed()}
    return look_at(alerts.firing_or_ended_since(since), settings.alerts, known, now)
