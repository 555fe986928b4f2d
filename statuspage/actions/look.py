"""How pages look by config.toml: the logos that it names, read and cleaned."""

from __future__ import annotations

from pathlib import Path

from statuspage.config import Settings
from statuspage.config.kinds.logo import read_logo
from statuspage.domain.vocabulary.site import Look
from statuspage.errors import ConfigError, Problem, message


def look_of(settings: Settings, folder: Path) -> Look:
    """The logos in the folder of config.toml.

    Raises ConfigError when one went since the settings were checked.
    """
    names = settings.site.logo, settings.site.logo_dark
    try:
        light, dark = (read_logo(folder, name) if name else None for name in names)
    except ValueError as error:
        raise ConfigError([Problem("config.toml", 0, message(error))]) from None
    shown = light or dark
    return Look(
        logo=light.svg if light else "",
        logo_dark=dark.svg if dark else "",
        ratio=shown.ratio if shown else 1.0,
    )
