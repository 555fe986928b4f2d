"""Whether the reports that the settings ask for are published in time."""

from __future__ import annotations

from collections.abc import Iterator

from statuspage import clock
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.said import said
from statuspage.site import catalogue
from statuspage.site.reports.owed import owed
from statuspage.store import db
from statuspage.store.settings import current_settings

_NAME = "reports"


def reports(_: Examined) -> Iterator[Health]:
    """One line for each that is late. Raises StoreError."""
    with db.snapshot():
        settings, now = current_settings(), clock.now()
        late = [one for one in owed(catalogue.present(), settings) if one.is_late(now)]
    for one in late:
        text = said(
            "The report of {period} is late. Read it, and publish it: `statuspage report {period}`,"
            " then the same with --freeze; or at the desk, under Reports.",
            period=one.period.name,
        )
        yield Health(_NAME, Condition.LATE, text, one.due_at)
    if settings.reports.periods and not late:
        yield Health(_NAME, Condition.OK, said("No report is late."))
