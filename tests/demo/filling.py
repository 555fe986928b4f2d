"""The demo site: a real public history, a made-up year of measurements, a few invented entries.

Written again, it duplicates nothing. Every invented title begins with "Demo:".
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.imported import take_incidents
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance, step_maintenances
from statuspage.actions.measurements.bulk_checks import import_checks
from statuspage.actions.measurements.cases import import_cases
from statuspage.actions.measurements.ratings import import_ratings
from statuspage.actions.measurements.ratios import record_ratios
from statuspage.actions.measurements.taking import Chunk
from statuspage.actions.sync import sync
from statuspage.config import load
from statuspage.domain.desk.audit import Via
from statuspage.domain.measured.satisfaction import Survey
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.figures.indicators import INDICATORS
from statuspage.imports import jsonl, report, source
from statuspage.probes.registry import PROBE_KINDS
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.measured import cases, measurements, ratings, ratios
from statuspage.store.settings import current_settings
from tests.demo import year
from tests.demo.year import Row, Target

_DATA = Path(__file__).parents[1] / "data"
_HISTORY = _DATA / "github-status" / "incidents.jsonl"
_URL = "http://127.0.0.1:8000"
"""Where the demo says that it is, as long as nobody says otherwise."""

_DEMO = Actor("demo", via=Via.ITSELF, is_quiet=True)
_TARGETS = (
    Target("git-http", "git-operations", 90),
    Target("actions-http", "actions", 240),
    Target("packages-http", "packages", 150),
    Target("pages-http", "pages", 110),
    Target("api-http", "api-requests", 130),
    Target("www-http", "visit-www", 170),
)
_YEAR = 365  # days
_CHUNK = 5000
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Story:
    """An invented incident: its words, each with the time at which it is posted."""

    title: str
    words: tuple[tuple[datetime, NewUpdate], ...]


def make_demo(folder: Path, now: datetime, url: str = _URL) -> list[str]:
    """Write the demo site to a folder, with its store filled; returns what the import says.

    `url` is where it will be served. Raises StoreError.
    """
    shutil.copytree(_DATA / "demo", folder, dirs_exist_ok=True)
    config = folder / "config.toml"
    config.write_text(served_at(config.read_text("utf-8"), url), "utf-8")
    db.open_store(
        load(config, os.environ, INDICATORS, PROBE_KINDS).database_path(folder), create=True
    )
    db.migrate()
    sync(config, os.environ)
    history = jsonl.read(source.read(str(_HISTORY)), _HISTORY.name, ZoneInfo("UTC"), now)
    spoken = [str(line) for line in report.lines(history, take_incidents(history))]
    fill_demo(now)
    fill_year(now)
    db.close_store()
    return spoken


def served_at(config: str, url: str) -> str:
    """The settings of the demo for another address, at which its probes then ask too."""
    return config.replace(_URL, url)


def fill_demo(now: datetime) -> None:
    """Add an open incident, a resolved one and two maintenances, unless they are there.

    One maintenance is past, announced in time; the other is still to come.

    Needs the components of the demo site. Raises StoreError.
    """
    for story in (_open_story(now), _resolved_story(now)):
        if _is_new(story.title):
            _tell(story)
    _past_maintenance(now)
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


def _past_maintenance(now: datetime) -> None:
    title = "Demo: package registries move to another hall"
    if not _is_new(title):
        return
    start = (now - 12 * _DAY).replace(hour=20, minute=0, second=0)
    end = start + 120 * _MINUTE
    text = "Publishing pauses while the registries move; downloads may fail for some minutes."
    with clock.standing_at(start - 5 * _DAY):
        schedule_maintenance(
            title, text, start, end, ["packages"], _DEMO, owner="Demo storage team"
        )
    for due in (start, end):
        with clock.standing_at(due):
            step_maintenances()


def fill_year(now: datetime, count: int = _YEAR) -> None:
    """Add measurements of so many days up to the start of today, of each sort that has none yet.

    Needs the settings of the demo site. Raises StoreError.
    """
    end = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    days = year.days_before(end, count)
    with db.snapshot():
        settings = current_settings()
        has_checks = bool(measurements.series_on(target.component for target in _TARGETS))
        has_cases = cases.first_opened() is not None
        has_ratings = ratings.first_at(Survey.CSAT) is not None
        empty = [sla.id for sla in settings.slas if sla.indicator == "ratio"]
        empty = [sla for sla in empty if ratios.first_start(sla) is None]
        told = {
            target: incidents.runs_between(days[0], end, [target.component]) for target in _TARGETS
        }
    if not has_checks:
        each = (year.checks(target, days, told[target]) for target in _TARGETS)
        import_checks(_chunks(chain.from_iterable(each)), settings)
    if not has_cases:
        import_cases(_chunks(year.cases(days, end)), settings)
    if not has_ratings:
        import_ratings(_chunks(year.ratings(days)))
    for sla in empty:
        record_ratios(enumerate(year.ratios(sla, days), 1), settings)


def _chunks(rows: Iterable[Row]) -> Iterator[Chunk]:
    numbered = enumerate(rows, 1)
    while chunk := list(islice(numbered, _CHUNK)):
        yield chunk


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
                NewUpdate(
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
                NewUpdate(
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
                NewUpdate(
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
                NewUpdate(
                    "An expired key keeps the builders from fetching code. We are replacing it.",
                    Status.IDENTIFIED,
                    next_due=begin + 55 * _MINUTE,
                ),
            ),
            (
                begin + 50 * _MINUTE,
                NewUpdate(
                    "Builds run again; the queue empties within the hour.",
                    Status.MONITORING,
                    {"pages": ComponentState.DEGRADED},
                    next_due=begin + 110 * _MINUTE,
                ),
            ),
            (
                begin + 95 * _MINUTE,
                NewUpdate(
                    "The queue is empty and every waiting site is built. "
                    "Keys now warn two weeks before they expire.",
                    Status.RESOLVED,
                ),
            ),
        ),
    )
