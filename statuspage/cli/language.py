"""The language of the command line: that of the environment, as gettext looks for it."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from inspect import cleandoc
from typing import TypeVar

import click

from statuspage.cli.calling import complete
from statuspage.cli.output import line
from statuspage.render.words.locale import ENGLISH, Locale, locale
from statuspage.said import Said, said

_Command = TypeVar("_Command", bound=click.Command)
_AS_IT_IS = "\b\n"  # to click: keep the lines of this paragraph
_EXAMPLE = said("Example:")
_SPEAKER = "statuspage.speaker"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def spoken(environ: Mapping[str, str]) -> Locale:
    """The Locale that an environment asks for; English where it asks for none we have."""
    asked = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    for name in asked.split(":"):
        found = locale(name.partition(".")[0].partition("@")[0].replace("_", "-"))
        if found.is_translated:
            return found
    return ENGLISH


def echo(what: Said, *, err: bool = False) -> None:
    """Say one thing in the language of whoever typed."""
    line(words(what), err=err)


def words(what: Said) -> str:
    """The same as text, for what click prints by itself."""
    return complete(speaker().say(what))


def speaker() -> Locale:
    """The language of whoever typed: of the environment, or of another machine's."""
    context = click.get_current_context(silent=True)
    found = context.meta.get(_SPEAKER) if context else None
    return found if isinstance(found, Locale) else spoken(os.environ)


def speak(context: click.Context, language: str) -> None:
    """Have the commands below a context speak a language, whatever the environment says."""
    context.meta[_SPEAKER] = locale(language)


def helped(command: _Command) -> _Command:
    """A command whose help speaks the language of the environment; the same one in English."""
    locale = spoken(os.environ)
    return _helped(command, locale) if locale.is_translated else command


@contextmanager
def clicks_words() -> Iterator[None]:
    """Within it click speaks that language, too: it asks gettext, which knows of files alone."""
    catalogue = spoken(os.environ).catalogue
    asked = vars(gettext)
    before = asked["translation"]
    asked["translation"] = lambda *_: catalogue
    try:
        yield
    finally:
        asked["translation"] = before


def help_texts(command: click.Command) -> Iterator[str]:
    """Every text of the help of a command and of those below it, as the catalogue has it."""
    options = [option for option in command.params if isinstance(option, click.Option)]
    texts = [command.help, command.epilog, *(option.help for option in options)]
    texts += [one.show_default for one in options if isinstance(one.show_default, str)]
    yield from (_key(_parts(text)[1]) for text in texts if text)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if (inner := command.get_command(context, name)) is not None:
                yield from help_texts(inner)


def _helped(command: _Command, locale: Locale) -> _Command:
    found = copy(command)
    vars(found)["_help_option"] = None  # click keeps the one it worded first
    found.help = _translated(command.help, locale)
    found.epilog = _translated(command.epilog, locale)
    found.params = [copy(parameter) for parameter in command.params]
    for parameter in found.params:
        if isinstance(parameter, click.Option):
            parameter.help = _translated(parameter.help, locale)
            if isinstance(parameter.show_default, str):
                parameter.show_default = _translated(parameter.show_default, locale)
    if isinstance(found, click.Group):
        found.commands = {name: _helped(one, locale) for name, one in found.commands.items()}
    return found


def _translated(text: str | None, locale: Locale) -> str | None:
    if not text:
        return text
    mark, words, example = _parts(text)
    if example:
        example = f"\n\n{_AS_IT_IS}{locale.say(_EXAMPLE)}\n{example}"
    return f"{mark}{locale.say(_key(words))}{example}"


def _parts(text: str) -> tuple[str, str, str]:
    """Click's mark that lines shall stay, the words, and the commands of the example."""
    plain = cleandoc(text)
    words, _, example = plain.partition(f"\n\n{_AS_IT_IS}{_EXAMPLE.key}\n")
    mark = _AS_IT_IS if words.startswith(_AS_IT_IS) else ""
    return mark, words.removeprefix(mark), example


def _key(words: str) -> str:
    """Help has no gaps, but sometimes braces."""
    return words.replace("{", "{{").replace("}", "}}")
