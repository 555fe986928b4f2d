"""`init`, `check`, `sync`, `publish`: a site's files and its static copy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import click

from statuspage import clock, resources
from statuspage.actions.sync import SyncReport
from statuspage.actions.sync import sync as sync_site
from statuspage.actions.witnesses import policy_of
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program, actor
from statuspage.cli.progress import shown
from statuspage.config import Settings
from statuspage.config.database import DatabaseServer
from statuspage.config.publish import place_of
from statuspage.content.files import Scan, scan
from statuspage.content.front_matter import parse
from statuspage.errors import ConfigError, Problem, StatusPageError, message
from statuspage.publish.target import Target
from statuspage.publish.targets import chosen, faults, target_at
from statuspage.said import Said, counted, said


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@json_option
def init(folder: Path) -> None:
    """Write a new site into DIR: config.toml and content/.

    \b
    Example:
      statuspage init my-page
    """
    if (folder / "config.toml").exists() or (folder / "content").exists():
        raise StatusPageError(
            said("{folder} already holds a site; choose another folder.", folder=folder)
        )
    shutil.copytree(resources.SITE_TEMPLATE, folder, dirs_exist_ok=True)
    tell({"config": str(folder / "config.toml"), "content": str(folder / "content")})
    echo(
        said(
            "Wrote {config} and {content}. Next:",
            config=folder / "config.toml",
            content=folder / "content",
        )
    )
    echo(said("  cd {folder}", folder=folder))
    echo(said("  statuspage staff add YOUR-NAME --role admin"))
    echo(said("  statuspage run"))


@click.command()
@json_option
@click.pass_obj
def check(program: Program) -> None:
    """Check config.toml and content/: every fault at once, as file:line, and how to fix it.

    \b
    Example:
      statuspage check
    """
    settings = program.settings()
    answers = _published_answers(settings.database_place(program.folder, os.environ))
    found = scan(program.folder / "content", settings, clock.now(), answers)
    unreachable = list(faults(settings.publish.place(program.folder), os.environ))
    problems = [*found.problems, *_policy_problems(settings, program.folder)]
    faults_found = [*(problem.said for problem in problems), *unreachable]
    examples = [*_examples(found)]
    tell(
        {
            "good": not faults_found,
            "files": found.count,
            "faults": [words(one) for one in faults_found],
            "examples": [words(one) for one in examples],
        }
    )
    for text in (*faults_found, *examples):
        echo(text, err=True)
    if faults_found:
        raise SystemExit(1)
    echo(
        counted(
            "{name} and {count} file in content/ are good.",
            "{name} and {count} files in content/ are good.",
            found.count,
            name=program.config.name,
        )
    )


def _examples(found: Scan) -> Iterator[Said]:
    """Files that say what the example of a new site says; that is no fault, but no promise."""
    for file in found.files:
        example = resources.SITE_TEMPLATE / f"{file.path}.example"
        if not example.is_file():
            continue
        given = parse(example.read_text("utf-8"))
        stated = {key: value for key, value in given.values.items() if key != "title"}
        are_same = all(file.front.get(key) == value for key, value in stated.items())
        if given.body.strip() == file.body.strip() or (stated and are_same):
            yield said(
                "{path} still holds the words of the example; put yours in their place.",
                path=file.path,
            )


def _policy_problems(settings: Settings, folder: Path) -> list[Problem]:
    try:
        policy_of(settings, folder)
    except ConfigError as error:
        return error.problems
    return []


def _published_answers(database: Path | DatabaseServer) -> Collection[str]:
    """The names of answers in the store, such as those written at the desk; files may name them."""
    from statuspage.domain.vocabulary.entry import EntryKind
    from statuspage.store import db
    from statuspage.store.published import entries

    try:
        db.open_store(database, or_read_only=True)
        with db.snapshot():
            return entries.slugs_of(EntryKind.OUTCOME)
    except StatusPageError:
        return ()  # files are checked all the same


@click.command()
@json_option
@click.pass_obj
def sync(program: Program) -> None:
    """Read config.toml and content/ into the store; says what it added, changed and withdrew.

    \b
    Example:
      statuspage sync
    """
    program.open_or_create()
    report = sync_site(program.config, os.environ, actor())
    tell(
        {
            "added": [*report.added],
            "changed": [*report.changed],
            "withdrawn": [*report.withdrawn],
            "faults": [words(problem.said) for problem in report.problems],
        }
    )
    print_report(report)
    if report.problems:
        raise SystemExit(1)


def print_report(report: SyncReport) -> None:
    """Say what a sync did; faults go to standard error."""
    for name in report.added:
        echo(said("added {name}", name=name))
    for name in report.changed:
        echo(said("changed {name}", name=name))
    for name in report.withdrawn:
        echo(said("withdrew {name}", name=name))
    for problem in report.problems:
        echo(problem.said, err=True)
    if not report.did_anything and not report.problems:
        echo(said("Nothing to do: the store is up to date with the files."))


@click.command()
@click.argument("target", metavar="[DIR|s3://BUCKET/PREFIX]", required=False)
@click.option("--full", is_flag=True, help="Also write the files that have not changed.")
@json_option
@click.pass_obj
def publish(program: Program, target: str | None, *, full: bool) -> None:
    """Write the whole public site into DIR, for any web server to serve, or into a bucket.

    DIR is empty, or an earlier copy of this site; files put there by somebody else are
    left alone. Without it the target in config.toml is meant. What a bucket is reached
    with comes from the environment: see `statuspage --help`.

    \b
    Example:
      statuspage publish /var/www/status
      statuspage publish s3://acme-status
    """
    from statuspage.config.signing import FILE_VARIABLE
    from statuspage.publish.opening import opened
    from statuspage.publish.telling import tell as tell_others
    from statuspage.publish.whole import publish as publish_whole
    from statuspage.site import signing
    from statuspage.store import db
    from statuspage.store.library import LIBRARY

    program.open()
    with db.snapshot():
        if signing.is_missing(LIBRARY):
            echo(
                said(
                    "This copy is not signed although the record names a key, and `verify` will "
                    "say so. Give the key in {variable} and publish again.",
                    variable=FILE_VARIABLE,
                ),
                err=True,
            )
    place = _target(target)
    with shown() as progress:
        done = publish_whole(place, full=full, progress=progress)
    tell(
        {
            "written": done.written,
            "unchanged": done.unchanged,
            "removed": done.removed,
            "target": place.name,
        }
    )
    echo(
        said(
            "{written} written, {unchanged} unchanged, {removed} removed, in {target}.",
            written=done.written,
            unchanged=done.unchanged,
            removed=done.removed,
            target=place.name,
        )
    )
    with opened(place.index) as index:
        tell_others(index, os.environ)


def _target(named: str | None) -> Target:
    """What was named, from the folder that the command was called in; else what is configured."""
    if named is not None:
        try:
            return target_at(place_of(named, Path()))
        except ValueError as error:
            raise StatusPageError(message(error)) from error
    found = chosen()
    if found is None:
        raise StatusPageError(
            said('Name a folder to write to, or set `target = "..."` in [publish] of config.toml.')
        )
    return found


COMMANDS = (init, check, sync, publish)
