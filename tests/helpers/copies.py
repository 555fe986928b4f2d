"""Copies of the site of a test."""

from __future__ import annotations

from pathlib import Path

from statuspage.publish.folder import FolderTarget
from statuspage.publish.whole import CopyReport
from statuspage.publish.whole import publish as publish_whole


def publish(target: Path, *, full: bool = False) -> CopyReport:
    """A whole copy in a folder."""
    return publish_whole(FolderTarget(target), full=full)
