"""A site that moves: exported, imported into an empty store elsewhere, and all its pages."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.moving_in import MovedIn, move_in
from statuspage.actions.sync import read_files
from statuspage.errors import NotFound
from statuspage.exports.whole import export
from statuspage.imports.exported import ExportSource
from statuspage.site import catalogue
from statuspage.store import db
from tests.helpers.stores import store_place

MOVER = Actor("ada")


def exported(target: Path) -> Mapping[str, bytes]:
    """Export the open store; what was written, by path."""
    export(target)
    return files_of(target)


def files_of(folder: Path) -> Mapping[str, bytes]:
    """The files of a folder by path."""
    found = sorted(one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}


def moved(
    source: Path, target: Path, environ: Mapping[str, str], store: Path | None = None
) -> MovedIn:
    """Import an export into a folder where there is nothing yet; its store is open then.

    It is a file where one is named, else on the database that the test is asked on.
    """
    target.mkdir()
    found = ExportSource(source)
    found.require_whole()
    config = target / "config.toml"
    with found.settled(target):
        db.open_store(store or store_place(target), create=True)
        db.migrate()
        return move_in(found.manifest, found.rows, lambda: read_files(config, environ), MOVER)


def pages(now: datetime, *beginnings: str) -> dict[str, bytes]:
    """Every page of the catalogue as of an instant, or those whose addresses begin so."""
    found: dict[str, bytes] = {}
    with clock.standing_at(now), db.snapshot():
        context = catalogue.present()
        every = [*catalogue.addresses(context)]
        for one in every:
            if not beginnings or one.path.startswith(beginnings):
                with suppress(NotFound):
                    found[one.path] = one.rendered(context).body
    return found
