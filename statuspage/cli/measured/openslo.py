"""`openslo`: promises in the form of OpenSLO v1, out of the store and into config.toml."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from statuspage.cli.language import echo
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program
from statuspage.config import Settings
from statuspage.config.writing import as_toml
from statuspage.domain.vocabulary.text import not_utf8, unreadable
from statuspage.errors import ConfigError, Problem, SourceError, StatusPageError
from statuspage.imports import source
from statuspage.imports.openslo.reading import ReadPromise, ReadPromises, read
from statuspage.said import counted, joined, said
from statuspage.site import catalogue
from statuspage.site.promises.openslo import all_documents, one_document
from statuspage.store import db

_ENDING = ".openslo.yaml"
_MARK = b"# Promises of "


@click.group()
def openslo() -> None:
    """Promises in the form of OpenSLO v1: out of this site, and into its config.toml.

    \b
    Example:
      statuspage openslo export promises/
    """


@openslo.command("export")
@click.argument("place", metavar="[DIR|-]", default="-")
@click.pass_obj
def export_openslo(program: Program, place: str) -> None:
    """Print the promises as OpenSLO v1, or write each into DIR as ID.openslo.yaml.

    What OpenSLO has no word for (weights, credits, calendars) stands in annotations, so that
    `openslo import` gives the same promises.

    \b
    Example:
      statuspage openslo export promises/
    """
    program.open()
    with db.snapshot():
        context = catalogue.present()
        if place == "-":
            sys.stdout.buffer.write(all_documents(context))
            return
        standing = [one for one in context.library.objectives.current() if not one.is_withdrawn]
        mark = _MARK + context.site.url.encode() + b"\n"
        files = {f"{one.sla}{_ENDING}": mark + one_document(context, one) for one in standing}
    folder = Path(place)
    _put(folder, files, mark)
    echo(
        counted(
            "Wrote {count} promise into {folder}.",
            "Wrote {count} promises into {folder}.",
            len(files),
            folder=folder,
        )
    )


def _put(folder: Path, files: Mapping[str, bytes], mark: bytes) -> None:
    """Write files over earlier ones of ours alone. Raises SourceError, and nothing is written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        former = {one.name: one.read_bytes() for one in folder.glob(f"*{_ENDING}")}
        for name in files:
            if not former.get(name, mark).startswith(mark) or (folder / name).is_symlink():
                raise SourceError(said("{place} is not ours; move it away.", place=folder / name))
        for name in former.keys() - files.keys():
            if former[name].startswith(mark):
                (folder / name).unlink()
        for name, body in files.items():
            (folder / name).write_bytes(body)
    except OSError as error:
        raise _unwritable(error, folder) from error


@openslo.command("import")
@click.argument("file", metavar="FILE")
@click.option("--write", is_flag=True, help="Add the promises to config.toml.")
@json_option
@click.pass_obj
def import_openslo(program: Program, file: str, *, write: bool) -> None:
    """Read promises of OpenSLO v1, and print them as tables for config.toml.

    Taken are ratios of good and total events in windows of the calendar (1M, 1Q, 1w) or of 30 or
    90 days, and whatever `openslo export` wrote. The rest is refused, line by line. The last line
    counts.

    \b
    Example:
      statuspage openslo import slos.yaml --write
    """
    settings = program.settings()
    name = source.name_of(file)
    known_components = [one.id for one in settings.components]
    found = read(_text(file, name), name, known_components, settings.site.timezone)
    fresh, known, faults = _sorted_out(found, settings, name)
    blocks = _blocks(fresh, settings)
    for problem in sorted([*found.faults, *faults, *found.notes]):
        echo(problem.said, err=True)
    if write and fresh:
        _add(program, blocks)
    elif blocks:
        line(blocks)
    refused = found.refused + len(faults)
    tell(
        {
            "taken": len(fresh),
            "known": known,
            "refused": refused,
            "written": write and bool(fresh),
            "tables": blocks,
        }
    )
    summary = f"taken {len(fresh)}, known {known}, refused {refused}"
    echo(joined([summary if write else f"# {summary}"], ""))
    if refused:
        raise SystemExit(1)


def _text(file: str, name: str) -> str:
    data = source.read(file)
    text = data.decode("utf-8-sig", "surrogateescape")
    if place := unreadable(text):
        raise SourceError(joined([name, not_utf8(place)], ": "))
    return text


def _sorted_out(
    found: ReadPromises, settings: Settings, name: str
) -> tuple[list[ReadPromise], int, list[Problem]]:
    """The new ones, how many stand here already, and those that another has the name of."""
    here = {one.id: one for one in settings.slas}
    fresh: list[ReadPromise] = []
    faults: list[Problem] = []
    known = 0
    for one in found.promises:
        if one.sla.id not in here:
            fresh.append(one)
        elif here[one.sla.id] == one.sla:
            known += 1
        else:
            text = said(
                'config.toml has another promise "{name}"; change that one by hand, or give this '
                "one another name",
                name=one.sla.id,
            )
            faults.append(Problem(name, one.line, text))
    return fresh, known, faults


def _blocks(promises: Iterable[ReadPromise], settings: Settings) -> str:
    """The tables of new promises, and of the calendars that they need and nobody has yet."""
    found = [*promises]
    here = {one.id for one in settings.calendars}
    needed = {one.calendar.id: one.calendar for one in found if one.calendar is not None}
    tables: dict[str, list[dict[str, Any]]] = {
        "calendars": [
            one.model_dump(mode="json", exclude_defaults=True)
            for name, one in needed.items()
            if name not in here
        ],
        "slas": [one.sla.model_dump(mode="json", exclude_defaults=True) for one in found],
    }
    return as_toml(tables)


def _add(program: Program, blocks: str) -> None:
    """Add tables to config.toml once all of it is good. Raises ConfigError, StatusPageError."""
    former = program.config.read_text("utf-8")
    text = f"{former.rstrip()}\n\n{blocks}"
    try:  # beside it, so that whatever files it names are found
        descriptor, name = tempfile.mkstemp(".toml", ".openslo-", program.folder)
    except OSError as error:
        raise _unwritable(error, program.folder) from error
    trial = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Program(name).settings()
        shutil.copymode(program.config, trial)
        trial.replace(program.config)
    except ConfigError as error:
        raise StatusPageError(
            said(
                "Nothing was written, for config.toml would have faults then: {faults}",
                faults=[one.text for one in error.problems],
            )
        ) from error
    except OSError as error:
        raise _unwritable(error, program.folder) from error
    finally:
        trial.unlink(missing_ok=True)
    echo(said("Added to {file}; `statuspage check` looks at all of it.", file=program.config))


def _unwritable(error: OSError, folder: Path) -> SourceError:
    return SourceError(
        said(
            "{filename} cannot be written: {strerror}.",
            filename=error.filename or folder,
            strerror=error.strerror or "",
        )
    )


COMMANDS = (openslo,)
