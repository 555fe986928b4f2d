"""Raw results that are kept no longer."""

from __future__ import annotations

from statuspage.actions.measurements.results import forget_old_samples
from statuspage.worker.duties.current import Current

EVERY = 600.0  # seconds


class Tidying:
    """Drops them once in a while."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def forget(self) -> None:
        """Raises StoreError."""
        if self._current.settings is not None:
            forget_old_samples(self._current.settings.store.keep_samples)
