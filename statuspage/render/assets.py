"""The public assets, each at an address with a hash of its bytes, so that it never goes stale."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from statuspage.resources import static_folder

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}


@dataclass(frozen=True)
class Asset:
    """One file of static/."""

    path: str  # with the hash, below /static/
    body: bytes
    content_type: str


@cache
def assets() -> dict[str, Asset]:
    """Every asset by its file name."""
    found = {}
    for file in sorted(static_folder().iterdir()):
        if file.suffix in CONTENT_TYPES:
            body = _served(file)
            digest = hashlib.sha256(body).hexdigest()[:10]
            path = f"/static/{file.stem}.{digest}{file.suffix}"
            found[file.name] = Asset(path, body, CONTENT_TYPES[file.suffix])
    return found


def _served(file: Path) -> bytes:
    """A script goes out without its comments and indentation, which are for us."""
    return stripped(file.read_text("utf-8")) if file.suffix == ".js" else file.read_bytes()


def stripped(script: str) -> bytes:
    """A script without lines that are comments, and without indentation."""
    lines = (line.strip() for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//")).encode()


def asset_path(name: str) -> str:
    """The address of an asset; a name that does not exist is a fault of ours (KeyError)."""
    return assets()[name].path
