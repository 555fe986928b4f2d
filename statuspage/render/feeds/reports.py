"""What feed items say of reports: what they come to, the worst first, and what changed."""

from __future__ import annotations

from collections.abc import Iterator

from statuspage.domain.promises.figure import Verdict
from statuspage.domain.promises.shown_verdict import shown_verdict
from statuspage.domain.record.kinds.report import REPORT
from statuspage.domain.reports import news
from statuspage.domain.reports.difference import differences
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.vocabulary.display import brief
from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.passages import Passage, item, labelled, line, time, written
from statuspage.render.words.locale import locale
from statuspage.render.words.reports import (
    changed_name,
    changed_words,
    report_name,
    report_words,
)
from statuspage.render.words.times import period_name
from statuspage.said import said

_MOST = 20


def report_item(
    site: Site, report: PeriodReport, before: PeriodReport | None, after: PeriodReport | None
) -> Item:
    """A revision of a report, beside the one before it and the one that followed."""
    spoken, head = locale(site.language), report.head
    name, words = report_name(spoken, head.period), report_words(spoken, head)
    title = labelled(site, said("{name}", name=name), words)
    if before is not None:
        title = labelled(site, said("Corrected"), title)
    return item(
        site,
        name=f"report/{news.report_key(report)}",
        path=report.own_path,
        title=title,
        passages=_told(site, report, before, after),
        summary=words,
        published=news.stands_under(report),
        updated=report.at if after is None else after.at,
        tags=["report", report.kind],
        author=report.letter.author,
        subjects=[REPORT.subject(head.period, str(head.revision))],
        details={
            "kind": "report",
            "period": head.period,
            "revision": head.revision,
            "verdicts": dict(head.verdicts),
            "incidents": head.incidents,
            "promises_not_kept": head.not_kept,
            "is_newest": after is None,
        },
    )


def _told(
    site: Site, report: PeriodReport, before: PeriodReport | None, after: PeriodReport | None
) -> Iterator[Passage]:
    if after is not None:
        yield line(site, said("Corrected on {time}.", time=time(site, after.at)))
    if before is not None:
        yield from _changed(site, before, report)
    if report.letter.body:
        yield written(site, report.letter.html, report.letter.body)
    spoken = locale(site.language)
    for one in report.facts.figures:
        figure = one.figure
        if figure.verdict is Verdict.MET:
            continue
        yield line(
            site,
            said(
                "{promise} in {period}: {words}",
                promise=figure.title,
                period=period_name(spoken, figure.period.name),
                words=said(
                    "{figure}, {verdict}",
                    figure=figure.headline.words,
                    verdict=shown_verdict(figure).small,
                ),
            ),
        )
    yield from _incidents(site, report)
    yield line(site, spoken.say("{words}.", words=report_words(spoken, report.head)))


def _incidents(site: Site, report: PeriodReport) -> Iterator[Passage]:
    for one in report.facts.incidents[:_MOST]:
        title, seconds = report.names.get(f"/incidents/{one.key}"), one.seconds
        if title is None:
            continue  # it was erased
        if seconds is None:
            yield line(site, said("{title}: still going on", title=title))
        else:
            yield line(
                site,
                said(
                    "{title}: {length}", title=title, length=brief(seconds, is_good_when_low=True)
                ),
            )


def _changed(site: Site, before: PeriodReport, report: PeriodReport) -> Iterator[Passage]:
    spoken = locale(site.language)
    if report.reason:
        yield line(site, said("Why: {reason}", reason=report.reason))
    for one in differences(before, report)[:_MOST]:
        words = spoken.comma.join(changed_words(spoken, one, before, report))
        name = changed_name(spoken, one, before, report)
        yield line(site, said("{what}: {words}", what=name, words=words))
