"""`sla show`: a figure, recomputed from the store; `sla credits`: what is due for missed ones."""

from __future__ import annotations

from collections.abc import Iterator

import click

from statuspage import clock
from statuspage.cli.afar.either import EitherGroup
from statuspage.cli.completion import offers
from statuspage.cli.known import offering
from statuspage.cli.language import echo, speaker
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program
from statuspage.domain.promises import credit
from statuspage.domain.promises.beside import restated
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.shown_verdict import shown_verdict
from statuspage.domain.vocabulary import display
from statuspage.errors import InvalidInput
from statuspage.figures import periods
from statuspage.figures.objectives import versions_of
from statuspage.render.words.figures import claim_words, granted_words
from statuspage.said import Said, counted, said
from statuspage.site.page import Context
from statuspage.site.promises import slas
from statuspage.site.promises.owed import OwedCredit, owed
from statuspage.site.promises.owed import as_json as as_object
from statuspage.site.promises.periods import answer, asked
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import slas as slas_kept


@click.group(cls=EitherGroup)
def sla() -> None:
    """Service-level agreements.

    \b
    Example:
      statuspage sla show website-availability --period 2026-07
    """


@sla.command()
@click.argument("key", metavar="ID", shell_complete=offers.slas)
@click.option(
    "--period",
    metavar="P",
    help="2026-07, 2026-Q3, 2026-W27, rolling-30d; default: now.",
    shell_complete=offers.periods,
)
@json_option
@click.pass_obj
def show(program: Program, key: str, period: str | None) -> None:
    """Recompute one objective from the store.

    \b
    Example:
      statuspage sla show website-availability --period 2026-07 --json
    """
    program.open()
    now = clock.now().replace(second=0)  # as of the same minute as the pages
    with offering(key, lambda: [one.sla for one in slas_kept.current()]), db.snapshot():
        context = Context(LIBRARY, now)
        versions = versions_of(LIBRARY, key)
        name = period or periods.current(versions, context.site.timezone, now).name
        wanted = periods.named(versions, name, context.site.timezone, now)
        if wanted.span.start > now:
            raise InvalidInput({"period": said("{name} has not begun yet.", name=wanted.name)})
        card = slas.view(context, *asked(context, key, name))
        told = answer(context, card)
    found, rule = card.figure, card.rule
    tell(told.model_dump(mode="json", by_alias=True))
    echo(
        said(
            "{title}, {period}: {figure} ({verdict})",
            title=found.title,
            period=found.period.name,
            figure=found.headline.words,
            verdict=shown_verdict(found).small,
        )
    )
    for line in _lines(found):
        echo(line)
    echo(rule)


@sla.command(name="credits")
@json_option
@click.pass_obj
def credits_(program: Program) -> None:
    """List the closed periods with a credit that is due, and what was granted for them.

    \b
    Example:
      statuspage sla credits --json
    """
    program.open()
    with db.snapshot():
        found = owed(Context(LIBRARY, clock.now()))
    tell([as_object(one) for one in found])
    for one in found:
        echo(_owed(one))
    if not found:
        echo(said("No credit is due."))


def _owed(one: OwedCredit) -> Said:
    language = speaker()
    told = said(
        "{sla}, {period}: {claim}",
        sla=one.card.version.sla,
        period=one.card.period.name,
        claim=claim_words(language, one.claim, one.card.figure),
    )
    if one.days_left is not None and not one.claim.is_over:
        days = counted("{count} day left", "{count} days left", one.days_left)
        told = said("{credit} ({days})", credit=told, days=days)
    if one.granted is None:
        return said("{credit}; nothing granted yet", credit=told)
    return said("{credit}; granted: {sums}", credit=told, sums=granted_words(language, one.granted))


def _lines(found: Figure) -> Iterator[Said]:
    """What stands beside a figure on its page too."""
    due = credit.told(found.credit, found.credit_if_unknown_was_bad)
    if due is None:
        yield said("target {target}%", target=found.target)
    else:
        yield said("target {target}%, credit {credit}", target=found.target, credit=due)
    beside = found.beside
    if found.coverage is not None:
        known = said("measured {coverage}% of the time", coverage=display.short(found.coverage))
        if beside.is_reported:
            known = said(
                "known {coverage}% of the time, as reported by us, not measured",
                coverage=display.short(found.coverage),
            )
        if found.worst_case is None:
            yield known
        else:
            yield said(
                "{known}; between {worst_case}% and {best_case}%",
                known=known,
                worst_case=display.short(found.worst_case),
                best_case=display.short(found.best_case or ""),
            )
    if beside.unweighted is not None and not found.is_new:
        share = display.short(beside.unweighted)
        yield said("{share}% if every impaired minute counts in full", share=share)
    if beside.worst_child is not None and not found.is_new:
        yield said("worst component {share}%", share=display.short(beside.worst_child))
    if beside.can_miss_seconds is not None:
        yield said(
            "an outage shorter than {length} can go unseen",
            length=display.duration(beside.can_miss_seconds),
        )
    if beside.unconfirmed:
        yield counted(
            "{count} failure or slow answer was not confirmed; its time is unknown",
            "{count} failures or slow answers were not confirmed; their time is unknown",
            beside.unconfirmed,
        )
    if beside.silent_probes:
        yield counted(
            "{count} of {all} checks is silent: {names}",
            "{count} of {all} checks are silent: {names}",
            len(beside.silent_probes),
            all=beside.probes,
            names=beside.silent_probes,
        )
    yield from restated(beside)


COMMANDS = (sla,)
