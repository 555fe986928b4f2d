"""What stands beside a figure, in words: what is left of its budget, its best case, its credit."""

from __future__ import annotations

import math

from statuspage.domain.promises import credit
from statuspage.domain.promises.budget import Budget
from statuspage.domain.promises.claim import CreditClaim
from statuspage.domain.promises.figure import FEW_EVENTS, Figure
from statuspage.domain.promises.granted import GrantedCredits
from statuspage.domain.promises.shown_verdict import ShownVerdict, shown_verdict
from statuspage.domain.vocabulary.display import brief
from statuspage.render.words import cldr
from statuspage.render.words.lengths import number, percent
from statuspage.render.words.locale import Locale
from statuspage.said import Said, counted, said


def best_words(locale: Locale, figure: Figure) -> str:
    """What a running figure can still become, and of which time that is a share."""
    share = percent(locale, figure.best_case or "")
    whole = {
        "month": said("{share} of the whole month, if nothing more fails", share=share),
        "quarter": said("{share} of the whole quarter, if nothing more fails", share=share),
        "week": said("{share} of the whole week, if nothing more fails", share=share),
    }
    return locale.say(whole[figure.period.kind])


def budget_words(locale: Locale, figure: Figure) -> str:
    """What is left of an error budget, or how far it is overdrawn; "" where that says nothing."""
    budget = figure.budget
    is_told = figure.counts.measured and not figure.is_withheld
    if budget is None or not is_told:
        return ""
    if shown_verdict(figure) is ShownVerdict.INSUFFICIENT_DATA:
        return ""
    if budget.remaining < 0:
        return locale.say(_overdrawn(locale, figure, budget))
    if figure.indicator == "availability":
        return locale.say(_downtime(figure, budget))
    if figure.indicator == "latency":
        return locale.say(_slow(locale, figure, budget))
    if figure.is_of_events and figure.counts.total < FEW_EVENTS:
        return ""  # the figure itself is these counts
    good, every = number(locale, figure.counts.good), number(locale, figure.counts.measured)
    if figure.is_running:
        return locale.say("{good} of {all} as promised so far", good=good, all=every)
    return locale.say("{good} of {all} as promised", good=good, all=every)


def _overdrawn(locale: Locale, figure: Figure, budget: Budget) -> Said:
    if figure.indicator == "availability":
        over = brief(-budget.remaining, is_good_when_low=True)
        return said(
            "Used up: {over} over the {allowed} allowed", over=over, allowed=brief(budget.allowed)
        )
    allowed = number(locale, budget.allowed)
    if figure.indicator == "latency":
        slow = counted("{count} slow answer", "{count} slow answers", math.ceil(-budget.remaining))
        return said("Used up: {over} over the {allowed} allowed", over=slow, allowed=allowed)
    failed = number(locale, math.ceil(budget.used))
    return said("{number} fell short, {allowed} allowed", number=failed, allowed=allowed)


def _downtime(figure: Figure, budget: Budget) -> Said:
    allowed, left = brief(budget.allowed), brief(budget.remaining)
    unknown = brief(figure.counts.unknown, is_good_when_low=True)
    if figure.counts.unknown > budget.allowed:
        return said(
            "{allowed} of downtime allowed, {unknown} unknown",
            allowed=allowed,
            unknown=unknown,
        )
    if figure.counts.unknown:
        return said(
            "At most {left} of {allowed} of allowed downtime left; {unknown} unknown",
            left=left,
            allowed=allowed,
            unknown=unknown,
        )
    if not budget.used:
        return said("All {allowed} of allowed downtime left", allowed=allowed)
    if left == allowed:
        used = brief(budget.used, is_good_when_low=True)
        return said("{used} of {allowed} of allowed downtime used", used=used, allowed=allowed)
    return said("{left} of {allowed} of allowed downtime left", left=left, allowed=allowed)


def _slow(locale: Locale, figure: Figure, budget: Budget) -> Said:
    if figure.is_running:
        left = math.floor(budget.remaining)
        return counted(
            "{count} answer may still be slow", "{count} answers may still be slow", left
        )
    return counted(
        "{count} slow answer of {allowed} allowed",
        "{count} slow answers of {allowed} allowed",
        math.ceil(budget.used),
        allowed=number(locale, budget.allowed),
    )


def granted_words(locale: Locale, found: GrantedCredits) -> str:
    """Credits that were granted: to how many, what sum, and how many did not have to ask."""
    if not found.customers:
        return locale.say(said("none"))
    sums = [cldr.money(locale.language, one, code) for code, one in found.amounts.items()]
    told = said(
        "{customers}, {sum}",
        customers=counted("{count} customer", "{count} customers", found.customers),
        sum=locale.comma.join(sums),
    )
    if not found.unasked:
        return locale.say(told)
    unasked = counted(
        "{count} of them without asking", "{count} of them without asking", found.unasked
    )
    return locale.say(said("{granted}, {unasked}", granted=told, unasked=unasked))


def claim_words(locale: Locale, claim: CreditClaim, figure: Figure) -> str:
    """What credit is due, and until when it can be claimed."""
    told = credit.told(figure.credit, figure.credit_if_unknown_was_bad)
    return "" if told is None else locale.say(_claimed(claim, told))


def _claimed(claim: CreditClaim, told: Said) -> Said:
    if not claim.is_due:
        return told if claim.is_final else said("{credit} so far", credit=told)
    if not claim.is_final:
        return said("{credit} of the fee, if the period ended now", credit=told)
    if claim.last_day is None:
        return said("{credit} of the fee", credit=told)
    if claim.is_over:
        return said(
            "{credit} of the fee was due; it could be claimed until {day}",
            credit=told,
            day=claim.last_day,
        )
    return said("{credit} of the fee: claim it by {day}", credit=told, day=claim.last_day)
