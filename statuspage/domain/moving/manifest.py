"""What stands in an export, file by file: `export.json` beside them, written last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from statuspage.said import said

NAME = "export.json"
FORMAT = 1
DATA = "data"
"""The folder of the rows that are read back."""


@dataclass(frozen=True)
class ExportedFile:
    """A file by its SHA-256 in hexadecimal digits; `rows` of one that has any."""

    sha256: str
    rows: int | None = None


@dataclass(frozen=True)
class Manifest:
    """All of an export."""

    program: str  # the version that wrote it
    origin: str  # of the record, by which the site is known
    tag_host: str  # in the ids of its feeds
    record_cut: str  # from which entry on a restore ever cut the record; "" for never
    entries: int  # of the record
    root: str  # over them, in hexadecimal digits
    files: Mapping[str, ExportedFile]

    def dumped(self) -> bytes:
        """As it is written."""
        told: dict[str, Any] = {
            "format": FORMAT,
            "program": self.program,
            "site": {
                "origin": self.origin,
                "tag_host": self.tag_host,
                "record_cut": self.record_cut,
            },
            "record": {"entries": self.entries, "root": self.root},
            "files": {
                path: {name: value for name, value in asdict(file).items() if value is not None}
                for path, file in sorted(self.files.items())
            },
        }
        return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def loaded(data: bytes) -> Manifest:
    """Read it back. Raises ValueError, its message a plain sentence."""
    try:
        told = json.loads(data)
        if told["format"] != FORMAT:
            raise ValueError(
                said(
                    "it is in form {form}, and this version reads form {known}; use a newer one",
                    form=str(told["format"])[:20],
                    known=FORMAT,
                )
            )
        files = {
            str(path): ExportedFile(str(one["sha256"]), one.get("rows"))
            for path, one in told["files"].items()
        }
        return Manifest(
            str(told["program"]),
            str(told["site"]["origin"]),
            str(told["site"]["tag_host"]),
            str(told["site"]["record_cut"]),
            int(told["record"]["entries"]),
            str(told["record"]["root"]),
            files,
        )
    except (KeyError, TypeError, AttributeError, RecursionError, json.JSONDecodeError) as error:
        raise ValueError(said("it is not what `statuspage export` writes")) from error
