"""Whether each source answers, asked now for the last minutes of each of its series."""

from __future__ import annotations

from collections.abc import Iterator

from statuspage import clock
from statuspage.errors import StatusPageError
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.said import joined, said
from statuspage.sources.pulling import AskedSource


def sources(examined: Examined) -> Iterator[Health]:
    """One for each series. Nothing is recorded."""
    settings = examined.settings
    for source in settings.sources if settings else ():
        known = AskedSource.of(source)
        for series in known.keys.series:
            named = f"{source.id}: {series.id}"
            try:
                found = known.newest(str(series.id), clock.now(), examined.environ)
            except StatusPageError as error:
                yield Health("source", Condition.FAILING, joined([named, error.said], ": "))
                continue
            condition = Condition.OK if found.samples else Condition.LATE
            text = said("It has {count} measurements of late.", count=len(found.samples))
            if not found.samples:
                text = said("It has no measurement of late; check the query.")
            yield Health("source", condition, joined([named, text], ": "))
