"""The demo site: a real public history, and a few invented entries that make it alive today.

`python -m statuspage.imports.demo DIR` writes it from the tests/data of a checkout. Run again, it
duplicates nothing. Every invented title begins with "Demo:".
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions.given import Actor, Word
from statuspage.actions.imported import take_incidents
from statuspage.actions.incidents import open_incident, post_update
from statuspage.actions.maintenance import schedule_maintenance
from statuspage.actions.sync import sync
from statuspage.config import load
from statuspage.domain.states import ComponentState, Status
from statuspage.errors import SourceError, StatusPageError
from statuspage.imports import jsonl, report, source
from statuspage.resources import PACKAGE
from statuspage.store import db, incidents

_DATA = PACKAGE.parent / "tests" / "data"
_HISTORY = _DATA / "github-status" / "incidents.jsonl"
_DEMO = Actor("demo")
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Story:
    """An invented incident: its words, each with the time at which it is posted."""

    title: str
    words: tuple[tuple[datetime, Word], ...]


def make_demo(folder: Path, now: datetime) -> list[str]:
    """Write the demo site to a folder, with its store filled; returns what the import says.

    Raises SourceError outside a checkout, StoreError.
    """
    if not _HISTORY.exists():
        raise SourceError("The demo needs tests/data; run it in a checkout of the project.")
    shutil.copytree(_DATA / "demo", folder, dirs_exist_ok=True)
    config = folder / "config.toml"
    db.open_store(load(config, os.environ).database_path(folder), create=True)
    db.migrate()
    sync(config, os.environ)
    history = jsonl.read(source.read(str(_HISTORY)), _HISTORY.name, ZoneInfo("UTC"), now)
    said = list(report.lines(history, take_incidents(history)))
    fill_demo(now)
    db.close_store()
    return said


def fill_demo(now: datetime) -> None:
    """Add an open incident, a resolved one and a maintenance to come, unless they are there.

    Needs the components of the demo site. Raises StoreError.
    """
    for story in (_open_story(now), _resolved_story(now)):
        if _is_new(story.title):
            _tell(story)
    title = "Demo: faster disks for package registries"
    if _is_new(title):
        start = (now + 2 * _DAY).replace(hour=22, minute=0, second=0)
        with clock.standing_at(now - 3 * _DAY):
            schedule_maintenance(
                title,
                "We move the registries to faster disks. Publishing pauses for up to ten minutes "
                "somewhere in this window; downloads go on.",
                start,
                start + 90 * _MINUTE,
                ["packages"],
                _DEMO,
                owner="Demo storage team",
            )


def _is_new(title: str) -> bool:
    with db.snapshot():
        return all(entry.title != title for entry in incidents.newest(100))


def _tell(story: _Story) -> None:
    (opened_at, first), *later = story.words
    with clock.standing_at(opened_at):
        key = open_incident(story.title, first, _DEMO).key
    for at, word in later:
        with clock.standing_at(at):
            post_update(key, word, _DEMO)


def _open_story(now: datetime) -> _Story:
    return _Story(
        "Demo: webhooks arrive late",
        (
            (
                now - 40 * _MINUTE,
                Word(
                    "Some webhooks arrive up to ten minutes late. None is lost. "
                    "We are looking for the cause.",
                    Status.INVESTIGATING,
                    {"webhooks": ComponentState.DEGRADED},
                    next_due=now - 15 * _MINUTE,
                    impact_from=now - 55 * _MINUTE,
                    owner="Demo on-call",
                ),
            ),
            (
                now - 18 * _MINUTE,
                Word(
                    "One of three queues stands still, so about a third of the webhooks waits. "
                    "We are moving its work to the other two.",
                    Status.IDENTIFIED,
                    {"webhooks": ComponentState.PARTIAL_OUTAGE},
                    next_due=now + 20 * _MINUTE,
                ),
            ),
        ),
    )


def _resolved_story(now: datetime) -> _Story:
    begin = now - 5 * _DAY
    return _Story(
        "Demo: sites are not rebuilt",
        (
            (
                begin,
                Word(
                    "New versions of sites are not built. Sites that are there stay there.",
                    Status.INVESTIGATING,
                    {"pages": ComponentState.MAJOR_OUTAGE},
                    next_due=begin + 30 * _MINUTE,
                    impact_from=begin - 20 * _MINUTE,
                    owner="Demo on-call",
                ),
            ),
            (
                begin + 25 * _MINUTE,
                Word(
                    "An expired key keeps the builders from fetching code. We are replacing it.",
                    Status.IDENTIFIED,
                    next_due=begin + 55 * _MINUTE,
                ),
            ),
            (
                begin + 50 * _MINUTE,
                Word(
                    "Builds run again; the queue empties within the hour.",
                    Status.MONITORING,
                    {"pages": ComponentState.DEGRADED},
                    next_due=begin + 110 * _MINUTE,
                ),
            ),
            (
                begin + 95 * _MINUTE,
                Word(
                    "The queue is empty and every waiting site is built. "
                    "Keys now warn two weeks before they expire.",
                    Status.RESOLVED,
                ),
            ),
        ),
    )


def main() -> int:
    """Write the demo to the folder named on the command line."""
    if len(sys.argv) != 2:
        print("Usage: python -m statuspage.imports.demo DIR", file=sys.stderr)
        return 2
    try:
        said = make_demo(Path(sys.argv[1]), clock.now())
    except StatusPageError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The demo is in {sys.argv[1]}: {said[-1]}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
