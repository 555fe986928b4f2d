"""When an error budget is spent, what the policy says of that becomes a promise, once for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from statuspage import clock
from statuspage.actions.incidents.pledges import publish_pledge
from statuspage.config import Settings
from statuspage.domain.promises.consequence import Consequence, consequences, reached
from statuspage.domain.promises.pledge import Pledge, PledgeKind
from statuspage.domain.promises.promise import Promise
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.window import month_of
from statuspage.figures import periods
from statuspage.figures.measure import measure, zone_of
from statuspage.store import db
from statuspage.store.incidents import pledges
from statuspage.store.keys import new_key
from statuspage.store.library import LIBRARY
from statuspage.store.measured import slas
from statuspage.store.published import entries
from statuspage.store.settings import current_settings


@dataclass(frozen=True)
class _Due:
    """A rule whose share of a budget is spent."""

    version: SlaVersion
    period: str
    rule: Consequence


def promise_what_follows() -> list[Pledge]:
    """Promise what follows from budgets spent by now; nothing twice for one period and share.

    What was promised stays, also where the figure is corrected later. Raises StoreError.
    """
    now = clock.now()
    with db.snapshot():
        due = list(_due(current_settings(), now))
    made = []
    for one in due:
        named = one.version.sla, one.period, one.rule.spent_text
        with db.transaction():
            if pledges.of_budget(*named):
                continue
            promise = Promise(
                new_key(), one.rule.promise, one.rule.owner, now, (now + one.rule.within,)
            )
            told = Pledge(PledgeKind.BUDGET, "", one.version.title, promise, now, *named)
            pledges.add(None, told)
            made.append(publish_pledge(told.key, now))
    return made


def _due(settings: Settings, now: datetime) -> Iterator[_Due]:
    standing = {one.sla: one for one in slas.current() if not one.is_withdrawn}
    for sla in settings.slas:
        if sla.budget_policy is None or sla.id not in standing:
            continue
        slug = PurePosixPath(sla.budget_policy).stem
        policy = entries.by_slugs(EntryKind.AGREEMENT, [slug]).get(slug)
        rules = consequences(policy.details) if policy is not None else ()
        if not rules:
            continue
        versions = slas.versions(sla.id)
        period = periods.current(versions, settings.site.timezone, now)
        figure = measure(LIBRARY, versions, period, now)
        name = period.name
        if period.moves:  # it never ends: once a month at most
            name = f"{name}-{month_of(now, zone_of(sla, settings.site.timezone))}"
        for rule in rules:
            if reached(figure, rule):
                yield _Due(standing[sla.id], name, rule)
