"""What config.toml says, how it goes, and what a change of the file would do. Nothing is set here.

A change is foreseen by doing it and taking it all back, so it cannot differ from what happens.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from flask import Response, current_app

from statuspage.actions.sync import SyncReport, publish_files, read_files
from statuspage.config.reading.locate import entries
from statuspage.errors import ConfigError, Problem
from statuspage.site import catalogue
from statuspage.site.measured import settings_page
from statuspage.store import db
from statuspage.web.admin import pages
from statuspage.web.admin.sources import seen_sources


@dataclass(frozen=True)
class _Foreseen:
    """What a sync would do now; no report when config.toml itself has faults."""

    report: SyncReport | None
    problems: tuple[Problem, ...]


def settings() -> Response:
    """Components, probes and SLAs with their lines, and the file on disk against what is in force.

    Raises StoreError.
    """
    config: Path = current_app.config["SITE_CONFIG"]
    foreseen = _foresee(config)
    lines = entries(_text(config))
    with db.snapshot():
        context = catalogue.present()
        text = pages.render(
            "settings.html",
            file=config.name,
            components=settings_page.seen_components(context, lines),
            probes=settings_page.seen_probes(context, lines),
            sources=seen_sources(context.settings, lines, context.now),
            slas=settings_page.seen_slas(context, lines),
            foreseen=foreseen,
        )
    return pages.answer(text)


def _foresee(config: Path) -> _Foreseen:
    try:
        files = read_files(config, os.environ)
    except ConfigError as error:
        return _Foreseen(None, tuple(error.problems))
    report = db.rehearse(lambda: publish_files(files, pages.actor()))
    return _Foreseen(report, report.problems)


def _text(config: Path) -> str:
    """The file as it is on disk; empty when it cannot be read."""
    try:
        return config.read_text("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return ""
