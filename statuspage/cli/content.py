"""`init`, `check`, `sync`, `publish`: a site's files and its static copy."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from statuspage import clock, resources
from statuspage.actions.sync import SyncReport
from statuspage.actions.sync import sync as sync_site
from statuspage.cli.program import Program
from statuspage.content.files import scan
from statuspage.errors import StatusPageError


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Write a new site into DIR: config.toml and content/.

    \b
    Example:
      statuspage init my-page
    """
    if (folder / "config.toml").exists() or (folder / "content").exists():
        raise StatusPageError(f"{folder} holds a site already; choose another folder.")
    shutil.copytree(resources.SITE_TEMPLATE, folder, dirs_exist_ok=True)
    click.echo(f"Wrote {folder / 'config.toml'} and {folder / 'content'}. Next:")
    click.echo(f"  cd {folder}")
    click.echo("  statuspage staff add YOUR-NAME --role admin")
    click.echo("  statuspage run")


@click.command()
@click.pass_obj
def check(program: Program) -> None:
    """Validate config.toml and content/: every fault at once, as file:line: what, and the mend.

    \b
    Example:
      statuspage check
    """
    settings = program.settings()
    found = scan(program.folder / "content", settings, clock.now())
    for problem in found.problems:
        click.echo(str(problem), err=True)
    if found.problems:
        raise SystemExit(1)
    count = len(found.files)
    click.echo(f"{program.config.name} and {count} file{'s' * (count != 1)} in content/ are good.")


@click.command()
@click.pass_obj
def sync(program: Program) -> None:
    """Bring config.toml and content/ into the store; says what it added, changed and withdrew.

    \b
    Example:
      statuspage sync
    """
    program.open_or_create()
    report = sync_site(program.config, os.environ)
    print_report(report)
    if report.problems:
        raise SystemExit(1)


def print_report(report: SyncReport) -> None:
    """Say what a sync did; faults go to standard error."""
    for verb, names in (
        ("added", report.added),
        ("changed", report.changed),
        ("withdrew", report.withdrawn),
    ):
        for name in names:
            click.echo(f"{verb} {name}")
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if not report.did_anything and not report.problems:
        click.echo("Nothing to do: the store says what the files say.")


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def publish(program: Program, target: Path) -> None:
    """Write the whole public site into DIR, for any web server to serve.

    \b
    Example:
      statuspage publish /var/www/status
    """
    from statuspage.publish.folder import publish as publish_folder

    program.open()
    done = publish_folder(target)
    counts = f"{done.written} written, {done.unchanged} unchanged, {done.removed} removed"
    click.echo(f"{counts}, in {target}.")


COMMANDS = (init, check, sync, publish)
