"""What a file of content/ holds, as clean text; what cannot be read is a fault of that file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from statuspage.config.faults import Fault
from statuspage.domain.vocabulary.text import clean_text, cleaned_of
from statuspage.errors import ConfigError, Problem
from statuspage.said import Said, said

_LARGEST = 1024 * 1024


def read_bytes(content_dir: Path, path: Path, name: str) -> bytes:
    """What a file below content/ holds. Raises ConfigError."""
    try:
        if not path.resolve(strict=True).is_relative_to(content_dir.resolve()):
            raise file_fault(name, 0, said("is a link out of content/; put the file itself here"))
        if not path.is_file():
            raise file_fault(name, 0, said("is not an ordinary file; remove it"))
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError
        why = getattr(error, "strerror", None) or said("a link that leads nowhere")
        text = said("cannot be read ({why}); check its permissions, or its link", why=why)
        raise file_fault(name, 0, text) from None
    if len(data) > _LARGEST:
        raise file_fault(name, 0, said("is larger than 1 MiB; split it into shorter texts"))
    return data


def text_of(data: bytes, name: str) -> str:
    """The same as clean text. Raises ConfigError."""
    try:
        given = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise file_fault(name, line, said("is not UTF-8 text; save it as UTF-8")) from None
    text = clean_text(given)
    if cleaned_of(given):
        told = ((number, cleaned_of(one)) for number, one in enumerate(given.split("\n"), 1))
        raise ConfigError([Problem(name, line, unseen(found)) for line, found in told if found])
    if not text.strip():
        raise file_fault(
            name, 0, said("is empty; write its front matter and its text, or delete it")
        )
    return text


def unseen(found: list[str]) -> Said:
    return said(
        "holds {characters}, which no page can show, or which makes a text read as a different "
        "one; remove it",
        characters=found,
    )


def escaped(values: Mapping[str, Any]) -> Iterator[Fault]:
    """The same, written in YAML's own way: "\\u202e"."""
    for key, value in values.items():
        texts = value if isinstance(value, list) else [value]
        if found := cleaned_of("".join(one for one in texts if isinstance(one, str))):
            yield Fault((key,), unseen(found))


def file_fault(name: str, line: int, text: Said) -> ConfigError:
    """A fault of a file, to be raised."""
    return ConfigError([Problem(name, line, text)])
