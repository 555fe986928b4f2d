"""Whether the copy of the site says what the site says."""

from __future__ import annotations

from statuspage import clock
from statuspage.health.health import Condition, Health
from statuspage.publish.aside import Unanswered
from statuspage.publish.lag import lag
from statuspage.publish.targets import chosen
from statuspage.said import said


def publishing() -> Health:
    """Raises StoreError."""
    target = chosen()
    name = target.name if target else ""
    try:
        found = lag()
    except Unanswered as silence:
        late = (clock.now() - silence.since).total_seconds()
        text = said("The disk of the copy in {target} does not answer.", target=name)
        return Health("copy", Condition.LATE, text, silence.since, {"copy_lag_seconds": late})
    if found is not None:
        figures = {"copy_lag_seconds": found.seconds, "copy_pages_behind": float(found.pages)}
        return Health("copy", Condition.LATE, found.words, found.since, figures)
    figures = {"copy_lag_seconds": 0.0, "copy_pages_behind": 0.0}
    if target is None:
        return Health("copy", Condition.OK, said("No copy is kept."))
    text = said("The copy in {target} is up to date.", target=name)
    return Health("copy", Condition.OK, text, None, figures)
