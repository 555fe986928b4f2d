"""Words in further languages as options have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

from statuspage.actions.incidents.wordings import BODY, TITLE
from statuspage.cli.language import words
from statuspage.domain.vocabulary.wordings import Texts
from statuspage.said import said

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
