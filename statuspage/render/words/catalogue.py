"""Reads a catalogue of gettext as it is written (LANGUAGE.po), fast enough for each command.

Translators' own files are what runs: nothing is compiled, so nothing can be stale. 2,800 messages
take some 20 ms; Babel, which checks far more, takes ten times that and is left to `make check`.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from statuspage.said import said

_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr)(?:\[(\d)\])? )?"(.*)"')
_PLURAL = re.compile(r"plural=([^;\n]*)")

Entry = dict[str, str]  # by msgid, msgid_plural, msgstr0, msgstr1 ..; fuzzy, where it is a guess


class Catalogue(gettext.NullTranslations):
    """The words of a language by those of the sources."""

    def __init__(self, file: Path) -> None:
        """Raises ValueError when it is no such file."""
        super().__init__()
        self._texts: dict[str, str] = {}
        self._forms: dict[str, list[str]] = {}
        self._form: Callable[[int], int] = lambda number: number != 1
        for entry in _entries(file):
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        key, first = entry["msgid"], entry.get("msgstr0", "")
        if not key and (found := _PLURAL.search(first)):
            self._form = vars(gettext)["c2py"](found[1])  # what gettext itself reads them by
        if not key or not first or "fuzzy" in entry:
            return
        self._texts[key] = first
        if "msgid_plural" in entry:
            numbers = range(len(entry))
            self._forms[key] = [entry[f"msgstr{n}"] for n in numbers if f"msgstr{n}" in entry]

    def gettext(self, message: str) -> str:
        return self._texts.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        forms = self._forms.get(msgid1)
        place = int(self._form(n))
        if forms is None or place >= len(forms):
            return msgid1 if n == 1 else msgid2
        return forms[place]


def _entries(file: Path) -> Iterator[Entry]:
    """Each message with what stands for it; those that are no longer said are comments."""
    entry: Entry = {}
    field, fuzzy = "", False
    for number, line in enumerate(file.read_text("utf-8").split("\n"), 1):
        if not line or line[0] == "#":
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(said("{file} line {number} is no line of a catalogue", file=file.name,
                                  number=number))  # fmt: skip
        if found[1] == "msgid":
            if entry:
                yield entry
            entry = {"fuzzy": ""} if fuzzy else {}
            fuzzy = False
        if found[1]:
            field = f"msgstr{found[2] or 0}" if found[1] == "msgstr" else found[1]
        text = found[3]
        if "\\" in text:
            text = _ESCAPED.sub(lambda mark: _ESCAPES.get(mark[1], mark[1]), text)
        entry[field] = entry.get(field, "") + text
    if entry:
        yield entry
