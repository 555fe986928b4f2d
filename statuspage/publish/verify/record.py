"""The record by itself: its head, its tiles byte by byte, its entries and their texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from statuspage.domain.record import tree
from statuspage.domain.record.note import Checkpoint, Note, parse_note
from statuspage.domain.record.recorded import Recorded, SaltedText, mismatch, recorded
from statuspage.domain.record.tree import TILE, Tile
from statuspage.errors import SourceError, message
from statuspage.progress import Progress, each
from statuspage.publish.verify.reading import Address, Source
from statuspage.publish.verify.report import Report
from statuspage.render.record import texts
from statuspage.said import said

HEAD = "/record/checkpoint"


@dataclass(frozen=True)
class Read:
    """The record as it was read: its head, its entries, and the hashes of its tree, all counted."""

    head: Checkpoint
    entries: Sequence[Recorded]
    levels: Sequence[Sequence[bytes]] = field(repr=False)

    def root(self, size: int) -> bytes:
        """The root over the first so many entries."""
        return tree.root(size, self.hashes)

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """Some hashes of a level of the tree."""
        return self.levels[level][first : first + count]


def read_head(source: Source) -> bytes:
    """The head of the record as it stands now. Raises SourceError when there is none."""
    try:
        return source.read(HEAD)
    except SourceError as error:
        raise SourceError(
            said(
                "{name} has no record at {head}: {error}",
                name=source.name,
                head=HEAD,
                error=message(error),
            )
        ) from error


def read_record(
    source: Source, head: bytes, report: Report, progress: Progress
) -> tuple[Note, Read] | None:
    """Read and check the whole record; None when so much is broken that nothing can be compared."""
    try:
        note = parse_note(head)
    except ValueError as error:
        report.find(HEAD, said("cannot be read: {error}", error=message(error)))
        return None
    leaves = _leaves(source, note.checkpoint.size, report, progress)
    if leaves is None:
        return None
    levels = _levels(leaves)
    _check_tree(source, note.checkpoint, levels, report)
    entries = _entries(source, leaves, report)
    if entries is None:
        return None
    _check_revisions(entries, report)
    return note, Read(note.checkpoint, entries, levels)


def _leaves(source: Source, size: int, report: Report, progress: Progress) -> list[bytes] | None:
    """What is hashed of each entry, as the bundles hold it."""
    leaves: list[bytes] = []
    source.expect(f"/record/{tile.path}" for tile in tree.bundles(size))
    for tile in each(list(tree.bundles(size)), said("Reading"), progress):
        place = f"/record/{tile.path}"
        try:
            found = tree.unbundled(source.read(place))
        except (SourceError, ValueError) as error:
            report.find(place, said("cannot be read: {error}", error=message(error)))
            return None
        if len(found) != tile.width:
            report.find(
                place,
                said(
                    "holds {count} entries; it should hold {width}",
                    count=len(found),
                    width=tile.width,
                ),
            )
            return None
        leaves += found
    return leaves


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The hashes of every tile level."""
    levels = [[tree.leaf_hash(leaf) for leaf in leaves]]
    while len(levels[-1]) >= TILE:
        below = levels[-1]
        starts = range(0, len(below) - TILE + 1, TILE)
        levels.append([tree.fold(below[start : start + TILE]) for start in starts])
    return levels


def _check_tree(
    source: Source, head: Checkpoint, levels: Sequence[Sequence[bytes]], report: Report
) -> None:
    """Each tile must hold the hashes counted, and the head must be the root over all."""
    fits = tree.root(head.size, lambda level, first, n: levels[level][first : first + n])
    is_whole = fits == head.root
    source.expect(f"/record/{tile.path}" for tile in tree.tiles(head.size))
    for tile in tree.tiles(head.size):
        place = f"/record/{tile.path}"
        try:
            found = source.read(place)
        except SourceError as error:
            report.find(place, said("cannot be read: {error}", error=message(error)))
            continue
        counted = levels[tile.level or 0][tile.number * TILE :][: tile.width]
        if found != b"".join(counted):
            _name_difference(tile, found, counted, report, is_whole=is_whole)
    report.compared["tile"] += sum(1 for _ in tree.tiles(head.size))
    if not is_whole:
        report.find(
            HEAD,
            said(
                "is not the head of these {size} entries: one was altered, removed, "
                "added or moved, or the head itself",
                size=head.size,
            ),
        )


