"""`token`: what programs need to push results to the API."""

from __future__ import annotations

from typing import Any

import click

from statuspage import clock
from statuspage.actions.staff import tokens as actions
from statuspage.cli.completion import offers
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program, actor, due, zone
from statuspage.domain.desk.token import SCOPES, Token
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.desk import tokens
from statuspage.store.settings import current_settings


@click.group()
def token() -> None:
    """Tokens for programs that use the API.

    \b
    Example:
      statuspage token create prober-eu --scope measurements
    """


@token.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    metavar="S",
    help=f"{', '.join(SCOPES)}; or, on its own, heartbeat:PROBE. Repeat for more.",
)
@click.option("--expires", metavar="90d|TIME", help="When it ends by itself; absent: never.")
@json_option
@click.pass_obj
def create(program: Program, name: str, scopes: tuple[str, ...], expires: str | None) -> None:
    """Make a token and print it once, as the last line; only a hash of it is stored.

    \b
    Example:
      statuspage token create nightly-backup --scope heartbeat:backup --expires 365d
    """
    program.open()
    with db.snapshot():
        settings = current_settings()
    heartbeats = {probe.id for probe in settings.probes if probe.type == "heartbeat"}
    ends = due("--expires", expires)
    secret = actions.create_token(name, scopes, heartbeats, actor(), expires_at=ends)
    echo(
        said("Made {name} ({scopes}). It is shown this once:", name=name, scopes=[*scopes]),
        err=True,
    )
    if scopes[0].startswith("heartbeat:"):
        echo(
            said(
                "Call in with: POST {url}/api/v1/heartbeats/{secret}",
                url=settings.site.url,
                secret=secret,
            ),
            err=True,
        )
    tell({"name": name, "scopes": [*scopes], "token": secret})
    line(secret)


@token.command("list")
@json_option
@click.pass_obj
def list_(program: Program) -> None:
    """List the tokens with their scopes, and when each was last used; secrets are shown only once.

    \b
    Example:
      statuspage token list
    """
    program.open()
    with db.snapshot():
        found = tokens.all_tokens()
    tell([_facts(one) for one in found])
    for one in found:
        parts = (one.name, ",".join(one.scopes), f"{one.created_at:%Y-%m-%d}", words(_used(one)))
        line("\t".join((*parts, _end(one))).rstrip())


def _used(one: Token) -> Said:
    if one.used_at is None:
        return said("never used")
    return said("last used {time}", time=f"{one.used_at.astimezone(zone()):%Y-%m-%d %H:%M}")


def _end(one: Token) -> str:
    """Whether and when it ended, or will."""
    if one.revoked_at is not None:
        return words(said("revoked {day:%Y-%m-%d}", day=one.revoked_at))
    if one.expires_at is None:
        return ""
    day = one.expires_at.astimezone(zone()).date().isoformat()
    if one.has_expired(clock.now()):
        return words(said("expired {time}", time=day))
    return words(said("expires {time}", time=day))


def _facts(one: Token) -> dict[str, Any]:
    times = {
        "created_at": one.created_at,
        "used_at": one.used_at,
        "expires_at": one.expires_at,
        "revoked_at": one.revoked_at,
    }
    told = {name: at and at.isoformat() for name, at in times.items()}
    return {"name": one.name, "scopes": list(one.scopes), **told}


@token.command()
@click.argument("name", shell_complete=offers.tokens)
@json_option
@click.pass_obj
def revoke(program: Program, name: str) -> None:
    """Close a token for good.

    \b
    Example:
      statuspage token revoke prober-eu
    """
    program.open()
    actions.revoke_token(name, actor())
    tell({"name": name, "revoked": True})
    echo(said("Revoked {name}; it opens nothing from now on.", name=name))


COMMANDS = (token,)
