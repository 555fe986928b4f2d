"""Whether a rule takes each alert that fires, and finds a component for it."""

from __future__ import annotations

from collections.abc import Iterator

from statuspage.figures.failing.fates import Became, fates
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.said import counted, said
from statuspage.store import db
from statuspage.store.incidents import alerts
from statuspage.store.published import components
from statuspage.store.settings import current_settings

_NAME = "alerts"
_NAMED = 3


def unheeded(_: Examined) -> Iterator[Health]:
    """What fires and nothing follows from; nothing where no alert ever came. Raises StoreError."""
    with db.snapshot():
        rules = current_settings().alerts
        known = {one.id for one in components.listed()}
        found = fates(alerts.firing(), rules, known, {}, ())
    for one in (one for one in found if one.became is Became.NAMELESS):
        text = said(
            "The rule {rule} takes the alert “{title}”, but its label names no component of this "
            "site; mend the label, or name components in the rule.",
            rule=one.rule,
            title=one.alert.title,
        )
        yield Health(_NAME, Condition.LATE, text, one.alert.started_at)
    if unruled := [one for one in found if one.became is Became.UNRULED]:
        text = counted(
            "{count} alert fires that no rule of [[alerts]] takes: {titles}; see /admin/alerts.",
            "{count} alerts fire that no rule of [[alerts]] takes, such as {titles}; see "
            "/admin/alerts.",
            len(unruled),
            titles=[one.alert.title for one in unruled[:_NAMED]],
        )
        yield Health(_NAME, Condition.LATE, text, min(one.alert.started_at for one in unruled))
    if found and not any(one.needs_staff for one in found):
        yield Health(_NAME, Condition.OK, said("Each alert that fires is taken by a rule."))
