"""How to call this program from where it was called: in each command that it tells people to type.

Messages name commands as `statuspage sync`; where the site is not the one in this folder, such a
command would act on another one, so the file that was named is put in wherever words are printed.
"""

from __future__ import annotations

import re
import shlex

import click

DEFAULT = "config.toml"
_PROGRAM = r"\bstatuspage (?={names})"


def complete(words: str) -> str:
    """The same words, with `--config` in each command of this program where one was given."""
    context = click.get_current_context(silent=True)
    root = context.find_root() if context else None
    given = root.params.get("config", DEFAULT) if root else DEFAULT
    if root is None or given == DEFAULT or root.invoked_subcommand == "init":
        return words
    commands = root.command.list_commands(root) if isinstance(root.command, click.Group) else []
    names = "|".join(rf"{re.escape(name)}\b" for name in commands)
    called = f"statuspage --config {shlex.quote(str(given))} "
    return re.sub(_PROGRAM.format(names=names), lambda _: called, words) if names else words
