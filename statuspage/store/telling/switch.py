"""Whether all sending is stopped: since when, and by whom."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from statuspage.store import db, settings
from statuspage.store.tables.site import Setting


@dataclass(frozen=True)
class Stopped:
    """Nothing is sent since then."""

    at: datetime
    who: str


def stopped() -> Stopped | None:
    """Since when nothing is sent, or None."""
    name = settings.SENDING_STOPPED
    found = db.run("SELECT value FROM setting WHERE name = ?", name).fetchone()  # asked often
    if found is None:
        return None
    kept = json.loads(found[0])
    return Stopped(datetime.fromtimestamp(kept["at"], UTC), kept["who"])


def stop(who: str, now: datetime) -> None:
    """From now on nothing is sent."""
    settings.write(settings.SENDING_STOPPED, json.dumps({"at": int(now.timestamp()), "who": who}))


def resume() -> None:
    """What waits is sent."""
    Setting.delete().where(Setting.name == settings.SENDING_STOPPED).execute()
