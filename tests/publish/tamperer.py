"""Somebody with access to the server of a published copy, and what they can reach."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from statuspage.domain.record import tree
from statuspage.domain.record.note import Checkpoint, Signer, parse_note, signed, written
from statuspage.domain.record.recorded import decoded
from statuspage.publish.files import LIST, listed, listing
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from statuspage.publish.verify.report import Report
from tests.helpers.busy import SEED

ORIGIN = "status.acme.example/record"
SIGNER = Signer(ORIGIN, SEED)
THIEF = Signer(ORIGIN, bytes(32))
HEAD = "record/checkpoint"
BUNDLE = "record/tile/entries/000"
REST = "record/tile/entries/001.p/"
WORDS = "record/words/000.json"
MANY = 260
"""Entries beside those of the busy site: more than fit into one tile."""
DOWN = "Checkout is down"
SLOW = "Search is slow"
QUEUES = "Queues are full"


class Tamperer:
    """Changes files of a copy, as somebody with access to the server could."""

    def __init__(self, copy: Path, keys: dict[str, list[str]]) -> None:
        self.copy = copy
        self.keys = keys

    def folder(self, title: str) -> str:
        return f"incidents/{self.keys[title][0]}"

    def page(self, title: str) -> str:
        return f"{self.folder(title)}/index.html"

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.copy / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    def flip(self, path: str, place: int = -1) -> None:
        """Change one bit of a file."""
        [file] = self.copy.glob(path)
        body = bytearray(file.read_bytes())
        body[place] ^= 1
        file.write_bytes(bytes(body))

    def drop(self, path: str) -> None:
        found = self.copy / path
        shutil.rmtree(found) if found.is_dir() else found.unlink()

    def cut(self, path: str, pattern: str) -> None:
        """Remove what a pattern finds."""
        file = self.copy / path
        text, count = re.subn(pattern, "", file.read_text("utf-8"), count=1, flags=re.DOTALL)
        assert count == 1
        file.write_text(text, "utf-8")

    def swap(self, path: str, pattern: str) -> None:
        """Swap the first two things that a pattern finds."""
        file = self.copy / path
        text = file.read_text("utf-8")
        first, second = re.findall(pattern, text, flags=re.DOTALL)[:2]
        text = text.replace(first, "\0").replace(second, first).replace("\0", second)
        file.write_text(text, "utf-8")

    def record(self) -> tuple[list[bytes], list[dict[str, dict[str, str] | None]]]:
        """The leaves and the texts of the record."""
        size = parse_note((self.copy / HEAD).read_bytes()).checkpoint.size
        leaves, words = [], []
        for tile in tree.bundles(size):
            leaves += tree.unbundled((self.copy / "record" / tile.path).read_bytes())
            body = (self.copy / f"record/words/{tile.name}.json").read_text("utf-8")
            words += [one["words"] for one in json.loads(body)["entries"]]
        return leaves, words

    def rebuild(
        self,
        leaves: list[bytes],
        words: list[dict[str, dict[str, str] | None]],
        signer: Signer = SIGNER,
    ) -> None:
        """Write a record that fits itself in every file, as somebody with the key could."""
        shutil.rmtree(self.copy / "record/tile")
        levels = [[tree.leaf_hash(leaf) for leaf in leaves]]
        levels.append([tree.fold(levels[0][:256])])
        files: dict[str, bytes] = {}
        for tile in tree.tiles(len(leaves)):
            row = levels[tile.level or 0][tile.number * 256 :][: tile.width]
            files[tile.path] = b"".join(row)
        for tile in tree.bundles(len(leaves)):
            first, end = tile.number * 256, tile.number * 256 + tile.width
            files[tile.path] = tree.bundle(leaves[first:end])
            told = [{"index": n, "words": words[n]} for n in range(first, end)]
            body = json.dumps({"first": first, "entries": told}, ensure_ascii=False, indent=1)
            files[f"words/{tile.name}.json"] = body.encode()
        root = tree.root(len(leaves), lambda level, n, count: levels[level][n : n + count])
        files["checkpoint"] = written(Checkpoint(ORIGIN, len(leaves), root), signer).encode()
        for path, body in files.items():
            place = self.copy / "record" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(body)

    def sign_files(self, signer: Signer = SIGNER) -> None:
        """List the files anew, as somebody with the key could."""
        found = {
            str(file.relative_to(self.copy)): listed(file.read_bytes())
            for file in self.copy.rglob("*")
            if file.is_file() and file != self.copy / LIST
        }
        (self.copy / LIST).write_text(signed(listing(ORIGIN, found), signer), "utf-8")

    def change_leaf(self, subject: str, **changed: object) -> int:
        """Change the entry of a subject and rebuild the record; returns its index."""
        leaves, words = self.record()
        index = next(n for n, leaf in enumerate(leaves) if decoded(leaf).subject == subject)
        leaves[index] = replace(decoded(leaves[index]), **changed).encoded()  # type: ignore[arg-type]
        self.rebuild(leaves, words)
        return index


Tamper = Callable[[Tamperer], object]


def check(copy: Path, **how: object) -> Report:
    return verify(Folder(copy), **how)  # type: ignore[arg-type]
