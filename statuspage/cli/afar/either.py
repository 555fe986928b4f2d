"""Groups whose commands act on the store here, or on a site elsewhere with `--server`."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

import click

from statuspage.cli.lazy import LazyGroup
from statuspage.cli.output import is_json

_SERVER = "statuspage.server"
_IS_HERE = "statuspage.is_here"


def choose(context: click.Context, url: str) -> None:
    """The commands of this context are for a server."""
    context.meta[_SERVER] = url


def _chosen(context: click.Context, _: click.Parameter, url: str | None) -> None:
    if url:
        choose(context, url)


def stay_here(context: click.Context) -> None:
    """What was sent here is sent no further: the commands below a context know no `--server`."""
    context.meta[_IS_HERE] = True


_option = click.option(
    "--server",
    metavar="URL",
    expose_value=False,
    callback=_chosen,
    help="The site elsewhere that it is for; STATUSPAGE_TOKEN has its token.",
)


class EitherGroup(LazyGroup):
    """Each command of it takes `--server`, and is then sent there as it was typed."""

    def __init__(self, *given: Any, table: Any = None, **options: Any) -> None:
        super().__init__(*given, table=table or {}, **options)

    def completed(self, ctx: click.Context, command: click.Command) -> click.Command:
        """A command with `--server`."""
        return command if _IS_HERE in ctx.meta else _either(command)


def _either(command: click.Command) -> click.Command:
    """The same command, here or elsewhere."""

    def carry_out(*given: Any, **options: Any) -> Any:
        context = click.get_current_context()
        url = context.meta.get(_SERVER)
        if url is None:
            assert command.callback is not None  # noqa: S101 it is no group
            return command.callback(*given, **options)
        from statuspage.cli.afar.sending import send

        return send(context, url, typed(context))

    found = copy(command)
    found.params = [*command.params]
    found.callback = carry_out
    return _option(found)


def typed(context: click.Context) -> list[str]:
    """The words of a command that was read: those that were typed, written one way."""
    group = context.parent.info_name if context.parent else ""
    form = ["--json"] if is_json() else []
    return [str(group), str(context.info_name), *form, *_words(context)]


def _words(context: click.Context) -> Iterator[str]:
    arguments: list[str] = []
    for parameter in context.command.params:
        name = parameter.name or ""
        source = context.get_parameter_source(name)
        if name not in context.params or source is not click.core.ParameterSource.COMMANDLINE:
            continue
        value = context.params[name]
        values = value if isinstance(value, tuple) else (value,)
        if isinstance(parameter, click.Argument):
            arguments += map(str, values)
        elif isinstance(parameter, click.Option) and parameter.is_flag:
            yield parameter.opts[0] if value else parameter.secondary_opts[0]
        else:
            for one in values:
                yield f"{parameter.opts[0]}={one}"
    if arguments:
        yield from ("--", *arguments)
