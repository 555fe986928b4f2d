"""Raw results that are kept no longer: they are packed."""

from __future__ import annotations

from statuspage.actions.measurements.results import pack_old_samples
from statuspage.store import db
from statuspage.store.settings import current_settings

EVERY = 600.0  # seconds


def pack() -> None:
    """Pack them once in a while. Raises StoreError."""
    with db.snapshot():
        keep_samples = current_settings().store.keep_samples
    pack_old_samples(keep_samples)
