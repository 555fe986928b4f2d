"""`sla show`: a figure, recomputed from the store."""

from __future__ import annotations

import click

from statuspage import clock
from statuspage.cli.language import echo
from statuspage.cli.program import Program
from statuspage.domain.promises.sla import numbered
from statuspage.domain.vocabulary import window
from statuspage.errors import InvalidInput, NotFound
from statuspage.figures import objectives
from statuspage.figures.measure import measure, zone_of
from statuspage.said import said
from statuspage.site.answers import figure_answer
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import slas
from statuspage.store.settings import current_settings

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
        settings = current_settings()
        newest, *_ = versions = slas.versions(key)
        if newest.is_withdrawn:
            raise NotFound(said("There is no SLA '{key}'.", key=key))
        chosen = newest.promised
        zone = zone_of(chosen, settings.site.timezone)
        if period is None:
            wanted = window.current_period(chosen.window, zone, now)
        else:
            wanted = window.parse_period(period, zone, now)
        if wanted.span.start > now:
            raise InvalidInput({"period": said("{name} has not begun yet.", name=wanted.name)})
        found = measure(LIBRARY, versions, wanted, now)
    rule = objectives.rule(numbered(versions, found.definition_version).promised)
    if as_json:
        click.echo(figure_answer(found, str(rule)).as_json((", ", ": ")), nl=False)
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
    credit = _CREDITS.get(found.credit, found.credit)
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
