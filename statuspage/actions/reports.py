"""Publish a report: counted from the record as it stands, then frozen; only a revision follows.

It is counted in a snapshot and published in a transaction, and only if nothing was entered in the
record between.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions import journal
from statuspage.actions.given import (
    BODY_LIMIT,
    Actor,
    check_letters,
    checked_line,
    checked_reason,
    refuse,
)
from statuspage.actions.once import once
from statuspage.actions.record import note, note_erasure
from statuspage.content.markdown import to_html
from statuspage.domain.record.as_of import as_of
from statuspage.domain.record.kinds.report import REPORT
from statuspage.domain.reports import news
from statuspage.domain.reports.period import parse_report_period
from statuspage.domain.reports.report import NO_LETTER, OpeningLetter, PeriodReport
from statuspage.domain.vocabulary.text import clean_text
from statuspage.errors import Conflict
from statuspage.figures.reports.asked import ReportQuestion
from statuspage.figures.reports.compose import compose
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import record, reports
from statuspage.store.settings import current_settings

_TRIES = 5


@dataclass(frozen=True)
class NewReport:
    """What staff give along: an opening letter in Markdown, and why it is published again.

    Without a letter that of the revision before stays; an empty one takes it out.
    """

    letter: str | None = None
    author: str = ""  # the name that readers see under the letter
    reason: str = ""
    after: int | None = None  # the revision that the writer saw; another by then is a conflict


@dataclass(frozen=True)
class Drafted:
    """A report as it would be published now, and the one that stands, if there is one."""

    report: PeriodReport  # its number is the one that it would bear
    before: PeriodReport | None

    @property
    def says_something_new(self) -> bool:
        """Whether it counts or names anything else than what stands."""
        if self.before is None:
            return True
        return (self.report.facts, self.report.names) != (self.before.facts, self.before.names)


def draft_report(period: str) -> Drafted:
    """What the report of a period would say now. Raises InvalidInput, StoreError.

    One of a time that is not over is only a look ahead: `publish_report` refuses it.
    """
    now = clock.now()
    with db.snapshot():
        settings = current_settings()
        chosen = parse_report_period(period, ZoneInfo(settings.site.timezone))
        entries = record.some(0, record.size())
        told = reports.revisions([chosen.name]).get(chosen.name, [])
        library = as_of(entries, LIBRARY)
        report = compose(ReportQuestion(library, settings, chosen, now))
    before = told[-1] if told else None
    letter = before.letter if before else NO_LETTER
    return Drafted(replace(report, revision=len(told) + 1, letter=letter), before)


def publish_report(period: str, given: NewReport, actor: Actor) -> PeriodReport | None:
    """Freeze a report; None when what stands says all of it already.

    Raises InvalidInput, Conflict while its figures are provisional, StoreError.
    """
    letter, reason = checked_report(given)
    for _ in range(_TRIES):
        found = draft_report(period)
        _require_over(found.report)
        report = replace(
            found.report,
            letter=found.report.letter if letter is None else letter,
            reason=reason if found.before else "",
            is_draft=False,
        )
        is_new = found.says_something_new or report.letter != _letter(found.before)
        with once(actor.submission) as deed:
            if deed.answer is not None:
                return _published(deed.answer)
            if given.after not in (None, report.revision - 1):
                raise Conflict(
                    said(
                        "A colleague published this report while you were writing. Open it anew, "
                        "and copy your words there: they are still here."
                    )
                )
            if not is_new:
                return None
            if record.size() == report.size:
                deed.answer = news.report_key(report)
                _publish(report, actor)
                return report
    raise Conflict(said("Too much is being published at this moment; try again in a minute."))


def _published(key: str) -> PeriodReport:
    period, _, number = key.partition("/")
    return reports.revisions([period])[period][int(number) - 1]


def _publish(report: PeriodReport, actor: Actor) -> None:
    now = report.at
    reports.put(report)
    note([REPORT.statement(report)], now, report.reason, actor=actor)
    journal.enter(news.REPORT, news.report_key(report), news.stands_under(report), now, (), now)
    db.raise_topics("reports")


def _letter(before: PeriodReport | None) -> OpeningLetter:
    return NO_LETTER if before is None else before.letter


def _require_over(report: PeriodReport) -> None:
    """Refuse a period whose figures are not frozen yet. Raises Conflict."""
    due = first_day(report.period.span.end)
    if report.at < due:
        raise Conflict(
            said(
                "The figures of {period} are provisional until {day}. Publish the report from "
                "then on.",
                period=report.period.name,
                day=due.astimezone(ZoneInfo(report.zone)).date(),
            )
        )


def first_day(end: datetime) -> datetime:
    """From when on the report of a period that ends then can be published."""
    return end + current_settings().store.freeze_after


def checked_report(given: NewReport) -> tuple[OpeningLetter | None, str]:
    """The letter (None where none was given) and the reason, both clean. Raises InvalidInput."""
    faults: dict[str, Said] = {}
    reason = checked_reason(faults, given.reason) if given.reason.strip() else ""
    letter = None if given.letter is None else _letter_of(faults, given.letter, given.author)
    refuse(faults)
    return letter, reason


def _letter_of(faults: dict[str, Said], text: str, author: str) -> OpeningLetter:
    check_letters(faults, "letter", text)
    body = clean_text(text).strip()
    if not body:
        return NO_LETTER
    if len(body) > BODY_LIMIT:
        faults["letter"] = said(
            "This has {count} characters; the most is {limit}.", count=len(body), limit=BODY_LIMIT
        )
    return OpeningLetter(body, to_html(body), checked_line(faults, "author", author, limit=200))


def forget_titles(path: str, gone: Collection[str], erased: Said, now: datetime, why: str) -> None:
    """Take a title that was erased out of every report that names it; their facts stay.

    Inside the transaction that erases it.
    """
    periods = {one.period for one in reports.heads()}
    for revisions in reports.revisions(periods).values():
        for one in revisions:
            if one.names.get(path) in gone:
                names = {place: title for place, title in one.names.items() if place != path}
                reword(replace(one, names=names, erased=erased), now, why)


def reword(report: PeriodReport, now: datetime, why: str) -> None:
    """Have a published report stand with other words, those before blanked."""
    reports.put(report)
    note_erasure(REPORT.statement(report), now, why)
    db.raise_topics("reports")