def _name_difference(
    tile: Tile, found: bytes, counted: Sequence[bytes], report: Report, *, is_whole: bool
) -> None:
    """Say which hash differs; when the head does not fit either, it is the entry that is wrong."""
    kept = [bytes(part) for part in (found[i : i + 32] for i in range(0, len(found), 32))]
    numbers = (n for n, hashed in enumerate(counted) if n >= len(kept) or kept[n] != hashed)
    first = tile.number * TILE + next(numbers, tile.width)
    if tile.level == 0 and not is_whole:
        place = f"/record/{Tile(None, tile.number, tile.width).path}"
        report.find(
            place, said("holds an entry {first} that is not the one that was hashed", first=first)
        )
    else:
        report.find(
            f"/record/{tile.path}",
            said("holds a wrong hash {first} of level {level}", first=first, level=tile.level),
        )


def _entries(source: Source, leaves: Sequence[bytes], report: Report) -> list[Recorded] | None:
    """The entries with their texts; every text must be the one that its entry commits to."""
    entries: list[Recorded] = []
    source.expect(f"/record/words/{tile.name}.json" for tile in tree.bundles(len(leaves)))
    for tile in tree.bundles(len(leaves)):
        first = tile.number * TILE
        found = _with_words(source, first, leaves[first : first + tile.width], tile.name, report)
        if found is None:
            return None
        entries += found
    report.compared["entry"] += len(entries)
    return entries


def _with_words(
    source: Source, first: int, leaves: Sequence[bytes], name: str, report: Report
) -> list[Recorded] | None:
    place = f"/record/words/{name}.json"
    try:
        body = source.read(place)
        told = [_words(one["words"]) for one in json.loads(body)["entries"]]
        # A live site may have entered more since its head was read.
        is_longer = isinstance(source, Address) and len(told) > len(leaves)
        told = told[: len(leaves)] if is_longer else told
        found = [
            recorded(first + n, leaf, words)
            for n, (leaf, words) in enumerate(zip(leaves, told, strict=True))
        ]
        faults = [(entry.index, fault) for entry in found if (fault := mismatch(entry))]
        is_plain = is_longer or texts(first, found) == body
    except SourceError as error:
        report.find(place, said("cannot be read: {error}", error=message(error)))
        return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        report.find(
            place,
            said(
                "does not fit the entries from {first} on: {error}",
                first=first,
                error=message(error),
            ),
        )
        return None
    for index, fault in faults:
        report.find(
            place, said("has another text for entry {index}: {fault}", index=index, fault=fault)
        )
    if not faults and not is_plain:
        report.find(place, said("is not written in the one allowed form"))
    return found


def _words(found: dict[str, dict[str, str] | None]) -> dict[str, SaltedText]:
    return {
        name: SaltedText(None, None)
        if word is None
        else SaltedText(bytes.fromhex(word["salt"]), word["text"])
        for name, word in found.items()
    }


def _check_revisions(entries: Sequence[Recorded], report: Report) -> None:
    """Revisions of a subject follow each other from 1; a text is blank only where one erases it."""
    standing: dict[str, int] = {}
    erased_at: dict[str, int] = {}
    for entry in entries:
        wanted = standing.get(entry.subject, 0) + 1
        if entry.revision != wanted:
            report.find(
                _place(entry.index),
                said(
                    "enters revision {revision} of {subject}; {wanted} should follow",
                    revision=entry.revision,
                    subject=entry.subject,
                    wanted=wanted,
                ),
            )
        standing[entry.subject] = entry.revision
        if entry.leaf.erases:
            erased_at[entry.subject] = entry.index
    for entry in entries:
        must_be_blank = entry.index < erased_at.get(entry.subject, -1)
        if entry.is_erased and not must_be_blank:
            report.find(_place(entry.index), said("has a blanked text that no later entry erases"))
        if must_be_blank and any(word.text is not None for word in entry.words.values()):
            report.find(_place(entry.index), said("still has a text that a later entry erases"))


def _place(index: int) -> str:
    return f"/record/entries/{Tile(None, index // TILE).name}#e{index}"
