"""`notice list`: what was announced, and how far ahead."""

from __future__ import annotations

from datetime import date

import click

from statuspage import clock
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program
from statuspage.domain.library.library import Notes
from statuspage.domain.promises.notice import Notice
from statuspage.domain.vocabulary.entry import NOTICE_KINDS, EntryKind
from statuspage.said import counted, said
from statuspage.site.api.notices import shown
from statuspage.site.page import Context
from statuspage.site.promises.noticed import noticed, to_come, today
from statuspage.store import db
from statuspage.store.library import LIBRARY


@click.group()
def notice() -> None:
    """Notices: what changes on a named day, announced ahead.

    \b
    Example:
      statuspage notice list
    """


@notice.command("list")
@click.option("--all", "with_past", is_flag=True, help="Also those that came or were called off.")
@json_option
@click.pass_obj
def list_notices(program: Program, *, with_past: bool) -> None:
    """List the notices of which something is to come, the next one first.

    \b
    Example:
      statuspage notice list --all --json
    """
    program.open()
    now = clock.now()
    with db.snapshot():
        context = Context(LIBRARY.noting(Notes(now)), now)
        entries, day = context.library.entries.all_of(EntryKind.NOTICE), today(context)
        found = to_come(context, entries, day)
        if with_past:
            ahead = {one.entry.slug for one in found}
            found += [one for one in noticed(context, entries) if one.entry.slug not in ahead]
        told = [one.model_dump(mode="json") for one in shown(context, found, day)]
    tell(told)
    for one in found:
        line(_row(one, day))
    if not found:
        echo(said("No notice yet.") if with_past else said("Nothing is announced."), err=True)


def _row(one: Notice, day: date) -> str:
    """Its slug, kind, state, days, lead time and title, parted by tabs."""
    days = " ".join(found.isoformat() for found in (one.effective, one.removed) if found)
    ahead = counted("{count} day", "{count} days", one.lead.days)
    parts = (
        one.entry.slug,
        words(NOTICE_KINDS[one.kind]),
        words(one.state(day).label),
        days,
        words(said("Announced {length} ahead.", length=ahead)),
        one.entry.title,
    )
    return "\t".join(parts)


COMMANDS = (notice,)
