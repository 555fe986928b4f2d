"""Credits granted for a period: how many customers, what sum, how many of them unasked.

Numbers and a day alone: a name could not be taken out of the record again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from statuspage import clock
from statuspage.actions.given import Actor, refuse
from statuspage.actions.once import once
from statuspage.actions.tallies import publish
from statuspage.domain.promises.granted import CREDIT, GrantedCredits, about, parse_sums
from statuspage.domain.vocabulary.window import Period, local_date
from statuspage.errors import Conflict
from statuspage.figures import periods
from statuspage.said import Said, said
from statuspage.store.measured import frozen, slas
from statuspage.store.settings import site


@dataclass(frozen=True)
class CreditsWish:
    """What is typed; all of it text."""

    customers: str
    unasked: str
    sum: str
    day: str


def grant_credits(sla: str, period: str, wish: CreditsWish, actor: Actor) -> GrantedCredits:
    """Publish what was granted for a closed period; it replaces what was said of that before.

    Both stay in the record. Raises NotFound, InvalidInput, Conflict, StoreError.
    """
    now = clock.now()
    with once(actor.submission) as deed:
        found = _credited(sla, period, now)
        granted = _checked(wish, found, local_date(now, site().zone))
        if deed.answer is None:
            deed.answer = about(sla, found.name)
            publish(CREDIT, deed.answer, granted.counts, now, actor=actor)
        return granted


def _credited(sla: str, name: str, now: datetime) -> Period:
    """A closed period of a promise that has credits."""
    versions = slas.versions(sla)
    if not any(version.promised.credits for version in versions):
        raise Conflict(said("This promise has no credits, so none can be granted for it."))
    published = frozen.newest(sla, name)
    if published is not None:
        return published.period
    period = periods.named(versions, name, site().timezone, now)
    if period.moves or period.is_running(now):
        raise Conflict(said("This period is not over yet."))
    return period


def _checked(wish: CreditsWish, period: Period, today: date) -> GrantedCredits:
    faults: dict[str, Said] = {}
    customers = _count(faults, "customers", wish.customers)
    unasked = _count(faults, "unasked", wish.unasked or "0")
    sums = parse_sums(wish.sum)
    if isinstance(sums, Said):
        faults["sum"] = sums
        sums = {}
    if unasked > customers and not faults:
        faults["unasked"] = said("That is more than there are customers.")
    if bool(customers) != bool(any(sums.values())) and not faults:
        faults["sum"] = (
            said("Say what they got in all, such as 1340.00 EUR.")
            if customers
            else said("Nobody got anything, so leave the sum empty.")
        )
    day = _day(faults, wish.day)
    if day > today:
        faults["day"] = said("That day is still to come.")
    elif "day" not in faults and day < local_date(period.span.start, site().zone):
        faults["day"] = said("That is before the period began.")
    refuse(faults)
    return GrantedCredits(customers, unasked, {c: s for c, s in sums.items() if s}, day)


def _count(faults: dict[str, Said], name: str, text: str) -> int:
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
        faults[name] = said("Write a number.")
        return 0
    return int(digits)


def _day(faults: dict[str, Said], text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        faults["day"] = said("Write a day, such as 2026-08-05.")
        return date.min
