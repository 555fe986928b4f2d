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
        for name in known.names:
            named = f"{source.id}: {name}"
            try:
                found = known.newest(name, clock.now(), examined.environ)
            except StatusPageError as error:
                yield Health("source", Condition.FAILING, joined([named, error.said], ": "))
                continue
            condition = Condition.OK if found.newest else Condition.LATE
            text = said("It has {count} measurements of late.", count=found.points)
            if not found.newest:
                text = said("It has no measurement of late; check the query.")
            yield Health("source", condition, joined([named, text], ": "))
