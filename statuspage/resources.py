"""Finds the files that travel with the program, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
TEMPLATES = PACKAGE / "templates"
FONTS = PACKAGE / "fonts"
SITE_TEMPLATE = PACKAGE / "site_template"


def static_folder() -> Path:
    """The folder of public assets: inside the wheel, or at the top of a checkout."""
    inside = PACKAGE / "static"
    return inside if inside.is_dir() else PACKAGE.parent / "static"
