"""How long a request waits or waited for an answer, and what is unknown of one."""

from __future__ import annotations

from fractions import Fraction
from zoneinfo import ZoneInfo

from markupsafe import Markup

from statuspage.domain.listening.standing import RequestStanding
from statuspage.domain.listening.waiting import STALE_AFTER, WaitStep
from statuspage.domain.vocabulary.entry import OUTCOME_STATES
from statuspage.render.words.locale import Locale
from statuspage.render.words.times import day
from statuspage.said import Said, counted, said


def waited(locale: Locale, one: RequestStanding, zone: ZoneInfo) -> Markup:
    """ "Waiting 12 days, we answer within 14", or how soon it was answered; "" if nobody knows."""
    if one.wait is None or one.days is None:
        return Markup()
    if one.wait.is_over:
        return locale.markup(_answered(one.days, is_late=one.is_late))
    due = day(locale, one.wait.answer_by, zone) if one.wait.answer_by else None
    return locale.markup(_waiting(one.days, due, one.promised, is_late=one.is_late))


def _answered(days: int, *, is_late: bool) -> Said:
    if is_late:
        return counted(
            "Answered late, after {count} day", "Answered late, after {count} days", days
        )
    if not days:
        return said("Answered on the same day")
    return counted("Answered after {count} day", "Answered after {count} days", days)


def _waiting(days: int, due: Markup | None, promised: int | None, *, is_late: bool) -> Said:
    if is_late:
        return counted(
            "Waiting {count} day, late: we meant to answer by {day}",
            "Waiting {count} days, late: we meant to answer by {day}",
            days,
            day=due,
        )
    if promised is not None and due is not None:
        return counted(
            "Waiting {count} day, we answer within {promised}",
            "Waiting {count} days, we answer within {promised}",
            days,
            promised=promised,
        )
    if due is not None:
        return counted(
            "Waiting {count} day, we answer by {day}",
            "Waiting {count} days, we answer by {day}",
            days,
            day=due,
        )
    return counted("Waiting {count} day", "Waiting {count} days", days)


def not_reviewed(locale: Locale, one: RequestStanding) -> str:
    """That nobody looked at it for long, and how it stood when somebody did."""
    known = OUTCOME_STATES[one.stated]
    days = STALE_AFTER.days
    return locale.say("Not reviewed for {days} days. Last known: {state}", days=days, state=known)


def step_words(locale: Locale, step: WaitStep) -> str:
    """A step of the histogram: "8 to 14 days"."""
    if step.last is None:
        return locale.say("More than {days} days", days=step.first - 1)
    if step.first == step.last:
        return locale.say(
            counted("{count} day", "{count} days", step.first) if step.first else said("Same day")
        )
    return locale.say("{first} to {last} days", first=step.first, last=step.last)


def days_long(locale: Locale, days: Fraction) -> str:
    """A median of days: "3 days", "2.5 days", "0 days"."""
    if days.denominator == 1:
        return locale.say(counted("{count} day", "{count} days", int(days)))
    return locale.say("{digits} days", digits=f"{float(days):.1f}")
