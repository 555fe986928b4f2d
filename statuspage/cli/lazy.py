"""A group of commands whose modules are imported when one of their commands is asked for."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from statuspage.cli.completion import ON_TAB
from statuspage.cli.language import clicks_words, helped, words
from statuspage.cli.output import line
from statuspage.said import Said

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


@contextmanager
def importing() -> Iterator[None]:
    """Import much inside: nothing of it is garbage, so it is not looked through for any."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class LazyGroup(click.Group):
    """`table` has the modules of this package that define its commands, listed there in COMMANDS.

    It names each with the first sentence of its help, so that a list of them imports none.
    """

    def __init__(
        self, *given: Any, table: Mapping[str, Mapping[str, Said]], **options: Any
    ) -> None:
        super().__init__(*given, **options)
        self._modules = {name: module for module, about in table.items() for name in about}
        self.about = {name: text for about in table.values() for name, text in about.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.about})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self._modules and cmd_name not in self.commands:
            with importing():
                module = import_module(f"statuspage.cli.{self._modules[cmd_name]}")
            for command in module.COMMANDS:
                self.add_command(command)
        found = super().get_command(ctx, cmd_name)
        return None if found is None else helped(self.completed(ctx, found))

    def completed(self, ctx: click.Context, command: click.Command) -> click.Command:
        """A command with what all of the group have."""
        del ctx
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        listed = {
            name: click.Command(name, short_help=words(text)) for name, text in self.about.items()
        }
        click.Group(commands={**self.commands, **listed}).format_commands(ctx, formatter)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [_readable(text) for text in args])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """What a shell offers; the commands of the table by what it says of them, not imported."""
        from click.shell_completion import CompletionItem

        listed = {name: words(text) for name, text in self.about.items()}
        own = {name: one.get_short_help_str() for name, one in self.commands.items()}
        found = [
            CompletionItem(name, help=text)
            for name, text in sorted((own | listed).items())
            if name.startswith(incomplete)
        ]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def main(self, *given: Any, **options: Any) -> Any:
        if ON_TAB in os.environ:
            from statuspage.cli.completion.shells import answer

            return answer(helped(self))
        with clicks_words():
            return click.Group.main(helped(self), *given, **options)


def _readable(argument: str) -> str:
    """An argument as UTF-8, whatever the environment says it is. Raises UsageError for no UTF-8."""
    if argument.isprintable():
        return argument
    from statuspage.domain.vocabulary.text import cleaned_of, left_out, not_utf8, unreadable

    if place := unreadable(argument):
        try:
            argument = os.fsencode(argument).decode()
        except UnicodeDecodeError:
            raise click.UsageError(words(not_utf8(place))) from None
    if hidden := cleaned_of(argument):
        line(words(left_out(hidden)), err=True)
    return argument
