"""`completion bash|zsh|fish`: the script for a shell; and the answer to that script on TAB."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from contextlib import redirect_stderr
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    split_arg_string,
)

from statuspage.cli.completion import ON_TAB

_PROGRAM = "statuspage"
_HERE = "\0"  # stands at the cursor while a line is taken apart

# The whole line is sent, for bash cuts words at "=" and ":"; and it replaces only what follows the
# last of these, which is sent, too.
_BASH = """\
%(complete_func)s() {
    local completion type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(env COMP_WORDS="${COMP_LINE:0:$COMP_POINT}" COMP_LAST="${COMP_WORDS[$COMP_CWORD]}" \\
        %(complete_var)s=bash_complete "$1" 2>/dev/null)
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class _Bash(BashComplete):
    source_template = _BASH

    @staticmethod
    def _check_version() -> None:
        """What prints a script need not run that shell."""

    def get_completion_args(self) -> tuple[list[str], str]:
        *args, last = split_arg_string(os.environ["COMP_WORDS"] + _HERE)
        return args[1:], last.removesuffix(_HERE)

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        found = super().get_completions(args, incomplete)
        last = os.environ.get("COMP_LAST", "").lstrip("=:")
        kept = incomplete.removesuffix(last) if incomplete.endswith(last) else ""
        if not kept.endswith(("=", ":")):
            return found
        return [CompletionItem(one.value.removeprefix(kept), one.type) for one in found]


SHELLS: Mapping[str, type[ShellComplete]] = {
    "bash": _Bash,
    "zsh": ZshComplete,
    "fish": FishComplete,
}


@click.command()
@click.argument("shell", type=click.Choice([*SHELLS]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script by which a shell completes commands, options, names and ids on TAB.

    \b
    Example:
      eval "$(statuspage completion bash)"
    """
    click.echo(_way(context.find_root().command, shell).source(), nl=False)


def answer(program: click.Command) -> None:
    """Say what may stand at the cursor; whatever goes wrong, a shell is shown nothing of it."""
    shell, _, verb = os.environ[ON_TAB].partition("_")
    if verb != "complete" or shell not in SHELLS:
        return
    with redirect_stderr(io.StringIO()):
        try:
            found = _way(program, shell).complete()
        except (Exception, SystemExit):  # noqa: BLE001 nobody asked to hear of it
            return
    click.echo(found)


def _way(program: click.Command, shell: str) -> ShellComplete:
    given: dict[str, Any] = {}
    return SHELLS[shell](program, given, _PROGRAM, ON_TAB)


COMMANDS = (completion,)
