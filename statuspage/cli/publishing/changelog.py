"""`changelog`: what is published and what waits as a draft, and publishing it now or later."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import click

from statuspage.actions.staff.drafts import discard as discard_draft
from statuspage.actions.staff.drafts import save_draft
from statuspage.actions.staff.scheduled import publish_entry
from statuspage.actions.staff.scheduled import schedule as schedule_draft
from statuspage.cli.afar.either import EitherGroup
from statuspage.cli.completion import offers
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program, actor, moment, zone
from statuspage.domain.desk.draft import Draft
from statuspage.domain.desk.entry_form import fields_of, front_of, path_of
from statuspage.domain.vocabulary.entry import CHANGE_TYPES, Entry, EntryKind
from statuspage.errors import NotFound, StatusPageError
from statuspage.said import counted, said
from statuspage.store import db
from statuspage.store.desk import drafts
from statuspage.store.published import entries

_PATH = path_of(EntryKind.CHANGELOG)
_version = click.option(
    "--version",
    "release",
    metavar="V",
    help="All drafts of this release.",
    shell_complete=offers.releases,
)
_keys = click.argument("keys", metavar="[DRAFT...]", nargs=-1, shell_complete=offers.drafts)


@click.group(cls=EitherGroup)
def changelog() -> None:
    """What changed: entries, and drafts of them.

    \b
    Example:
      statuspage changelog list
    """


@changelog.command("list")
@json_option
@click.pass_obj
def list_changes(program: Program) -> None:
    """List drafts, with their keys, and then what is published, the newest first.

    \b
    Example:
      statuspage changelog list
    """
    program.open()
    with db.snapshot():
        waiting, published = drafts.at_path(_PATH), entries.all_of(EntryKind.CHANGELOG)
    told = [_draft_facts(one) for one in waiting] + [_facts(one) for one in published]
    tell(told)
    for one in told:
        state = words(said("draft")) if one["state"] == "draft" else one["date"]
        parts = (one["id"], state, one["version"], one["type"], one["title"], one["publish_at"])
        line("\t".join(filter(None, parts)))
    if not told:
        echo(said("Nothing in the changelog yet."), err=True)


@changelog.command()
@click.argument("key", metavar="ID", shell_complete=offers.changes)
@json_option
@click.pass_obj
def show(program: Program, key: str) -> None:
    """Show an entry by its name, or a draft by its key.

    \b
    Example:
      statuspage changelog show 2026-11-20-faster-search
    """
    program.open()
    with db.snapshot():
        if drafts.exists(key):
            told = _draft_facts(drafts.by_key(key))
        else:
            told = _facts(entries.by_slug(EntryKind.CHANGELOG, key))
    tell(told)
    line(told["title"])
    facts = (told["date"], told["type"], told["version"], *told["components"])
    line("\t".join(filter(None, facts)))
    line(told["body"])


@changelog.command()
@click.option("--title", required=True, help="What changed, in one line.")
@click.option("--body", default="", help="More about it, in Markdown.")
@click.option(
    "--type", "kind", type=click.Choice([*CHANGE_TYPES]), default="changed", show_default=True
)
@click.option("--version", "release", default="", help="The release it comes with.")
@click.option("--date", "day", default="", help="Its day; absent: the day it is published.")
@click.option(
    "--component",
    "named",
    multiple=True,
    metavar="ID",
    help="A component it affects.",
    shell_complete=offers.components,
)
@click.option("--breaking", is_flag=True, help="It may break what readers built.")
@json_option
@click.pass_obj
def draft(program: Program, /, title: str, body: str, **given: Any) -> None:
    """Keep a new entry as a draft; prints its key as the last line.

    \b
    Example:
      statuspage changelog draft --title "Faster search" --type added --version 2.4.0
    """
    program.open()
    front = {
        "title": title,
        "type": given["kind"],
        "version": given["release"],
        "date": given["day"],
        "breaking": given["breaking"],
        "components": list(given["named"]),
    }
    filled = {name: text for name, text in fields_of(front).items() if text}
    label = said("draft.new_change")
    kept = save_draft(_PATH, label, {**filled, "body": body}, actor())
    tell(_draft_facts(kept))
    line(kept.key)


@changelog.command()
@_keys
@_version
@json_option
@click.pass_obj
def publish(program: Program, keys: tuple[str, ...], release: str | None) -> None:
    """Publish drafts, by their keys or all of a release.

    \b
    Example:
      statuspage changelog publish --version 2.4.0
    """
    program.open()
    _each(_chosen(keys, release), lambda one: publish_entry(one.key, one.version, actor()).path)


@changelog.command()
@_keys
@_version
@click.option("--at", "at", required=True, metavar="T", help="When: a time, or 2h from now.")
@json_option
@click.pass_obj
def schedule(program: Program, keys: tuple[str, ...], release: str | None, at: str) -> None:
    """Have drafts published by themselves at a time.

    \b
    Example:
      statuspage changelog schedule --version 2.4.0 --at "2026-12-01 09:00"
    """
    program.open()
    instant = moment("--at", at)
    when = f"{instant.astimezone(zone()):%Y-%m-%d %H:%M} {zone().key}"

    def plan(one: Draft) -> str:
        schedule_draft(one.key, one.version, instant, actor())
        return f"{one.key}\t{when}"

    _each(_chosen(keys, release), plan)


@changelog.command()
@_keys
@_version
@json_option
@click.pass_obj
def discard(program: Program, keys: tuple[str, ...], release: str | None) -> None:
    """Delete drafts. An import does not bring them back.

    \b
    Example:
      statuspage changelog discard 7kq2m9x4ha
    """
    program.open()

    def drop(one: Draft) -> str:
        discard_draft(one.key, actor())
        return one.key

    _each(_chosen(keys, release), drop)


def _chosen(keys: Collection[str], release: str | None) -> list[Draft]:
    """The drafts that are meant, the oldest first. Raises NotFound, UsageError."""
    if bool(keys) == (release is not None):
        raise click.UsageError(words(said("Name drafts by their keys, or a release.")))
    with db.snapshot():
        found = drafts.at_path(_PATH)
    if release is not None:
        found = [one for one in found if one.release == release]
        if not found:
            raise NotFound(said("No draft is of the release '{version}'.", version=release))
    else:
        known = {one.key: one for one in found}
        for key in keys:
            if key not in known:
                raise NotFound(said("There is no draft '{key}'.", key=key))
        found = [known[key] for key in dict.fromkeys(keys)]
    return found[::-1]  # a changelog begins with the newest


def _each(found: Collection[Draft], act: Callable[[Draft], str]) -> None:
    """Do something with each draft, and say what cannot be done without leaving out the others."""
    faults, told = 0, []
    for one in found:
        facts = {"draft": one.key, "title": one.heading}
        try:
            done = act(one)
        except StatusPageError as error:
            faults += 1
            told.append(facts | {"done": False, "error": words(error.said)})
            echo(said("{title}: {error}", title=one.heading, error=error.said), err=True)
        else:
            told.append(facts | {"done": True})
            line(done)
    tell(told)
    if faults:
        echo(
            counted("{count} draft stays a draft.", "{count} drafts stay drafts.", faults),
            err=True,
        )
        raise SystemExit(1)


def _facts(entry: Entry) -> dict[str, Any]:
    told = entry.details
    state = "published" if entry.withdrawn_at is None else "withdrawn"
    return {
        "id": entry.slug,
        "state": state,
        "title": entry.title,
        "date": entry.at.astimezone(zone()).date().isoformat(),
        "type": str(told["type"]),
        "version": str(told.get("version", "")),
        "breaking": entry.is_marked_breaking,
        "components": list(told.get("components", ())),
        "body": entry.body,
        "publish_at": "",
    }


def _draft_facts(one: Draft) -> dict[str, Any]:
    front = front_of(EntryKind.CHANGELOG, one.fields)
    return {
        "id": one.key,
        "state": "draft",
        "title": one.heading,
        "date": front.get("date", ""),
        "type": front.get("type", ""),
        "version": one.release,
        "breaking": front["breaking"],
        "components": front["components"],
        "body": one.fields.get("body", ""),
        "publish_at": one.publish_at.isoformat() if one.publish_at else "",
    }


COMMANDS = (changelog,)
