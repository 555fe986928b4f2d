"""`incident translate`: a language that is added to what was published."""

from __future__ import annotations

from typing import Any

import click

from statuspage.actions.incidents.translating import translate as add_translation
from statuspage.cli.completion import offers
from statuspage.cli.further import in_languages, texts
from statuspage.cli.incidents.listing import tell_every_word
from statuspage.cli.known import found_incident
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option
from statuspage.cli.program import Program, actor
from statuspage.said import said
from statuspage.store import db
from statuspage.store.incidents import incidents


@click.command()
@click.argument("key", metavar="ID", shell_complete=offers.all_incidents)
@click.argument("update", metavar="[UPDATE]", required=False, shell_complete=offers.updates)
@in_languages
@json_option
@click.pass_obj
def translate(program: Program, /, key: str, update: str | None, **given: Any) -> None:
    """Add a language to an update, the newest unless UPDATE names one; nobody is notified.

    It is no edit of the words. One that stands already is changed with `incident amend`.

    \b
    Example:
      statuspage incident translate 7kq2m9x4ha --title-in "de=Suche langsam" \\
        --body-in "de=Suchen dauern länger als sonst."
    """
    program.open()
    found_incident(key)
    with db.snapshot():
        newest = incidents.by_key(key).updates[0].key
    told = texts(given)
    if not told:
        raise click.UsageError(words(said("Give --body-in, --title-in or both.")))
    with db.transaction():  # all languages or none
        for language, texts_in in told.items():
            found = add_translation(key, update or newest, language, texts_in, actor())
    tell_every_word(found)
    echo(said("Added: {title} ({languages})", title=found.title, languages=[*told]))


COMMANDS = (translate,)
