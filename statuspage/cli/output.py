"""What commands print: lines for people, or with `--json` one document and nothing else.

The document goes to standard output. On standard error there is a JSON object a line then, too:
{"note": ...} for what people are told there, and {"error": ...} where the command was refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import click

_KEY = "statuspage.output"


@dataclass
class Output:
    """Where the words of one command go. `caught` holds them, in order, where none are printed."""

    is_json: bool = False
    caught: list[tuple[bool, str]] | None = field(default=None)

    def begin(self, context: click.Context) -> None:
        """Be that of all commands below a context."""
        context.meta[_KEY] = self

    def write(self, text: str, *, err: bool, nl: bool = True) -> None:
        """One piece of text, whatever was asked for."""
        if self.caught is None:
            click.echo(text, err=err, nl=nl)
        else:
            self.caught.append((err, f"{text}\n" if nl else text))


def here() -> Output:
    """The output of the command that runs now."""
    context = click.get_current_context(silent=True)
    found = Output() if context is None else context.meta.setdefault(_KEY, Output())
    assert isinstance(found, Output)  # noqa: S101 nobody else has that key
    return found


def line(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """A line for people."""
    output = here()
    if not output.is_json:
        output.write(text, err=err, nl=nl)
    elif err:
        output.write(_written({"note": text}), err=True)


def tell(facts: object) -> None:
    """The same for programs: the document of a command, printed with --json alone."""
    output = here()
    if output.is_json:
        output.write(_written(facts), err=False)


def tell_each(rows: Iterable[object]) -> None:
    """The same as JSON lines, for what is long."""
    if here().is_json:
        for row in rows:
            tell(row)


def tell_error(text: str, **more: object) -> None:
    """Why nothing came of a command, on standard error."""
    output = here()
    told: Mapping[str, object] = {"error": text, **more}
    output.write(_written(told) if output.is_json else text, err=True)


def is_json() -> bool:
    """Whether a program reads, and no person."""
    return here().is_json


def _written(facts: object) -> str:
    return json.dumps(facts, ensure_ascii=False)


def _choose(context: click.Context, _: click.Parameter, chosen: bool) -> None:
    if chosen:
        context.meta.setdefault(_KEY, Output()).is_json = True


json_option = click.option(
    "--json",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_choose,
    help="Print it as JSON, and nothing else.",
)
"""For every command that lists, shows or changes something."""
