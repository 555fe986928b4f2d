"""The key of each write that was sent elsewhere, kept until its answer came.

Typed again after an answer that was lost, the same command bears the same key, and counts once.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from statuspage import clock

_GOOD_FOR = 86_400  # seconds; after a day the same words are meant anew


@dataclass(frozen=True)
class SentKey:
    """The key of one write. `since` is when it was sent first, in seconds since 1970, if before."""

    key: str
    file: Path
    since: float | None

    def answered(self) -> None:
        """Its outcome is known."""
        with suppress(OSError):
            self.file.unlink()


def folder(environ: Mapping[str, str]) -> Path:
    """Where keys are kept."""
    state = environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "statuspage" / "sent"


def key_of(url: str, body: bytes, environ: Mapping[str, str]) -> SentKey:
    """The key of a write: that of the same one whose outcome is not known, or a new one, kept.

    Raises OSError where it cannot be kept.
    """
    place = folder(environ)
    place.mkdir(0o700, parents=True, exist_ok=True)
    file = place / hashlib.sha256(url.encode() + b"\0" + body).hexdigest()
    if found := _known(file):
        return found
    key = secrets.token_urlsafe(18)
    draft = file.with_suffix(f".{os.getpid()}")
    draft.touch(0o600)
    draft.write_text(json.dumps({"key": key, "at": clock.timestamp()}), "utf-8")
    draft.replace(file)
    _drop_old(place)
    return SentKey(key, file, None)


def _known(file: Path) -> SentKey | None:
    try:
        told = json.loads(file.read_text("utf-8"))
        key, at = str(told["key"]), float(told["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return SentKey(key, file, at) if clock.timestamp() - at < _GOOD_FOR else None


def _drop_old(place: Path) -> None:
    for file in place.iterdir():
        with suppress(OSError):
            if clock.timestamp() - file.stat().st_mtime > _GOOD_FOR:
                file.unlink()
