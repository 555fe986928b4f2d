"""What we owe to customers: closed periods with a credit, and what was granted for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from statuspage.domain.promises.claim import CreditClaim, claim
from statuspage.domain.promises.granted import CREDIT, GrantedCredits, about, granted
from statuspage.domain.promises.sla import numbered
from statuspage.figures.measure import zone_of
from statuspage.render.claim_letter import owing_letter
from statuspage.render.views import SlaView
from statuspage.site.answers import granted_answer
from statuspage.site.page import Context
from statuspage.site.promises import claims


@dataclass(frozen=True)
class OwedCredit:
    """A period with a credit that is due or may be, for staff."""

    card: SlaView
    claim: CreditClaim
    days_left: int | None  # None: it can be claimed for good
    days_in_all: int | None
    granted: GrantedCredits | None
    letter: str  # to customers

    @property
    def path(self) -> str:
        return f"{self.card.version.sla}/{self.card.period.name}"


def owed(context: Context) -> list[OwedCredit]:
    """All of them: what can still be claimed first, the one that ends first at the top."""
    listed = [(one["sla"], one["period"]) for one in claims.all_claims(context)]
    tallies = context.library.tallies.of(CREDIT, [about(*one) for one in listed])
    found = []
    for sla, period in listed:
        card, told, _ = claims.claimed(context, sla, period)
        if told.has_page:
            days = None
            if told.until is not None:
                days = (told.until - card.period.span.end).days
            found.append(
                OwedCredit(
                    *(card, told, told.days_left(card.zone, context.now), days),
                    granted(tallies.get(about(sla, period))),
                    owing_letter(context.site, card),
                )
            )
    return sorted(found, key=_urgency)


def waiting(context: Context) -> int:
    """How many published periods have a credit that can still be claimed, and nothing granted."""
    library, zone = context.library, context.site.timezone
    histories = claims.with_credits(library)
    ends = library.figures.ends(list(histories))
    named = [(sla, period) for sla, periods in ends.items() for period in periods]
    tallies = library.tallies.all_of(CREDIT)
    found = 0
    for (sla, period), revisions in library.figures.revisions(named).items():
        figure = revisions[-1].figure
        judged = numbered(histories[sla], figure.definition_version).promised
        told = claim(figure, judged.claim_within, zone_of(judged, zone), context.minute)
        is_open = told is not None and told.is_due and not told.is_over
        found += is_open and about(sla, period) not in tallies
    return found


def _urgency(one: OwedCredit) -> tuple[bool, bool, float, str]:
    """Not granted and still to be claimed first; of those over, the newest first."""
    until = one.claim.until or one.card.period.span.end
    at = until.timestamp() * (-1 if one.claim.is_over else 1)
    return one.claim.is_over, one.granted is not None, at, one.path


def as_json(one: OwedCredit) -> Mapping[str, object]:
    """The same for programs."""
    return {
        "sla": one.card.version.sla,
        "title": one.card.version.title,
        "period": one.card.period.name,
        "credit": one.claim.credit,
        "credit_if_unknown_was_bad": one.claim.if_unknown_was_bad,
        "provisional": one.card.figure.is_provisional,
        "claim_until": None if one.claim.last_day is None else one.claim.last_day.isoformat(),
        "days_left": one.days_left,
        "granted": None
        if one.granted is None
        else granted_answer(one.granted).model_dump(mode="json"),
    }
