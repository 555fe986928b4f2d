"""Whether the hooks of config.toml take what they are sent."""

from __future__ import annotations

from datetime import datetime

from statuspage.domain.telling.subscription import Subscription, SubscriptionState
from statuspage.health.health import Condition, Health
from statuspage.said import Said, counted, said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.store.telling import deliveries, recipients

_NAME = "hooks"


def own_hooks() -> Health:
    """Since when: the one that is not reached for the longest time. Raises StoreError."""
    with db.snapshot():
        named = {hook.id for hook in current_settings().hooks}
        found = [one for one in recipients.hooks() if one.hook in named]
        proven = sum(deliveries.was_sent(one.key) for one in found)
    if not named:
        return Health(_NAME, Condition.OK, said("No hook is named in config.toml."))
    failing = [
        one for one in found if one.failing_since or one.state is not SubscriptionState.ACTIVE
    ]
    figures = {"hooks_failing": float(len(failing))}
    if not failing:
        return Health(_NAME, Condition.OK, _taken(proven), None, figures)
    failing.sort(key=lambda one: _since(one) or one.created_at)
    first = failing[0]
    text = said(
        "The hook {hook} is not reached: {why} `statuspage hook test {hook}` tries it.",
        hook=first.hook,
        why=first.why or said("it wants no more messages."),
    )
    return Health(_NAME, Condition.LATE, text, _since(first), figures)


def _since(hook: Subscription) -> datetime | None:
    return hook.failing_since or hook.quarantined_at or hook.ended_at


def _taken(proven: int) -> Said:
    """How many took something; what was sent long ago is not known any more."""
    if not proven:
        return said("Nothing was sent to a hook lately. `statuspage hook test` tries one.")
    return counted(
        "{count} hook accepts what it is sent.", "{count} hooks accept what they are sent.", proven
    )
