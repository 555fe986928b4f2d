"""Which server is meant and with which token, as options and the environment say."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult

import click

from statuspage.cli.language import words
from statuspage.errors import InvalidInput
from statuspage.net.names import web_address
from statuspage.said import said


def server_address(text: str) -> SplitResult:
    """The address of a server, without what a browser would have added. Raises BadParameter."""
    found = web_address(text)
    if found is None:
        wrong = said("'{text}' should be an http:// or https:// address.", text=text[:200])
        raise click.BadParameter(words(wrong), param_hint="--server")
    if found.username or found.password:
        wrong = said("Leave the name and the password out of the address.")
        raise click.BadParameter(words(wrong), param_hint="--server")
    return found._replace(path=found.path.rstrip("/"), query="", fragment="")


def is_this_machine(host: str) -> bool:
    """Whether what goes there leaves this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_near(host: str) -> bool:
    """Whether a host is this machine, or in a private network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or "." not in host


def token(environ: Mapping[str, str], scope: str) -> str:
    """The token as the environment has it now; `scope` is what it has to be for.

    Raises InvalidInput.
    """
    name = "STATUSPAGE_TOKEN_FILE"
    text = environ.get("STATUSPAGE_TOKEN", "")
    if not text and (file := environ.get(name)):
        try:
            text = Path(file).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or str(error)
            wrong = said("{file} cannot be read: {why}.", file=file, why=why)
            raise InvalidInput({name: wrong}) from error
    if not text.strip():
        command = f"statuspage token create NAME --scope {scope}"
        raise InvalidInput(
            {
                "STATUSPAGE_TOKEN": said(
                    "Set it, or {name}; {command} makes one on the server.",
                    name=name,
                    command=command,
                )
            }
        )
    return text.strip()
