"""`doctor`: one line for each thing that is looked at, and how to mend what is not well."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any, BinaryIO

import click

from statuspage.cli.language import words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program
from statuspage.config import Settings
from statuspage.errors import StatusPageError
from statuspage.health.doctor.examinations import examine
from statuspage.health.doctor.mail_names import texts_in_dns
from statuspage.health.doctor.sent_mail import sent_mail
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.publish import aside
from statuspage.said import Said
from statuspage.store import db
from statuspage.store.settings import current_settings

_MOST = 1_000_000  # bytes of a mail
_WIDE = 14  # of the longest name


@click.command()
@json_option
@click.option(
    "--read-mail",
    type=click.File("rb"),
    help="Look at one mail of this site alone, as its reader's server got it (- reads standard "
    "input).",
)
@click.pass_obj
def doctor(program: Program, *, read_mail: BinaryIO | None) -> None:
    """Check everything that this site depends on, and say how to fix what is wrong.

    The store, the disk, the worker, the clock, the mail server and what DNS says of mail, the
    site's own address as seen from outside, its certificate and proxies, and who may read secrets.
    Works while the site is down, and then says so. The exit code is 1 when something needs
    attention.

    \b
    Example:
      statuspage doctor
    """
    opened = None if read_mail else _opened(program)
    findings = (
        sent_mail(read_mail.read(_MOST), texts_in_dns)
        if read_mail
        else examine(Examined(program.config, os.environ, _settings(program)))
    )
    found: list[Health] = []
    with aside.by_children():
        for finding in findings:
            one = _with_reason(finding, opened)
            found.append(one)
            _print(one)
    tell({"checks": [_told(one) for one in found]})
    if not all(one.is_well for one in found):
        raise SystemExit(1)


def _opened(program: Program) -> Said | None:
    """Open the store as it is; why it cannot be."""
    try:
        program.open()
    except StatusPageError as error:
        return error.said
    return None


def _settings(program: Program) -> Settings | None:
    """Those of the file, or else those that the store had last."""
    with suppress(StatusPageError):
        return program.settings()
    with suppress(StatusPageError), db.snapshot():
        return current_settings()
    return None


def _with_reason(one: Health, opened: Said | None) -> Health:
    """A store that was not opened says why."""
    if one.name == "store" and opened is not None and not one.is_well:
        return Health(one.name, one.condition, opened)
    return one


def _print(one: Health) -> None:
    mark = words(one.condition.label)
    text = f"{mark:<7} {one.name:<{_WIDE}} {words(one.text)}"
    line(click.style(text, fg=None if one.is_well else _COLOURS[one.condition]))


_COLOURS = {Condition.LATE: "yellow", Condition.FAILING: "red"}


def _told(one: Health) -> dict[str, Any]:
    told = {"name": one.name, "state": str(one.condition), "text": words(one.text)}
    if one.since is not None:
        told["since"] = one.since.strftime("%Y-%m-%dT%H:%M:%SZ")
    return told


COMMANDS = (doctor,)
