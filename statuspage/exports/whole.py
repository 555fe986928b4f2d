"""An export from its first file to its list of files, all of it from one instant of the store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from statuspage import __version__
from statuspage.domain.moving.manifest import DATA, Manifest
from statuspage.errors import SourceError
from statuspage.exports.folder import ExportFolder
from statuspage.exports.readable import put_readable
from statuspage.exports.readme import readme
from statuspage.exports.settings import settings_files
from statuspage.exports.tables import put_tables
from statuspage.progress import Progress, quietly
from statuspage.said import said
from statuspage.store import db, settings
from statuspage.store.published import record


@dataclass(frozen=True)
class Exported:
    """What an export holds."""

    files: int
    rows: int
    entries: int  # of the record
    root: str
    has_probes: bool


def export(target: Path, progress: Progress = quietly) -> Exported:
    """Write all that is public into a folder: one that is empty, or an earlier export of this site.

    Raises SourceError, and then the folder is as it was, and StoreError.
    """
    try:
        with db.snapshot():
            return _export(target, progress)
    except OSError as error:
        raise SourceError(
            said(
                "{filename} cannot be written: {strerror}.",
                filename=error.filename or target,
                strerror=error.strerror or "",
            )
        ) from error


def _export(target: Path, progress: Progress) -> Exported:
    site, chosen = settings.site(), settings.current_settings()
    folder = ExportFolder(target, site.record_origin)
    try:
        put_tables(folder, progress)
        put_readable(folder, site)
        policy = settings.read(settings.WITNESSES) or ""
        for path, body in settings_files(chosen, site.look, policy).items():
            folder.put(path, body)
        folder.put("README.md", readme(site, [*folder.files]).encode())
        size = record.size()
        made = Manifest(
            __version__,
            site.record_origin,
            site.tag_host,
            settings.read(settings.RECORD_CUT) or "",
            size,
            record.root(size).hex(),
            folder.files,
        )
        folder.settle(made)
    finally:
        folder.leave()
    rows = sum(one.rows or 0 for path, one in made.files.items() if path.startswith(f"{DATA}/"))
    return Exported(len(made.files), rows, size, made.root, bool(chosen.probes or chosen.sources))
