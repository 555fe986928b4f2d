"""The list of all files of a published copy: whatever the record does not speak of is in it."""

from __future__ import annotations

from pathlib import Path

from statuspage.domain.record.note import Verifier, parse_signed
from statuspage.errors import SourceError
from statuspage.publish.files import LIST, Listed, listed, parse_listing
from statuspage.publish.verify.reading import Address, Folder
from statuspage.publish.verify.report import Report

_PLACE = f"/{LIST}"


def check_files(
    source: Folder | Address, origin: str, key: Verifier | None, report: Report
) -> None:
    """Every file of a copy must be as it was listed. A live site has no such list."""
    if isinstance(source, Address):
        report.limits.append(
            "Of a live site, what pages say besides entries (measured figures) is not checked."
        )
        return
    try:
        note = parse_signed(source.read(_PLACE))
        wanted = parse_listing(note.text, origin)
    except (SourceError, ValueError) as error:
        report.find(_PLACE, f"cannot be read: {error}")
        return
    if key is not None and not note.is_signed_by(key):
        report.find(_PLACE, f"is not signed by {key}")
    _compare(source.files(), wanted, report)


def _compare(found: dict[str, Path], wanted: dict[str, Listed], report: Report) -> None:
    found.pop(LIST, None)
    for path, file in sorted(found.items()):
        if path not in wanted:
            report.find(f"/{path}", f"is a file that {_PLACE} does not name")
        elif file.is_symlink() or not file.is_file():
            report.find(f"/{path}", "is no plain file")
        elif listed(file.read_bytes()) != wanted[path]:
            report.find(f"/{path}", f"is not the file that {_PLACE} names")
    for path in sorted(wanted.keys() - found.keys()):
        report.find(f"/{path}", f"is missing, and {_PLACE} names it")
    report.compared["file"] = len(wanted)
