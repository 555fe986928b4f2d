"""The list of all files of a published copy: whatever the record does not speak of is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from statuspage.domain.record.note import Verifier, parse_signed
from statuspage.errors import SourceError, message
from statuspage.publish.files import LIST, Listed, listed, parse_listing
from statuspage.publish.packing import unpacked
from statuspage.publish.verify.parts import grouped, in_parts
from statuspage.publish.verify.reading import Address, Folder
from statuspage.publish.verify.report import Finding, Report
from statuspage.said import Said, said

_PLACE = f"/{LIST}"


def check_files(
    source: Folder | Address, origin: str, key: Verifier | None, report: Report
) -> None:
    """Every file of a copy must be as it was listed. A live site has no such list.

    Raises SourceError when the copy changed meanwhile.
    """
    if isinstance(source, Address):
        report.limits.append(
            said(
                "On a live site, what pages say beyond the entries is not checked: what is "
                "measured at the moment, and the rows behind figures."
            )
        )
        return
    before = source.changes()
    try:
        note = parse_signed(source.read(_PLACE))
        wanted = parse_listing(note.text, origin)
    except (SourceError, ValueError) as error:
        report.find(_PLACE, said("cannot be read: {error}", error=message(error)))
        return
    if key is not None and not note.is_signed_by(key):
        report.find(_PLACE, said("is not signed by {key}", key=key))
    _compare(source.files(), wanted, report)
    if report.findings and source.changes() != before:
        raise SourceError(changed_meanwhile(source.name))


def changed_meanwhile(name: str) -> Said:
    """What to say of a site that cannot be judged, for it did not stay the same."""
    return said("{name} changed while it was being read; verify it again.", name=name)


def _compare(found: dict[str, Path], wanted: dict[str, Listed], report: Report) -> None:
    found.pop(LIST, None)
    every = sorted(found.items())
    told = in_parts(
        grouped((path.rpartition("/")[0], (path, file)) for path, file in every),
        lambda some: _faults(some, wanted),
        said("Comparing files"),
    )
    report.findings += sorted(chain(*told), key=lambda one: one.place)
    for path in sorted(wanted.keys() - found.keys()):
        report.find(f"/{path}", said("is missing, and {place} names it", place=_PLACE))
    report.compared["file"] = len(wanted)


def _faults(files: Iterator[tuple[str, Path]], wanted: Mapping[str, Listed]) -> list[Finding]:
    """What some files are that they should not be."""
    report, plain = Report(), {*wanted, LIST}
    for path, file in files:
        if path not in wanted and _plain(path) in plain:
            _check_packed(path, file, report)
        elif path not in wanted:
            report.find(f"/{path}", said("is a file that {place} does not name", place=_PLACE))
        elif file.is_symlink() or not file.is_file():
            report.find(f"/{path}", said("is not an ordinary file"))
        elif listed(file.read_bytes()) != wanted[path]:
            report.find(f"/{path}", said("is not the file that {place} names", place=_PLACE))
    return report.findings


def _plain(path: str) -> str:
    """The path of the plain file beside which one lies as browsers take it."""
    return path.removesuffix(".gz").removesuffix(".br")


def _check_packed(path: str, file: Path, report: Report) -> None:
    """What most readers are sent must be the same as the file that is listed."""
    try:
        plain = file.with_name(_plain(file.name)).read_bytes()
    except OSError:
        return  # it is told of by itself
    if file.is_symlink() or unpacked(file) != plain:
        report.find(f"/{path}", said("is not {file} as browsers take it", file=f"/{_plain(path)}"))
