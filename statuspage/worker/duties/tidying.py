"""Raw results that are kept no longer."""

from __future__ import annotations

from statuspage.actions.measurements.results import forget_old_samples
from statuspage.store import db
from statuspage.store.settings import current_settings

EVERY = 600.0  # seconds


def forget() -> None:
    """Drop them once in a while. Raises StoreError."""
    with db.snapshot():
        keep_samples = current_settings().store.keep_samples
    forget_old_samples(keep_samples)
