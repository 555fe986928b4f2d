"""`staff`: who may sign in."""

from __future__ import annotations

import sys

import click

from statuspage.actions.staff import accounts as actions
from statuspage.cli.language import echo, words
from statuspage.cli.program import Program, actor
from statuspage.domain.desk.staff import Role
from statuspage.domain.vocabulary.text import not_utf8, unreadable
from statuspage.errors import InvalidInput
from statuspage.said import said
from statuspage.store import db
from statuspage.store.desk import staff as accounts

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
    password, made = _password(password_stdin)
    actions.add_staff(name, Role(role), password, actor())
    if made:
        made_known = said(
            "Added {name} ({role}). Password (shown once): {password}",
            name=name,
            role=role,
            password=password,
        )
        echo(made_known)
    else:
        echo(said("Added {name} ({role}).", name=name, role=role))


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
        state = "" if account.is_enabled else words(said("disabled"))
        click.echo(f"{account.name}\t{account.role}\t{state}".rstrip())


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
    echo(said("Disabled {name}; its sessions have ended.", name=name))


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
    password, made = _password(password_stdin)
    actions.reset_password(name, password, actor())
    if made:
        echo(said("Reset {name}. Password (shown once): {password}", name=name, password=password))
    else:
        echo(said("Reset {name}.", name=name))


def _password(from_stdin: bool) -> tuple[str, bool]:
    """The password, and whether it was made here."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        if place := unreadable(password):
            raise InvalidInput({"password": not_utf8(place)})
        return password, False
    return actions.new_password(), True


COMMANDS = (staff,)
