"""The demo site: a real public history, a made-up year of measurements, a few invented entries.

Written again, it duplicates nothing and goes on from where it was. Every invented title begins with
"Demo".
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from statuspage.actions.incidents.imported import take_incidents
from statuspage.actions.sync import sync
from statuspage.config import load
from statuspage.figures.indicators import INDICATORS
from statuspage.imports import jsonl, report, source
from statuspage.probes.registry import PROBE_KINDS
from statuspage.sources.registry import SOURCE_KINDS
from statuspage.store import db
from statuspage.store.tables.base import database
from tests.demo.answers import ask
from tests.demo.measuring import fill_year
from tests.demo.script import CURRENT, PAST
from tests.demo.stories import explain, plan, tell
from tests.demo.tending import speak
from tests.demo.voices import say

_DATA = Path(__file__).parents[1] / "data"
_HISTORY = _DATA / "github-status" / "incidents.jsonl"
_URL = "http://127.0.0.1:8000"
"""Where the demo says that it is, as long as nobody says otherwise."""

_WRITTEN = date(2026, 11, 28)  # the day on which content/ was written: its dates move with today
_DATE = re.compile(r"\b202[67]-\d\d-\d\d\b")

Tell = Callable[[str], None]


def _nobody(_: str) -> None:
    pass


def make_demo(folder: Path, now: datetime, url: str = _URL, hear: Tell = _nobody) -> list[str]:
    """Write the demo site to a folder, with its store filled up to now.

    `url` is where it will be served; `hear` is told what is done. Returns what the import says.
    Raises StoreError.
    """
    write_files(folder, now.date(), url)
    config = folder / "config.toml"
    db.open_store(
        load(config, os.environ, INDICATORS, PROBE_KINDS, SOURCE_KINDS).database_place(
            folder, os.environ
        ),
        create=True,
    )
    database.pragma("synchronous", 0)  # a demo that a power cut takes is made again
    db.migrate()
    sync(config, os.environ)
    history = jsonl.read(source.read(str(_HISTORY)), _HISTORY.name, ZoneInfo("UTC"), now)
    hear(f"Filling the demo: {len(history.incidents)} incidents of five years")
    spoken = [str(line) for line in report.lines(history, take_incidents(history))]
    speak(now)
    fill_demo(now)
    hear("Filling the demo: a year of checks, requests and ratings")
    fill_year(now, tell=lambda done: hear(f"  {done}"))
    db.close_store()
    return spoken


def write_files(folder: Path, today: date, url: str = _URL) -> None:
    """Write the settings and content/, its dates as far from today as they were from its own day.

    A demo that is there keeps its day, since addresses are made of the dates.
    """
    mark = folder / ".day"
    if mark.exists():
        today = date.fromisoformat(mark.read_text("utf-8"))
    moved = today - _WRITTEN

    def later(found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) + moved).isoformat()

    for file in sorted((_DATA / "demo").rglob("*")):
        name = file.relative_to(_DATA / "demo")
        if file.is_dir():
            continue
        place = folder / _DATE.sub(later, str(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text("utf-8")
        is_content = name.parts[0] == "content"
        place.write_text(_DATE.sub(later, text) if is_content else served_at(text, url), "utf-8")
    mark.write_text(today.isoformat(), "utf-8")


def served_at(config: str, url: str) -> str:
    """The settings of the demo for another address."""
    return config.replace(_URL, url)


def fill_demo(now: datetime) -> None:
    """Add the invented incidents, one of them open, and the planned work, unless they are there.

    Needs the components of the demo site. Raises StoreError.
    """
    for story in PAST:
        tell(story, now)
    explain(now)
    plan(now)
    tell(CURRENT, now)
    say(now)
    ask(now)
