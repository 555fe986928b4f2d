"""`report`: what a month, a quarter or a year comes to, and its publication."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import click

from statuspage.actions.reports import NewReport, draft_report, publish_report
from statuspage.cli.completion import offers
from statuspage.cli.language import echo, spoken
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program, actor
from statuspage.domain.promises.shown_verdict import shown_verdict
from statuspage.domain.reports.difference import differences
from statuspage.domain.reports.due import form_path
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.vocabulary import display
from statuspage.errors import Conflict, InvalidInput
from statuspage.publish import paper
from statuspage.render.words.reports import report_name, report_words
from statuspage.render.words.times import period_name
from statuspage.said import counted, said
from statuspage.site.reports.answer import answer
from statuspage.store import db
from statuspage.store.desk import drafts
from statuspage.store.published import reports
from statuspage.store.settings import site


@click.command()
@click.argument("period", metavar="PERIOD", shell_complete=offers.periods)
@click.option("--freeze", is_flag=True, help="Publish it: it changes no more.")
@click.option("--reason", default="", help="Why a further revision is published.")
@click.option(
    "--letter",
    type=click.File("rb"),
    metavar="FILE",
    help="Open it with these words, in Markdown (a path, or -); an empty file is no letter.",
)
@click.option("--author", default="", help="The name that readers see under the letter.")
@json_option
@click.option(
    "--pdf",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE",
    help="Write the published report as a tagged PDF; needs chromium.",
)
@click.pass_obj
def report(
    program: Program,
    period: str,
    freeze: bool,
    reason: str,
    letter: BinaryIO | None,
    author: str,
    pdf: Path | None,
) -> None:
    """What a month, a quarter or a year comes to, bad news first.

    PERIOD is a month (2026-10), a quarter (2026-Q3) or a year (2025). Without --freeze nothing is
    published: what it prints is how the report would read now. A report that is published stays as
    it is; with --freeze again, whatever is different by then makes a further revision beside it.

    \b
    Example:
      statuspage report 2026-10 --freeze --letter letter.md --author "Ada Lovelace"
      statuspage report 2026-10 --pdf 2026-10.pdf
    """
    program.open()
    if freeze:
        words = None if letter is None else _text(letter)
        if words is None:
            _require_no_draft(period)
        published = publish_report(period, NewReport(words, author, reason), actor())
        if published is None:
            tell(None)
            echo(said("Nothing is different from what is published. No revision was made."))
        else:
            _show(_revisions(published))
        if pdf is not None:
            _print(draft_report(period).before, pdf)
        return
    found = draft_report(period)
    if pdf is not None:
        _print(found.before, pdf)
        return
    stands = [] if found.before is None else _revisions(found.before)
    _show(stands or [found.report])
    if stands and found.says_something_new:
        changed = len(differences(stands[-1], found.report))
        echo(
            counted(
                "It would read otherwise now in {count} place: --freeze publishes a revision.",
                "It would read otherwise now in {count} places: --freeze publishes a revision.",
                changed,
            )
        )


def _text(file: BinaryIO) -> str:
    """The words of a file. Raises InvalidInput."""
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput({file.name: said("is not UTF-8 text; save it as UTF-8")}) from None


def _require_no_draft(period: str) -> None:
    """Refuse to publish past a letter that somebody is still writing. Raises Conflict."""
    place = form_path(period)
    with db.snapshot():
        is_begun = bool(drafts.at_path(place))
    if is_begun:
        raise Conflict(
            said(
                "A letter for this report waits as a draft at {place}: publish it there, or say "
                "--letter FILE (an empty file for none).",
                place=place,
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


def _show(revisions: Sequence[PeriodReport]) -> None:
    """The newest of some revisions, or a draft."""
    tell(answer(revisions).model_dump(mode="json", by_alias=True))
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
            said(
                "{title}: {length}",
                title=title,
                length=display.brief(length, is_good_when_low=True),
            )
            if length is not None
            else said("{title}: still going on", title=title)
        )
    if report.is_draft:
        echo(said("This is a draft: --freeze publishes it."))
    else:
        echo(said("Published at {path}.", path=report.own_path))


COMMANDS = (report,)
