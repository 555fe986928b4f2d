"""`verify`: check a published site by its record, from public files alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from statuspage.cli.language import words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.progress import shown
from statuspage.domain.record.note import Verifier, parse_verifier
from statuspage.domain.record.policy import parse_policy
from statuspage.errors import message
from statuspage.publish.verify.checking import verify as check
from statuspage.publish.verify.reading import source

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


def _key(_: click.Context, __: click.Parameter, text: str | None) -> Verifier | None:
    try:
        return None if text is None else parse_verifier(text)
    except ValueError as error:
        raise click.BadParameter(f"{words(message(error))}.") from error


def _authorities(_: click.Context, __: click.Parameter, file: Path | None) -> Sequence[Certificate]:
    from statuspage.publish.stamping import authorities

    try:
        return () if file is None else authorities(file.read_bytes())
    except ValueError as error:
        raise click.BadParameter(f"{words(message(error))}.") from error


@click.command()
@click.argument("site", metavar="DIR|URL")
@click.option(
    "--since",
    metavar="CHECKPOINT",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An older /record/checkpoint that you kept, as a file.",
)
@click.option(
    "--key", metavar="PUBLIC_KEY", callback=_key, help="Who must have signed: name+id+key."
)
@click.option(
    "--policy",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Whose cosignatures the head must bear (a C2SP policy).",
)
@click.option(
    "--stamped-by",
    metavar="PEM",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    callback=_authorities,
    help="Who must have made the time stamps: the certificate of an authority, as a file.",
)
@json_option
def verify(
    site: str,
    since: Path | None,
    key: Verifier | None,
    policy: Path | None,
    stamped_by: Sequence[Certificate],
) -> None:
    """Recompute the public record of a site and compare every page, feed and figure with it.

    DIR is a copy made by `statuspage publish`, URL a live site. Nothing but the public files is
    trusted; the first thing altered, removed or reordered is named, and the exit code is 1.

    \b
    Example:
      statuspage verify https://status.acme.example --since checkpoint-of-last-year
    """
    with source(site) as found, shown() as progress:
        report = check(
            found,
            since=None if since is None else since.read_bytes(),
            key=key,
            policy=None if policy is None else parse_policy(policy.read_bytes(), policy.name),
            authorities=stamped_by,
            progress=progress,
        )
    lines = [words(one).rstrip(".") + "." for one in report.lines]
    tell({"holds": not report.findings, "lines": lines})
    for text in lines:
        line(text, err=bool(report.findings))
    if report.findings:
        raise SystemExit(1)


COMMANDS = (verify,)
