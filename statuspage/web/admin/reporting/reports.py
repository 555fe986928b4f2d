"""Reports at the desk: the list, and the form by which one is read, opened with a letter and
published; published again, it makes a revision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

from flask import Response
from markupsafe import Markup

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.reports import (
    Drafted,
    NewReport,
    checked_report,
    draft_report,
    first_day,
    publish_report,
)
from statuspage.domain.desk.plain_language import ReadText
from statuspage.domain.reports.report import NO_LETTER, OpeningLetter, PeriodReport, newest_heads
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.notify.reach import rehearsed
from statuspage.said import Said, said
from statuspage.site import catalogue
from statuspage.site.form import Values
from statuspage.site.promises.claims import with_credits
from statuspage.site.reports.owed import owed
from statuspage.site.reports.pages import facts_of
from statuspage.store import db
from statuspage.store.desk import drafts
from statuspage.store.published import reports as published
from statuspage.store.settings import current_settings
from statuspage.web.admin import pages
from statuspage.web.admin.published import confirmation, reach_of
from statuspage.web.admin.writing import hinting
from statuspage.web.admin.writing.fields import seen_in
from statuspage.web.admin.writing.forms import FormPage

_HERE = "/admin/reports"
_Made = TypeVar("_Made")


def reports() -> Response:
    """What is due, what could be published, and what is. Raises StoreError."""
    with db.snapshot():
        context = catalogue.present()
        text = pages.render(
            "reports.html",
            done=confirmation(),
            owed=owed(context, current_settings()),
            begun={one.path for one in drafts.written() if one.path.startswith(_HERE)},
            heads=newest_heads(context.library.reports.heads()),
            has_credits=bool(with_credits(context.library)),
        )
    return pages.answer(text)


class WriteReport(FormPage):
    """Read a report as it would be published, say something first, and publish it."""

    template = "report.html"
    page_path = "/reports/-"

    def __init__(self, period: str) -> None:
        self._period = period

    def opening(self) -> Values:
        letter = self._drafted.report.letter
        return {"body": letter.body, "author": letter.author or pages.staff().name}

    def facts(self) -> Mapping[str, Any]:
        drafted = self._drafted
        # The letter is in the form, so it is not shown again among what is counted.
        report = replace(drafted.report, letter=NO_LETTER)
        first = first_day(report.period.span.end)
        return {
            **facts_of(drafted.before, report),
            "drafted": drafted,
            "revisions": published.revisions([self._period]).get(self._period, []),
            "on_record": None,
            "done": confirmation(),
            "possible_at": first if first > clock.now() else None,
            "is_over": report.period.span.end <= clock.now(),
        }

    def publish(self, values: Values, actor: Actor) -> str:
        report = self._publish(values, actor)
        return f"{_HERE}/{report.period.name}?done=written"

    def preview(self, values: Values, actor: Actor) -> Markup:
        if pages.is_live():  # while somebody writes, nothing is counted
            letter, _ = _named(lambda: checked_report(_given(values)))
            return self._shown(letter or NO_LETTER)
        report, reach = rehearsed(lambda: self._publish(values, actor))
        return self._shown(report.letter, report.reason) + reach_of(reach)

    def label(self) -> Said:
        return said("draft.report", title=self._period)

    def hints(self, values: Values) -> Markup:
        return hinting.beside(ReadText(values.get("body", "")))

    @cached_property
    def _drafted(self) -> Drafted:
        try:
            return draft_report(self._period)
        except InvalidInput as error:
            raise NotFound(next(iter(error.faults.values()))) from error

    def _publish(self, values: Values, actor: Actor) -> PeriodReport:
        if (seen_in(values) or 0) > 0 and not values.get("reason", "").strip():
            why = said("Say why it is published again: readers see it beside what is different.")
            raise InvalidInput({"reason": why})
        made = _named(lambda: publish_report(self._period, _given(values), actor))
        if made is None:
            raise Conflict(
                said("Nothing is different from what is published, so no revision was made.")
            )
        return made

    def _shown(self, letter: OpeningLetter, reason: str = "") -> Markup:
        with db.snapshot():
            text = pages.render(
                "_report_preview.html", period=self._period, letter=letter, reason=reason
            )
        return Markup(text)  # noqa: S704


def _given(values: Values) -> NewReport:
    return NewReport(
        values.get("body", ""),
        values.get("author", ""),
        values.get("reason", "").strip(),
        seen_in(values),
    )


def _named(act: Callable[[], _Made]) -> _Made:
    """Do it; what is wrong with the letter is told beside the field that holds it."""
    try:
        return act()
    except InvalidInput as error:
        named = {"letter": "body"}
        faults = {named.get(name, name): text for name, text in error.faults.items()}
        raise InvalidInput(faults) from error
