"""One SLA in one period, recomputed from the store: its definition, what counts, and the figure.

The pages and the command `sla show` both ask here, so that they cannot disagree.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from statuspage.config import Settings, Sla
from statuspage.domain import figure
from statuspage.domain.figure import CreditTier, Figure, Objective
from statuspage.domain.sla import SlaVersion
from statuspage.domain.window import Period
from statuspage.render import promises
from statuspage.site.indicators import tally
from statuspage.site.indicators.tally import Question


def definition(version: SlaVersion) -> Sla:
    """The keys of config.toml that a version holds."""
    return Sla.model_validate(version.definition)


def zone_of(sla: Sla, settings: Settings) -> ZoneInfo:
    """The zone of its months: its own, or the site's."""
    return ZoneInfo(sla.timezone or settings.site.timezone)


def measure(version: SlaVersion, period: Period, settings: Settings, now: datetime) -> Figure:
    """The figure of one SLA in one period, by the definition of this version."""
    sla = definition(version)
    counted = tally(Question(sla, period, settings, zone_of(sla, settings), now))
    objective = Objective(
        id=sla.id,
        title=sla.title,
        indicator=sla.indicator,
        target=sla.target,
        rule=promises.rule(sla),
        version=version.number,
        credits=[CreditTier(tier.below, tier.credit) for tier in sla.credits],
        decimals=counted.decimals,
    )
    return figure.compose(
        objective,
        period,
        counted.counts,
        now=now,
        coverage=counted.coverage,
        is_provisional=now < period.span.end + settings.store.freeze_after,
    )
