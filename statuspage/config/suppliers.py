"""[[suppliers]]: what we rely on, by the status pages of those who run it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, StrictBool

from statuspage.config.kinds.places import WebAddress
from statuspage.config.kinds.values import Id, Interval, Model, Name
from statuspage.said import said

LEAST_BETWEEN = timedelta(minutes=1)


def _polite(found: timedelta) -> timedelta:
    if found < LEAST_BETWEEN:
        raise ValueError(said('is shorter than "1m"; a page of others is not asked more often'))
    return found


class Supplier(Model):
    """One of them. How it is stands beside ours, in its own words, and is never counted in ours."""

    id: Id
    """Its name in this file."""
    name: Name
    """What readers know it by."""
    url: WebAddress
    """Its status page: one of Statuspage, or of this program. It must answer /api/v2/summary.json
    below that address."""
    components: tuple[Id, ...] = ()
    """The components that rely on it, whose pages show it, too."""
    interval: Annotated[Interval, AfterValidator(_polite)] = timedelta(minutes=5)
    """How often it is read. What was read longer ago than three times that, and 15 minutes at
    least, is shown as unknown."""
    allow_private: StrictBool = False
    """It may be inside a private network, or on this machine."""

    @property
    def holds_for(self) -> timedelta:
        """How long what was read says how it is."""
        return max(3 * self.interval, timedelta(minutes=15))
