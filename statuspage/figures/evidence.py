"""What a figure is made of, beside its counts, and since when anything is known of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from statuspage.config import Settings, Sla
from statuspage.domain.library.library import Library
from statuspage.domain.vocabulary.window import Period
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.measure import zone_of
from statuspage.figures.reckoning import Question


def evidence(
    library: Library, sla: Sla, period: Period, settings: Settings, now: datetime
) -> dict[str, Any]:
    """Facts of an SLA: `shares` for support; for ratings `survey`, and `also` for other surveys.

    `survey` is None, the others are empty, where an indicator has none.
    """
    question = Question(library, sla, period, settings, zone_of(sla, settings.site.timezone), now)
    found = INDICATORS[sla.indicator].evidence(question)
    return {"shares": [], "survey": None, "also": [], **found}


def look_ahead(library: Library, slas: Collection[Sla]) -> None:
    """Ask at once what `recorded_since` will ask of each of some SLAs."""
    named = {name for sla in slas for name in sla.components}
    library.components.first_told(named)
    if watched := {name for sla in slas if sla.source != "incidents" for name in sla.components}:
        watching = library.measurements.series_on(watched)
        library.measurements.first_starts(
            [series.number for some in watching.values() for series in some]
        )


def recorded_since(library: Library, sla: Sla, otherwise: datetime) -> datetime:
    """Since when anything is known of what an SLA counts; `otherwise`, if nothing is."""
    if (first := INDICATORS[sla.indicator].first_known(library, sla)) is not None:
        return first
    known = library.components.known()
    touched = [one for one in known if not sla.components or one.id in sla.components]
    zone = library.settings.site().zone
    starts = [*library.components.first_told([one.id for one in touched]).values()]
    starts += [min(one.added_at, one.reported_from(zone)) for one in touched]
    if sla.source != "incidents":
        watching = library.measurements.series_on([component.id for component in touched])
        numbers = [series.number for one in watching.values() for series in one]
        starts += library.measurements.first_starts(numbers).values()
    return min(starts, default=otherwise)
