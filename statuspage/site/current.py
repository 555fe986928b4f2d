"""The site as its last good settings describe it."""

from __future__ import annotations

from statuspage.config import Settings
from statuspage.domain.site import Site, described
from statuspage.errors import StoreError
from statuspage.store import settings

SETTINGS = "settings"
TAG_HOST = "tag_host"


def current_settings() -> Settings:
    """The last good settings. Raises StoreError when nothing was ever synced."""
    text = settings.read(SETTINGS)
    if text is None:
        raise StoreError("The store holds no settings yet. Run `statuspage sync`.")
    return Settings.model_validate_json(text)


def site() -> Site:
    """What every page needs to know of its site."""
    return described(current_settings(), settings.read(TAG_HOST) or "")
