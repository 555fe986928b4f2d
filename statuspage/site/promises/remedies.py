"""What readers get, and what we do, when a promise is missed: credits granted, and the policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from statuspage.domain.promises.consequence import consequences
from statuspage.domain.promises.granted import CREDIT, GrantedCredits, about, granted
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.vocabulary.entry import Entry
from statuspage.site.page import Context
from statuspage.site.promises import pledged


def policy(context: Context, sla: str, entry: Entry | None) -> Mapping[str, Any]:
    """What follows from a spent budget: the policy in words, its rules, and what was promised."""
    found = sorted(context.library.pledges.of_sla(sla), key=_newest_first)
    rules = consequences(entry.details) if entry is not None else ()
    return {"policy": entry, "rules": rules, "pledges": pledged.views(context, found)}


def _newest_first(one: Pledge) -> tuple[float, Fraction]:
    return -one.promise.made_at.timestamp(), -Fraction(one.spent.rstrip("%"))


def granted_for(context: Context, versions: Sequence[SlaVersion]) -> Mapping[str, GrantedCredits]:
    """The credits granted for each published period of a promise, by its name."""
    if not any(version.promised.credits for version in versions):
        return {}
    sla = versions[0].sla
    periods = context.library.figures.ends([sla]).get(sla, {})
    found = context.library.tallies.of(CREDIT, [about(sla, period) for period in periods])
    told = ((period, granted(found.get(about(sla, period)))) for period in periods)
    return {period: one for period, one in told if one is not None}
