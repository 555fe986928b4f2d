"""Named values: the last good settings as JSON, and what else the site knows of itself."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache

from statuspage.config import Settings
from statuspage.domain.vocabulary.site import Look, Site, described
from statuspage.errors import StoreError
from statuspage.said import said
from statuspage.store.tables.site import Setting

SETTINGS = "settings"
TAG_HOST = "tag_host"
LOOK = "look"
"""How pages look, as JSON, with the logo itself; absent where config.toml names none."""
WITNESSES = "witnesses"
"""The policy of witnesses, as its file says it; absent or empty where config.toml names none."""
SENDING_STOPPED = "sending_stopped"
"""Since when nobody is told anything, and by whom; absent while all is sent."""
STAMP_FAULT = "stamp_fault"
"""Why the time stamp of the day is missing, as a message; absent or empty while none is."""
RESTORED = "restored"
"""What tells one restore from another; absent while there was none."""
ADDRESS_KEY = "address_key"
"""What the hashes of addresses are keyed by; absent while nobody was ever told anything."""
RECORD_CUT = "record_cut"
"""How many entries of the record no restore has ever cut; absent while none did."""


def read(name: str) -> str | None:
    """The value of a name, or None."""
    row = Setting.get_or_none(Setting.name == name)
    return None if row is None else str(row.value)


def write(name: str, value: str) -> None:
    """Set the value of a name."""
    Setting.put({"name": name, "value": value})


def keep(name: str, value: str) -> bool:
    """Set the value of a name; returns whether that is news. Absent and empty are the same."""
    if value == (read(name) or ""):
        return False
    write(name, value)
    return True


def were_read() -> bool:
    """Whether config.toml was ever synced into this store."""
    return read(SETTINGS) is not None


def current_settings() -> Settings:
    """The last good settings. Raises StoreError when nothing was ever synced."""
    return _good(read(SETTINGS))


def _good(text: str | None) -> Settings:
    if text is None:
        raise StoreError(said("The store has no settings yet. Run `statuspage sync`."))
    return _parsed(text)


@lru_cache(maxsize=2)
def _parsed(text: str) -> Settings:
    """Settings are frozen, so that all who ask may share them; they change seldom."""
    return Settings.model_validate_json(text)


def site() -> Site:
    """What every page needs to know of its site."""
    rows = Setting.select().where(Setting.name.in_([SETTINGS, TAG_HOST, LOOK]))
    held = {row.name: str(row.value) for row in rows}
    settings = _good(held.get(SETTINGS))
    return described(settings, held.get(TAG_HOST, ""), _looking(held.get(LOOK, "{}")))


def keep_look(look: Look) -> bool:
    """Keep how pages look; returns whether that is news."""
    text = json.dumps(asdict(look))
    if look == _looking(read(LOOK) or "{}"):
        return False
    write(LOOK, text)
    return True


@lru_cache(maxsize=2)
def _looking(text: str) -> Look:
    return Look(**json.loads(text))
