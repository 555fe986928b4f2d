"""What is kept no longer: raw results are packed, old alerts are forgotten."""

from __future__ import annotations

from statuspage.actions.incidents.alerts import forget_alerts
from statuspage.actions.measurements.results import pack_old_samples
from statuspage.store import db
from statuspage.store.settings import current_settings

EVERY = 600.0  # seconds


def pack() -> None:
    """Do it once in a while. Raises StoreError."""
    with db.snapshot():
        settings = current_settings()
    pack_old_samples(settings.store.keep_samples)
    forget_alerts(settings.alerting.keep)
