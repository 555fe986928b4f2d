"""Commands typed at a site, each a program of its own."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.store import db


def run(config: Path | None, *words: str, stdin: str = "") -> Result:
    """What a command printed, and how it ended; no store stays open."""
    given = ["--config", str(config)] if config else []
    result = CliRunner().invoke(main, [*given, *words], input=stdin)
    db.close_store()
    return result
