"""`staff`: who may sign in."""

from __future__ import annotations

import sys

import click

from statuspage.actions.staff import accounts as actions
from statuspage.cli.completion import offers
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program, actor
from statuspage.domain.desk.staff import Factors, Role
from statuspage.domain.vocabulary.text import not_utf8, unreadable
from statuspage.errors import InvalidInput, StoreError
from statuspage.said import counted, joined, said
from statuspage.store import db
from statuspage.store.desk import factors
from statuspage.store.desk import staff as accounts
from statuspage.store.settings import current_settings

_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)
_ROLE = click.Choice([role.value for role in Role], case_sensitive=False)


@click.group()
def staff() -> None:
    """Staff accounts.

    \b
    Example:
      statuspage staff add ada --role editor
    """


@staff.command()
@click.argument("name")
@click.option("--role", type=_ROLE, required=True)
@_stdin
@json_option
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
    tell({"name": name, "role": role, "password": password if made else None})
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
@json_option
@click.pass_obj
def list_(program: Program) -> None:
    """List the accounts with their roles and second factors; says who lacks a required one.

    \b
    Example:
      statuspage staff list
    """
    program.open()
    with db.snapshot():
        found = [(one, factors.of(one.name)) for one in accounts.all_staff()]
    tell(
        [
            {
                "name": account.name,
                "role": str(account.role),
                "enabled": account.is_enabled,
                "app": held.has_totp,
                "passkeys": len(held.passkeys),
            }
            for account, held in found
        ]
    )
    for account, held in found:
        state = "" if account.is_enabled else words(said("disabled"))
        line(f"{account.name}\t{account.role}\t{_held(held)}\t{state}".rstrip())
    lacking = [one.name for one, held in found if one.is_enabled and not held.are_set]
    if lacking and _asks_everybody():
        lack = said(
            "[sign_in] require_second_factor is set, and these have none: {names}. They will be "
            "asked to set one up at their next sign-in.",
            names=lacking,
        )
        echo(lack, err=True)


@staff.command()
@click.argument("name", shell_complete=offers.accounts)
@click.argument("role", type=_ROLE, metavar="ROLE")
@json_option
@click.pass_obj
def role(program: Program, name: str, role: str) -> None:
    """Give an account another role; it takes effect at once, in open browsers too.

    \b
    Example:
      statuspage staff role ada admin
    """
    program.open()
    changed = actions.change_role(name, Role(role), actor())
    tell({"name": name, "role": str(changed.role)})
    echo(said("{name} is now {role}.", name=name, role=changed.role.small))


@staff.command()
@click.argument("name", shell_complete=offers.accounts)
@json_option
@click.pass_obj
def disable(program: Program, name: str) -> None:
    """Close an account and end its sessions.

    \b
    Example:
      statuspage staff disable ada
    """
    program.open()
    actions.disable_staff(name, actor())
    tell({"name": name, "enabled": False})
    echo(said("Disabled {name}; its sessions have ended.", name=name))


@staff.command()
@click.argument("name", shell_complete=offers.accounts)
@_stdin
@json_option
@click.pass_obj
def reset(program: Program, name: str, password_stdin: bool) -> None:
    """Set a new password, remove second factors, enable the account and end its sessions.

    \b
    Example:
      statuspage staff reset ada
    """
    program.open()
    password, made = _password(password_stdin)
    actions.reset_password(name, password, actor())
    tell({"name": name, "password": password if made else None})
    if made:
        echo(said("Reset {name}. Password (shown once): {password}", name=name, password=password))
    else:
        echo(said("Reset {name}.", name=name))


@staff.command()
@click.argument("name", shell_complete=offers.accounts)
@json_option
@click.pass_obj
def enable(program: Program, name: str) -> None:
    """Open a closed account again, with the password and factors it had.

    \b
    Example:
      statuspage staff enable ada
    """
    program.open()
    actions.enable_staff(name, actor())
    tell({"name": name, "enabled": True})
    echo(said("Enabled {name}.", name=name))


@staff.command("reset-factors")
@click.argument("name", shell_complete=offers.accounts)
@json_option
@click.pass_obj
def reset_factors(program: Program, name: str) -> None:
    """Remove the second factors of somebody who lost them, and end their sessions.

    \b
    Example:
      statuspage staff reset-factors ada
    """
    program.open()
    actions.reset_factors(name, actor())
    tell({"name": name, "factors": 0})
    echo(
        said(
            "Removed the second factors of {name}; the password alone opens the account.", name=name
        )
    )


@staff.command("sign-out")
@click.argument("name", shell_complete=offers.accounts)
@json_option
@click.pass_obj
def sign_out(program: Program, name: str) -> None:
    """End all sessions of an account, such as those of a lost phone.

    \b
    Example:
      statuspage staff sign-out ada
    """
    program.open()
    count = actions.end_sessions(name, actor())
    tell({"name": name, "ended": count})
    ended = counted(
        "Signed {name} out in {count} browser.",
        "Signed {name} out in {count} browsers.",
        count,
        name=name,
    )
    echo(ended)


def _held(held: Factors) -> str:
    """The second factors of an account, in words."""
    if not held.are_set:
        return words(said("password only"))
    keys = len(held.passkeys)
    parts = [said("app")] if held.has_totp else []
    parts += [counted("{count} passkey", "{count} passkeys", keys)] if keys else []
    return words(joined(parts, ", "))


def _asks_everybody() -> bool:
    """Whether a second factor is asked of all, by the settings in force."""
    try:
        with db.snapshot():
            return current_settings().sign_in.require_second_factor
    except StoreError:
        return False  # nothing was synced yet


def _password(from_stdin: bool) -> tuple[str, bool]:
    """The password, and whether it was made here."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        if place := unreadable(password):
            raise InvalidInput({"password": not_utf8(place)})
        return password, False
    return actions.new_password(), True


COMMANDS = (staff,)
