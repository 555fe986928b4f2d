"""How the program itself is, for staff: what /healthz says, with every number and folder."""

from __future__ import annotations

from platform import python_version

from flask import Response

from statuspage import __version__
from statuspage.health.checks import all_health
from statuspage.store import db
from statuspage.web.admin import pages


def health() -> Response:
    """Every check, what is not well first. Raises StoreError."""
    found = sorted(all_health(), key=lambda one: one.is_well)
    with db.snapshot():
        text = pages.render(
            "health.html", found=found, version=__version__, python=python_version()
        )
    return pages.answer(text)
