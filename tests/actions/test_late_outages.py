"""Late checks beyond the edge of a month change outages within it: that month is marked."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.freezing import reviews
from statuspage.actions.measurements.bulk_checks import import_checks
from statuspage.actions.measurements.checks import record_checks
from statuspage.store import db
from statuspage.store.settings import current_settings
from tests.actions.frozen_july import (
    BEGUN,
    FROZEN,
    HOUR,
    JULY,
    LATER,
    july,
    review,
    site,
    stamp,
    waiting,
)
from tests.helpers.sites import a_probe, add_to_config, an_sla

__all__ = ["site"]  # a fixture


def _watch_docs(site: Path, *probes: str, **promise: str) -> None:
    keys = {"source": "probes", "components": ["docs"], "window": "month"} | promise
    with clock.standing_at(BEGUN):
        more = an_sla("docs-checked", "availability", **keys)
        watching = [a_probe(one, component="docs", interval="1h", fail_after=2) for one in probes]
        add_to_config(site, *watching, more)


def _check_docs(probe: str, *found: tuple[datetime, str]) -> None:
    rows = [{"probe": probe, "at": stamp(at), "state": state} for at, state in found]
    record_checks(enumerate(rows, 1), current_settings())


@pytest.mark.parametrize("is_import", [False, True])
def test_failure_that_is_confirmed_weeks_later_marks_the_month_it_began_in(
    site: Path, *, is_import: bool
) -> None:
    _watch_docs(site, "one")
    began, later = JULY + 240 * HOUR, FROZEN - 24 * HOUR
    with clock.standing_at(FROZEN):
        _check_docs("one", (began - HOUR, "up"), (began, "down"), (FROZEN, "up"))
    review(LATER)
    before = july("docs-checked")[-1].figure.counts
    with clock.standing_at(LATER):
        if is_import:
            row = {"probe": "one", "at": stamp(later), "state": "down"}
            import_checks([[(1, row)]], current_settings())
        else:
            _check_docs("one", (later, "down"))
    assert waiting() == {"docs-checked"}
    review(LATER + HOUR)
    assert july("docs-checked")[-1].figure.counts.bad > before.bad


def test_outage_beyond_the_edge_marks_the_month_whose_end_it_makes_long_enough(site: Path) -> None:
    _watch_docs(site, "one", "two", min_run="4h")
    end = july()[-1].figure.period.span.end
    with clock.standing_at(FROZEN):
        minutes = [timedelta(minutes=n) for n in (-90, -60, -30)]
        _check_docs("one", *zip([end + n for n in minutes], ("up", "down", "down"), strict=True))
        _check_docs("two", (end + HOUR / 2, "up"))
    review(LATER)
    assert july("docs-checked")[-1].figure.counts.bad == 0
    with clock.standing_at(LATER):
        _check_docs("two", (end + HOUR, "down"), (end + 2 * HOUR, "down"))
    assert waiting() == {"docs-checked"}
    review(LATER + HOUR)
    assert july("docs-checked")[-1].figure.counts.bad == 3600


def test_first_check_marks_the_months_of_silence_after_it(site: Path) -> None:
    _watch_docs(site, "one")
    review(LATER)
    with clock.standing_at(LATER):
        _check_docs("one", (BEGUN + HOUR, "up"))
    with db.snapshot():
        assert {one.name for one in reviews()} == {"2026-06", "2026-07"}
