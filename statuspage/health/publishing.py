"""Whether the copy of the site says what the site says."""

from __future__ import annotations

from statuspage.health.health import Condition, Health
from statuspage.publish.lag import lag
from statuspage.publish.targets import chosen
from statuspage.said import said


def publishing() -> Health:
    """Raises StoreError."""
    target = chosen()
    found = lag()
    if found is not None:
        figures = {"copy_lag_seconds": found.seconds, "copy_pages_behind": float(found.pages)}
        return Health("copy", Condition.LATE, found.words, found.since, figures)
    figures = {"copy_lag_seconds": 0.0, "copy_pages_behind": 0.0}
    if target is None:
        return Health("copy", Condition.OK, said("No copy is kept."))
    text = said("The copy in {target} is up to date.", target=target.name)
    return Health("copy", Condition.OK, text, None, figures)
