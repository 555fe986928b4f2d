"""A promise about events, the events that are told of it, and its figure."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from statuspage import clock
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.actions.sync import sync
from statuspage.domain.promises.figure import Figure
from statuspage.domain.vocabulary.window import parse_period
from statuspage.figures.measure import measure, zone_of
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import slas
from statuspage.store.settings import current_settings
from tests.helpers.pages import rendered

AFTER = datetime(2026, 12, 1, tzinfo=UTC)


HEAD = """
[[calendars]]
id = "office"
hours = { mon-fri = "09:00-17:00" }
holidays = ["2026-04-03", "2026-04-06"]
"""


def promise(config: Path, text: str) -> None:
    """Add an SLA with the id `it`."""
    sla = f'\n[[slas]]\nid = "it"\ntitle = "It"\nsince = "2000-01-01"\n{text}\n'
    config.write_text(config.read_text("utf-8") + HEAD + sla, "utf-8")
    sync(config, {})


def case(number: int, opened: str, answered: str | None = None, **more: Any) -> dict[str, Any]:
    row = {"id": f"C-{number}", "opened_at": opened, "first_response_at": answered}
    return row | more


def record(*rows: dict[str, Any], at: datetime = AFTER) -> None:
    with clock.standing_at(at):
        with db.snapshot():
            settings = current_settings()
        record_cases(enumerate(rows, 1), settings)


def rate(*scores: int, day: str = "2026-07-01", kind: str = "csat") -> None:
    rows = [
        {"id": f"{kind}-{number}", "at": f"{day}T09:00:00Z", "kind": kind, "score": score}
        for number, score in enumerate(scores)
    ]
    with clock.standing_at(AFTER):
        record_ratings(enumerate(rows, 1))


def figure(period: str, now: datetime = AFTER) -> Figure:
    with db.snapshot():
        versions = slas.versions("it")
        settings = current_settings()
        zone = zone_of(versions[0].promised, settings.site.timezone)
        return measure(LIBRARY, versions, parse_period(period, zone, now), now)


def page(now: datetime, path: str = "/sla/it") -> str:
    return rendered(path, now).body.decode()
