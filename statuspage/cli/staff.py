"""`staff`: who may sign in."""

from __future__ import annotations

import sys

import click

from statuspage.actions.staff import accounts as actions
from statuspage.cli.program import Program, actor
from statuspage.domain.desk.staff import Role
from statuspage.store import db
from statuspage.store import staff as accounts

_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)


@click.group()
def staff() -> None:
    """Staff accounts.

    \b
    Example:
      statuspage staff add ada --role editor
    """


@staff.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@_stdin
@click.pass_obj
def add(program: Program, name: str, role: str, password_stdin: bool) -> None:
    """Add an account; without --password-stdin a password is made and shown once.

    \b
    Example:
      printf %s "$PASSWORD" | statuspage staff add ada --role editor --password-stdin
    """
    program.open_or_create()
    password, shown = _password(password_stdin)
    actions.add_staff(name, Role(role), password, actor())
    click.echo(f"Added {name} ({role}).{shown}")


@staff.command("list")
@click.pass_obj
def list_(program: Program) -> None:
    """List the accounts.

    \b
    Example:
      statuspage staff list
    """
    program.open()
    with db.snapshot():
        found = accounts.all_staff()
    for account in found:
        click.echo(
            f"{account.name}\t{account.role}\t{'' if account.is_enabled else 'disabled'}".rstrip()
        )


@staff.command()
@click.argument("name")
@click.pass_obj
def disable(program: Program, name: str) -> None:
    """Close an account and end its sessions.

    \b
    Example:
      statuspage staff disable ada
    """
    program.open()
    actions.disable_staff(name, actor())
    click.echo(f"Disabled {name}; its sessions have ended.")


@staff.command()
@click.argument("name")
@_stdin
@click.pass_obj
def reset(program: Program, name: str, password_stdin: bool) -> None:
    """Set a new password, forget second factors, enable the account and end its sessions.

    \b
    Example:
      statuspage staff reset ada
    """
    program.open()
    password, shown = _password(password_stdin)
    actions.reset_password(name, password, actor())
    click.echo(f"Reset {name}.{shown}")


def _password(from_stdin: bool) -> tuple[str, str]:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n"), ""
    made = actions.new_password()
    return made, f" Password (shown once): {made}"


COMMANDS = (staff,)
