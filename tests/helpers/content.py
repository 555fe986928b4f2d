"""Files of content/: one that is good, and what reading a folder of them gives."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from statuspage.config import Component, Settings, Site
from statuspage.content.files import ContentFile, scan

SETTINGS = Settings(
    site=Site(name="Acme", url="https://status.acme.example", timezone="Europe/London"),
    components=(Component(id="api", name="API"), Component(id="web", name="Web")),
)
NOW = datetime(2026, 12, 31, tzinfo=UTC)
ANSWERS = ("12", "slow-search")
CHANGE = """---
title: Faster search
date: 2026-06-20
type: changed
components: [api, web]
feedback: [12, slow-search]
---

Search answers in **half** the time.
"""


def put(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def good(folder: Path, name: str, text: str) -> ContentFile:
    put(folder, name, text)
    found = scan(folder / "content", SETTINGS, NOW, ANSWERS)
    assert [str(problem) for problem in found.problems] == []
    return found.files[0]


def faults(folder: Path, name: str, text: str | bytes) -> list[str]:
    put(folder, name, text)
    found = scan(folder / "content", SETTINGS, NOW, ANSWERS)
    assert found.files == []
    return [str(problem) for problem in found.problems]
