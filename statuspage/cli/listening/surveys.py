"""`survey`: questions to customers, by links of which each answers once."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence

import click

from statuspage.actions.asking import links, surveys
from statuspage.cli.language import echo
from statuspage.cli.output import is_json, json_option, line, tell, tell_each
from statuspage.cli.program import Program, actor
from statuspage.domain.asking.questions import QUESTIONS, SURVEYED, QuestionKind
from statuspage.domain.measured.satisfaction import FEWEST
from statuspage.domain.vocabulary.site import Site
from statuspage.errors import NotFound
from statuspage.render.survey import snippet as snippet_of
from statuspage.said import said
from statuspage.store import db
from statuspage.store.asking import rounds
from statuspage.store.settings import site

_KIND = click.Choice([str(one) for one in SURVEYED])


@click.group()
def survey() -> None:
    """Surveys: satisfaction, recommendation, ease, and three questions of trust.

    \b
    Example:
      statuspage survey links csat spring 200
    """


@survey.command("links")
@click.argument("kind", type=_KIND)
@click.argument("name")
@click.argument("count", type=int)
@json_option
@click.pass_obj
def links_(program: Program, kind: str, name: str, count: int) -> None:
    """Print COUNT links as CSV, of which each answers once, and only for 90 days.

    How many there are is published, and the answers once five or more came. The same NAME again
    adds links to that round.

    \b
    Example:
      statuspage survey links csat spring 200 > links.csv
    """
    program.open()
    found = surveys.make_links(kind, name, count, actor())
    with db.snapshot():
        here = site()
    rows = csv.writer(sys.stdout)
    for row in (("address", "token"), *_rows(here, kind, name, found)):
        if not is_json():
            rows.writerow(row)
    tell_each({"address": path, "token": token} for path, token in _rows(here, kind, name, found))
    with db.snapshot():
        made = rounds.by_name(QuestionKind(kind), name)
    if made is not None and made.links < FEWEST:
        echo(
            said(
                "Answers are published once {fewest} or more came; this round has fewer links.",
                fewest=FEWEST,
            ),
            err=True,
        )


def _rows(here: Site, kind: str, name: str, tokens: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (here.address(links.path(QuestionKind(kind), name, by=token)), token) for token in tokens
    ]


@survey.command("open")
@click.argument("kind", type=_KIND)
@click.argument("name")
@json_option
@click.pass_obj
def open_(program: Program, kind: str, name: str) -> None:
    """Begin a round that whoever has its address may answer, and print that.

    \b
    Example:
      statuspage survey open nps website
    """
    program.open()
    found = surveys.open_to_all(kind, name, actor())
    with db.snapshot():
        address = site().address(found.path)
    tell({"address": address})
    line(address)


@survey.command()
@click.argument("kind", type=_KIND)
@click.argument("name")
@json_option
@click.pass_obj
def snippet(program: Program, kind: str, name: str) -> None:
    """Print a round as HTML to paste into a mail or a page: each answer is a link.

    In a mail put the token of each reader in place of TOKEN.

    \b
    Example:
      statuspage survey snippet csat spring
    """
    program.open()
    with db.snapshot():
        here = site()
        found = rounds.by_name(QuestionKind(kind), name)
    if found is None:
        raise NotFound(said("There is no round '{name}' of this question.", name=name))
    question = QUESTIONS[found.kind]
    html = snippet_of(here, question, found.path, is_open=found.is_open)
    tell({"html": html})
    line(html, nl=False)


@survey.command("list")
@json_option
@click.pass_obj
def list_(program: Program) -> None:
    """List rounds: question, name, links, and since when.

    \b
    Example:
      statuspage survey list
    """
    program.open()
    found = surveys.rounds_kept()
    tell(
        [
            {
                "kind": str(one.kind),
                "name": one.name,
                "links": one.links or None,
                "made_at": one.made_at.isoformat(),
            }
            for one in found
        ]
    )
    for one in found:
        how_many = str(one.links) if one.links else "open"
        told = (one.kind, one.name, how_many, f"{one.made_at:%Y-%m-%d}")
        line("\t".join(told))


COMMANDS = (survey,)
