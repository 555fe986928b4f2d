"""The demo's measurements, up to now: a year of them at first, and what has come since later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from statuspage.actions.measurements.bulk_checks import import_checks
from statuspage.actions.measurements.cases import import_cases
from statuspage.actions.measurements.checks import record_checks
from statuspage.actions.measurements.ratings import import_ratings
from statuspage.actions.measurements.ratios import record_ratios
from statuspage.actions.measurements.taking import Chunk
from statuspage.config import Settings
from statuspage.domain.vocabulary.spans import Span
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.measured import cases, measurements, ratios
from statuspage.store.settings import current_settings
from tests.demo import year
from tests.demo.year import Row, Target

TARGETS = (
    Target("git-http", "git-operations", 90),
    Target("actions-http", "actions", 240),
    Target("packages-http", "packages", 150),
    Target("pages-http", "pages", 110),
    Target("api-http", "api-requests", 130),
    Target("www-http", "visit-www", 170),
)
_YEAR = 365  # days
_CHUNK = 5000
_DAY = timedelta(days=1)
_DENSE = 30 * _DAY  # before that every second check will do
_CALM = timedelta(days=31)  # what was measured since then is what incidents say, without a gap
_CASES_MOVE = 30 * _DAY  # older ones are solved

Tell = Callable[[str], None]


def fill_year(now: datetime, count: int = _YEAR, tell: Tell = lambda _: None) -> None:
    """Add what measurements of so many days up to now are missing, of each sort.

    Needs the settings of the demo site. Raises StoreError.
    """
    with db.snapshot():
        settings = current_settings()
        first = cases.first_opened() or now - count * _DAY
    begin = _day_of(first)
    for place, target in enumerate(TARGETS, 1):
        _check(target, begin, now, settings)
        tell(f"{place} of {len(TARGETS)} probes")
    keep_up(now, settings, begin)


def keep_up(now: datetime, settings: Settings, begin: datetime) -> None:
    """Bring support cases, ratings and ratios up to now; `begin` is the first day of all."""
    days = [begin + place * _DAY for place in range((now - begin) // _DAY + 1)]
    with db.snapshot():
        is_new = cases.first_opened() is None
        slices = {
            one.id: _slices_since(one.id) for one in settings.slas if one.indicator == "ratio"
        }
    since = begin if is_new else now - _CASES_MOVE
    opened = (row for row in year.cases(days, now) if _after(since, row["opened_at"], now))
    import_cases(_chunks(opened), settings)
    since = begin if is_new else now - _DAY
    given = (row for row in year.ratings(days, begin) if _after(since, row["at"], now))
    import_ratings(_chunks(given))
    for sla, start in slices.items():
        if rows := year.ratios(sla, Span(start or begin, now)):
            record_ratios(enumerate(rows, 1), settings)


def _day_of(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _after(since: datetime, text: str, now: datetime) -> bool:
    return since <= datetime.fromisoformat(text) < now


def _slices_since(sla: str) -> datetime | None:
    """Where the next slice of an SLA begins, when any is known."""
    first = ratios.first_start(sla)
    known = ratios.starting_between(sla, first, datetime.max.replace(tzinfo=UTC)) if first else []
    return known[-1].span.end if known else None


def _check(target: Target, begin: datetime, now: datetime, settings: Settings) -> None:
    """Add the checks of one probe from the newest known to now."""
    with db.snapshot():
        known = measurements.series_known(target.probe, "")
        told = incidents.runs_between(begin, now, [target.component])[target.component]
    last = known.fold.last if known else None
    span = Span(last + timedelta(seconds=1) if last else begin, now)
    today = _day_of(now)
    calm = today - _CALM if last is None else _day_of(last)
    rows = year.checks(target, span, told, dense_from=today - _DENSE, calm_from=calm)
    if last is None:
        import_checks(_chunks(rows), settings)
        return
    for chunk in _chunks(rows):
        record_checks(chunk, settings)


def _chunks(rows: Iterable[Row]) -> Iterator[Chunk]:
    numbered = enumerate(rows, 1)
    while chunk := list(islice(numbered, _CHUNK)):
        yield chunk
