"""Reading a config.toml that a test wrote, and its faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.config import Settings, load
from statuspage.errors import ConfigError
from statuspage.figures.indicators import INDICATORS
from statuspage.probes.registry import PROBE_KINDS
from statuspage.sources.registry import SOURCE_KINDS

EXAMPLE = (Path(__file__).parent / "example.toml").read_text()
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 2"><path d="M0 0h8v2H0z"/></svg>'
MINIMAL = """[site]
name = "Harbour Mail"
url = "https://status.harbour.example"

[[components]]
id = "mail"
name = "Mail"
"""


def read(folder: Path, text: str, **environ: str) -> Settings:
    content = folder / "content"
    for name in ("agreements/mail.md", "templates/outage.md"):
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text("words")
    if not (folder / "logo.svg").exists():
        (folder / "logo.svg").write_text(LOGO)
    (folder / "config.toml").write_text(text)
    return load(folder / "config.toml", environ, INDICATORS, PROBE_KINDS, SOURCE_KINDS)


def faults(folder: Path, text: str, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(folder, text, **environ)
    return [str(problem) for problem in caught.value.problems]
