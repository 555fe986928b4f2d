"""`report`: what a month, a quarter or a year comes to, and its publication."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from statuspage.actions.reports import NewReport, draft_report, publish_report
from statuspage.cli.language import echo, spoken
from statuspage.cli.program import Program, actor
from statuspage.domain.promises.shown_verdict import shown_verdict
from statuspage.domain.reports.difference import differences
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.vocabulary import display
from statuspage.errors import Conflict
from statuspage.publish import paper
from statuspage.render.words.reports import report_name, report_words
from statuspage.render.words.times import period_name
from statuspage.said import counted, said
from statuspage.site.reports.answer import answer
from statuspage.store import db
from statuspage.store.published import reports
from statuspage.store.settings import site


@click.command()
@click.argument("period", metavar="PERIOD")
@click.option("--freeze", is_flag=True, help="Publish it: it changes no more.")
@click.option("--reason", default="", help="Why a further revision is published.")
@click.option("--json", "as_json", is_flag=True, help="Print the object of the public API.")
@click.option(
    "--pdf",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE",
    help="Write the published report as a tagged PDF; needs chromium.",
)
@click.pass_obj
def report(
    program: Program, period: str, freeze: bool, reason: str, as_json: bool, pdf: Path | None
) -> None:
    """What a month, a quarter or a year comes to, bad news first.

    PERIOD is a month (2026-10), a quarter (2026-Q3) or a year (2025). Without --freeze nothing is
    published: what it prints is how the report would read now. A report that is published stays as
    it is; with --freeze again, whatever is different by then makes a further revision beside it.

    \b
    Example:
      statuspage report 2026-10 --freeze
      statuspage report 2026-10 --pdf 2026-10.pdf
    """
    program.open()
    if freeze:
        published = publish_report(period, NewReport(reason=reason), actor())
        if published is None:
            echo(said("Nothing is different from what is published. No revision was made."))
        else:
            _show(_revisions(published), as_json=as_json)
        if pdf is not None:
            _print(draft_report(period).before, pdf)
        return
    found = draft_report(period)
    if pdf is not None:
        _print(found.before, pdf)
        return
    stands = [] if found.before is None else _revisions(found.before)
    _show(stands or [found.report], as_json=as_json)
    if stands and found.says_something_new and not as_json:
        changed = len(differences(stands[-1], found.report))
        echo(
            counted(
                "It would read otherwise now in {count} place: --freeze publishes a revision.",
                "It would read otherwise now in {count} places: --freeze publishes a revision.",
                changed,
            )
        )


def _print(published: PeriodReport | None, file: Path) -> None:
    """What was published, on paper; a draft is nothing to hand around."""
    if published is None:
        raise Conflict(said("This report is not published yet; --freeze publishes it."))
    with db.snapshot():
        url = site().url
    file.write_bytes(paper.printed(paper.source(published.own_path, url)))
    echo(said("{path} is in {file}.", path=published.own_path, file=str(file)))


def _revisions(newest: PeriodReport) -> Sequence[PeriodReport]:
    with db.snapshot():
        return reports.revisions([newest.period.name])[newest.period.name]


def _show(revisions: Sequence[PeriodReport], *, as_json: bool) -> None:
    """The newest of some revisions, or a draft."""
    if as_json:
        click.echo(answer(revisions).as_json((", ", ": ")), nl=False)
        return
    locale, report = spoken(os.environ), revisions[-1]
    name, summary = report_name(locale, report.period.name), report_words(locale, report.head)
    echo(said("{name}: {words}.", name=name, words=summary))
    for one in report.facts.figures:
        figure = one.figure
        period, verdict = period_name(locale, figure.period.name), shown_verdict(figure).small
        told = said("{figure}, {verdict}", figure=figure.headline.words, verdict=verdict)
        words = {"promise": figure.title, "period": period, "words": told}
        echo(said("{promise} in {period}: {words}", **words))
    for incident in report.facts.incidents:
        title = report.names.get(f"/incidents/{incident.key}", incident.key)
        length = incident.seconds
        echo(
            said("{title}: {length}", title=title, length=display.duration(length))
            if length is not None
            else said("{title}: still going on", title=title)
        )
    if report.is_draft:
        echo(said("This is a draft: --freeze publishes it."))
    else:
        echo(said("Published at {path}.", path=report.own_path))


COMMANDS = (report,)
