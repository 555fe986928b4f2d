"""`mcp`: serves tools for agents on standard input and output."""

from __future__ import annotations

import os
from importlib.util import find_spec

import click

from statuspage.actions.staff.tokens import token_of
from statuspage.cli.afar.servers import token
from statuspage.cli.program import Program
from statuspage.errors import InvalidInput, SourceError
from statuspage.said import said


@click.command()
@click.pass_obj
def mcp(program: Program) -> None:
    """Serve tools for agents, by which they read the site and draft its words.

    By the Model Context Protocol, on standard input and output; an agent starts it. Anybody may
    read; writing needs STATUSPAGE_TOKEN or STATUSPAGE_TOKEN_FILE, a token of this site with the
    scope incidents or changelog. What is written is kept as a draft, unless the agent says that it
    is to be published. It needs the extra `mcp`.

    \b
    Example:
      STATUSPAGE_TOKEN_FILE=token statuspage mcp
    """
    if find_spec("mcp") is None:
        raise SourceError(
            said(
                "Tools for agents need the extra '{extra}': pip install {package}.",
                extra="mcp",
                package="'statuspage[mcp]'",
            )
        )
    from statuspage.cli.agents.server import server

    program.open()
    secret = ""
    if os.environ.get("STATUSPAGE_TOKEN") or os.environ.get("STATUSPAGE_TOKEN_FILE"):
        secret = token(os.environ, "incidents")
        if token_of(secret) is None:
            wrong = said("It opens nothing here: it is unknown, revoked, or its time is over.")
            raise InvalidInput({"STATUSPAGE_TOKEN": wrong})
    server(secret).run()


COMMANDS = (mcp,)
