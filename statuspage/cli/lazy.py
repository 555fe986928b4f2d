"""A group of commands whose modules are imported when one of their commands is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from statuspage.cli.language import helped


class LazyGroup(click.Group):
    """`modules` maps the name of a command to the module of this package that defines it.

    A module lists its commands in COMMANDS.
    """

    def __init__(self, *given: Any, modules: Mapping[str, str], **options: Any) -> None:
        super().__init__(*given, **options)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self._modules and cmd_name not in self.commands:
            for command in import_module(f"statuspage.cli.{self._modules[cmd_name]}").COMMANDS:
                self.add_command(command)
        found = super().get_command(ctx, cmd_name)
        return None if found is None else helped(found)

    def main(self, *given: Any, **options: Any) -> Any:
        return click.Group.main(helped(self), *given, **options)
