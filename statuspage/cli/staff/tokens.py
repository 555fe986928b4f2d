"""`token`: what programs need to push results to the API."""

from __future__ import annotations

import click

from statuspage.actions.staff import tokens as actions
from statuspage.cli.completion import offers
from statuspage.cli.language import echo, words
from statuspage.cli.program import Program, actor
from statuspage.domain.desk.token import METRICS, SCOPES
from statuspage.said import said
from statuspage.site.api.writes import WRITES
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
@click.pass_obj
def create(program: Program, name: str, scopes: tuple[str, ...]) -> None:
    """Make a token and print it once, as the last line; only a hash of it is stored.

    \b
    Example:
      statuspage token create nightly-backup --scope heartbeat:backup
    """
    program.open()
    with db.snapshot():
        settings = current_settings()
    heartbeats = {probe.id for probe in settings.probes if probe.type == "heartbeat"}
    secret = actions.create_token(name, scopes, heartbeats, actor())
    echo(
        said("Made {name} ({scopes}). It is shown this once:", name=name, scopes=[*scopes]),
        err=True,
    )
    taken = {write.scope for write in WRITES}
    for scope in sorted({scope for scope in scopes if scope in SCOPES} - taken - {METRICS}):
        echo(said("Nothing in this version uses the scope {scope} yet.", scope=scope), err=True)
    if scopes[0].startswith("heartbeat:"):
        echo(
            said(
                "Call in with: POST {url}/api/v1/heartbeats/{secret}",
                url=settings.site.url,
                secret=secret,
            ),
            err=True,
        )
    click.echo(secret)


@token.command("list")
@click.pass_obj
def list_(program: Program) -> None:
    """List the tokens with their scopes; their secrets cannot be shown again.

    \b
    Example:
      statuspage token list
    """
    program.open()
    with db.snapshot():
        found = tokens.all_tokens()
    for one in found:
        state = ""
        if one.revoked_at is not None:
            state = words(said("revoked {day:%Y-%m-%d}", day=one.revoked_at))
        scopes = ",".join(one.scopes)
        click.echo(f"{one.name}\t{scopes}\t{one.created_at:%Y-%m-%d}\t{state}".rstrip())


@token.command()
@click.argument("name", shell_complete=offers.tokens)
@click.pass_obj
def revoke(program: Program, name: str) -> None:
    """Close a token for good.

    \b
    Example:
      statuspage token revoke prober-eu
    """
    program.open()
    actions.revoke_token(name, actor())
    echo(said("Revoked {name}; it opens nothing from now on.", name=name))


COMMANDS = (token,)
