"""The last good settings, read again when they change; the other duties ask here."""

from __future__ import annotations

from statuspage.config import Settings
from statuspage.store import db, topics
from statuspage.store.settings import current_settings


class Current:
    """`settings` is None until the site was synced once."""

    def __init__(self) -> None:
        self.settings: Settings | None = None
        self._version = -1

    def look(self) -> None:
        """Raises StoreError."""
        with db.snapshot():
            version = topics.versions(["settings"]).get("settings", 0)
            if version != self._version or self.settings is None:
                self.settings = current_settings()
                self._version = version
