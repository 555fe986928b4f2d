"""`sla show`: a figure, recomputed from the store."""

from __future__ import annotations

import click

from statuspage import clock
from statuspage.cli.language import echo
from statuspage.cli.program import Program
from statuspage.errors import InvalidInput
from statuspage.figures import periods
from statuspage.said import said
from statuspage.site import slas
from statuspage.site.page import Context
from statuspage.site.periods import answer, asked
from statuspage.store import db
from statuspage.store.library import LIBRARY

_CREDITS = {"none": said("none"), "undetermined": said("undetermined")}


@click.group()
def sla() -> None:
    """Service-level agreements.

    \b
    Example:
      statuspage sla show website-availability --period 2026-07
    """


@sla.command()
@click.argument("key", metavar="ID")
@click.option(
    "--period", metavar="P", help="2026-07, 2026-Q3, 2026-W27, rolling-30d; default: now."
)
@click.option("--json", "as_json", is_flag=True, help="Print the object of the public API.")
@click.pass_obj
def show(program: Program, key: str, period: str | None, as_json: bool) -> None:
    """Recompute one objective from the store.

    \b
    Example:
      statuspage sla show website-availability --period 2026-07 --json
    """
    program.open()
    now = clock.now().replace(second=0)  # as of the same minute as the pages
    with db.snapshot():
        context = Context(LIBRARY, now)
        versions = LIBRARY.objectives.versions(key)
        name = period or periods.current(versions, context.site.timezone, now).name
        wanted = periods.named(versions, name, context.site.timezone, now)
        if wanted.span.start > now:
            raise InvalidInput({"period": said("{name} has not begun yet.", name=wanted.name)})
        card = slas.view(context, *asked(context, key, name))
        told = answer(context, card)
    found, rule = card.figure, card.rule
    if as_json:
        click.echo(told.as_json((", ", ": ")), nl=False)
        return
    echo(
        said(
            "{title}, {period}: {figure} ({verdict})",
            title=found.title,
            period=found.period.name,
            figure=found.headline.words,
            verdict=found.verdict.small,
        )
    )
    credit = _CREDITS.get(found.credit or "none", found.credit)
    echo(said("target {target}%, credit {credit}", target=found.target, credit=credit))
    if found.coverage is not None:
        echo(
            said(
                "measured {coverage}% of the time; between {worst_case}% and {best_case}%",
                coverage=found.coverage,
                worst_case=found.worst_case,
                best_case=found.best_case,
            )
        )
    echo(rule)


COMMANDS = (sla,)
