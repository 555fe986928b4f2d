"""The language of the command line: that of the environment, as gettext looks for it."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click

from statuspage.render.words.locale import ENGLISH, Locale, locale
from statuspage.said import Said

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
    click.echo(words(what), err=err)


def words(what: Said) -> str:
    """The same as text, for what click prints by itself."""
    return spoken(os.environ).say(what)
