"""Values that stand in the environment and not in a file: "env:NAME" names one.

Only what asks by such a value looks it up, each time anew; settings, pages, logs and the record
hold its name alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from statuspage.errors import StatusPageError, message
from statuspage.said import said

_NAMED = re.compile(r"""(?:^|(?<=[\s"']))env:([A-Za-z_][A-Za-z0-9_]*)(?=[\s"']|$)""")


class Unset(Exception):
    """The environment lacks a variable; `name` is its name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def is_whole(text: str) -> bool:
    """Whether a text is nothing but the name of a variable."""
    return _NAMED.fullmatch(text) is not None


def is_named(text: str) -> bool:
    """Whether a text takes something from the environment."""
    return _NAMED.search(text) is not None


def names_in(text: str) -> list[str]:
    """The variables that a text takes from the environment."""
    return _NAMED.findall(text)


def looked_up(text: str, environ: Mapping[str, str]) -> str:
    """A text with each "env:NAME" in it replaced, such as in "Bearer env:API_TOKEN".

    Raises Unset for a variable that is absent or empty.
    """

    def value(found: re.Match[str]) -> str:
        if not environ.get(found[1]):
            raise Unset(found[1])
        return environ[found[1]]

    return _NAMED.sub(value, text)


def kept_secret(variable: str, environ: Mapping[str, str]) -> tuple[str, str]:
    """A secret that stands in a variable, or in the file that VARIABLE_FILE names; "" for none.

    Beside it the place where it was found, for faults. Raises StatusPageError for a file that
    cannot be read.
    """
    if text := environ.get(variable, "").strip():
        return text, variable
    file = environ.get(f"{variable}_FILE", "")
    source = f"{variable}_FILE ({file})"
    if not file:
        return "", variable
    try:
        return Path(file).read_text("utf-8").strip(), source
    except (OSError, UnicodeError) as error:
        raise StatusPageError(
            said("{source} cannot be read: {error}.", source=source, error=message(error))
        ) from error


def _only_named(text: str) -> str:
    if not is_whole(text):
        raise ValueError(
            said(
                'is a secret, and this file never holds secrets; write "env:NAME" here and set '
                "NAME in the environment of the program"
            )
        )
    return text


Secret = Annotated[str, AfterValidator(_only_named)]
"""A value of which only the name stands in the file."""
