"""Words in further languages as options, and `incident translate`, which adds them later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

from statuspage.actions.incidents.translating import translate as add_translation
from statuspage.actions.incidents.wordings import BODY, TITLE
from statuspage.cli.known import found_incident
from statuspage.cli.language import echo, words
from statuspage.cli.program import Program, actor
from statuspage.domain.vocabulary.wordings import Texts, Wordings
from statuspage.said import said
from statuspage.store import db
from statuspage.store.incidents import incidents

title_in = click.option(
    "--title-in", multiple=True, metavar="LANGUAGE=TEXT", help="The title, such as de=Panne."
)
body_in = click.option(
    "--body-in", multiple=True, metavar="LANGUAGE=TEXT", help="The words in a further language."
)


def in_languages(function: Callable[..., Any]) -> Callable[..., Any]:
    """Both options."""
    return title_in(body_in(function))


def texts(given: Mapping[str, Any]) -> dict[str, Texts]:
    """What both options say, by language and name. Raises BadParameter."""
    found: dict[str, dict[str, str]] = {}
    for name, option, written in (
        (TITLE, "--title-in", given.get("title_in", ())),
        (BODY, "--body-in", given.get("body_in", ())),
    ):
        for language, text in _pairs(option, written):
            found.setdefault(language, {})[name] = text
    return dict(found)


def _pairs(option: str, written: Iterable[str]) -> Iterable[tuple[str, str]]:
    for one in written:
        language, sign, text = one.partition("=")
        if not sign or not language.strip() or not text.strip():
            wrong = said("'{text}' should be LANGUAGE=TEXT, such as de=Panne.", text=one[:80])
            raise click.BadParameter(words(wrong), param_hint=option)
        yield language.strip(), text


def with_texts(former: Wordings | None, given: Mapping[str, Texts]) -> Wordings | None:
    """Former words with those named put otherwise."""
    found = former or Wordings()
    for language, told in given.items():
        found = found.with_texts(language, {**found.of(language), **told}, {})
    return found


@click.command()
@click.argument("key", metavar="ID")
@click.argument("update", metavar="[UPDATE]", required=False)
@in_languages
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
    for language, texts_in in told.items():
        found = add_translation(key, update or newest, language, texts_in, actor())
    echo(said("Added: {title} ({languages})", title=found.title, languages=[*told]))


COMMANDS = (translate,)
