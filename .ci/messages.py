"""Writes the list of messages that translators work from, and brings each catalogue up to it.

With `--check` it writes nothing, and fails when a message is missing somewhere or said nowhere,
when a translation has other gaps or too few plural forms, or when the key of a stored message has
no English. With `--same` it names what reads in a catalogue as it does in English.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from string import Formatter

import click
from babel.messages import Catalog, pofile
from babel.messages.extract import extract_from_dir, extract_from_file

from statuspage.cli import main as main_command
from statuspage.cli.language import help_texts
from statuspage.render.words.kept import KEPT
from statuspage.site.api.guide import PROBLEMS
from statuspage.site.api.openapi import noted, schemas

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "statuspage" / "render" / "words"
TEMPLATE = WORDS / "statuspage.pot"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"said": None, "N_": None, "_": None, "say": None, "markup": None, "counted": (1, 2)}
WORDS_OF = re.compile(r"(?<![{\w])[A-Za-z]{2,}(?![}\w])").search
STORED = re.compile(r"[a-z_]+(\.[a-z_]+)+")


def extracted() -> tuple[Catalog, set[str]]:
    """Every message of the sources, and the keys of stored ones."""
    found = Catalog(project="statuspage", charset="utf-8")
    keys: set[str] = set()
    source = str(ROOT / "statuspage")
    options = {"**": {"silent": "false"}}
    for file, _, message, comments, context in extract_from_dir(
        source, METHODS, options, KEYWORDS, comment_tags=("For translators:",)
    ):
        if isinstance(message, str) and STORED.fullmatch(message):
            keys.add(message)
        else:
            found.add(
                message, None, [(f"statuspage/{file}", 0)], user_comments=comments, context=context
            )
    for text in help_texts(main_command):
        found.add(text, None, [("statuspage/cli/", 0)])
    for module in (
        click.core,
        click.decorators,
        click.exceptions,
        click.formatting,
        click.parser,
        click.types,
    ):
        words = {**KEYWORDS, "ngettext": (1, 2)}
        for _, message, *_ in extract_from_file("python", module.__file__, words):
            found.add(message, None, [("click", 0)])
    notes = [HTTPStatus(code).phrase for code in PROBLEMS]
    json.dumps(noted(schemas()), default=lambda note: notes.append(note.key))
    for text in notes:
        found.add(text, None, [("statuspage/site/api/", 0)])
    return found, keys


_PASSING = re.compile(
    rb'^"(Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team'
    rb"|Generated-By):[^\n]*\n",
    re.MULTILINE,
)


def written(catalogue: Catalog) -> bytes:
    """A catalogue as a file, in an order and with a head that change only when its words do."""
    body = io.BytesIO()
    catalogue.fuzzy = False
    if catalogue.locale is not None:
        catalogue.header_comment = f"# The words of statuspage in {catalogue.locale.english_name}."
    pofile.write_po(
        body,
        catalogue,
        width=100,
        sort_output=True,
        omit_header=catalogue.locale is None,
        include_lineno=False,
    )
    return _PASSING.sub(b"", body.getvalue())


def gaps(text: str) -> set[str]:
    """The names of the gaps of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def faults(found: Catalog, keys: set[str]) -> Iterator[str]:
    """What is missing, unused, or has other gaps."""
    for key in sorted(keys - KEPT.keys()):
        yield f'"{key}" is said and has no English in kept.py; add it'
    for key in sorted(KEPT.keys() - keys):
        yield f'"{key}" in kept.py is said nowhere; keep it only while stores may hold it'
    if not TEMPLATE.is_file() or TEMPLATE.read_bytes() != written(found):
        yield f"{TEMPLATE.name} is not what the sources say; run `make messages`"
    for file in sorted(WORDS.glob("*.po")):
        yield from (f"{file.name}: {fault}" for fault in _faults_of(file, found))


def _faults_of(file: Path, found: Catalog) -> Iterator[str]:
    """What one catalogue lacks, and what it has too much."""
    with file.open("rb") as text:
        catalogue = pofile.read_po(text, locale=file.stem)
    forms = Catalog(locale=file.stem).num_plurals
    if catalogue.num_plurals != forms:
        yield f"its head names {catalogue.num_plurals} plural forms, its language has {forms}"
    known = {one.id: one for one in catalogue if one.id}
    for message in (one for one in found if one.id):
        here = known.pop(message.id, None)
        strings = _texts(here.string) if here else []
        if not strings or not all(strings):
            yield f"{message.id!r} is missing; translate it"
        elif here and here.fuzzy:
            yield f"{message.id!r} is marked as a guess (fuzzy), so it is not used; see to it"
        elif len(strings) != (1 if isinstance(message.id, str) else forms):
            yield f"{message.id!r} has {len(strings)} plural forms of {forms}; add the others"
        elif not _fits(strings, _texts(message.id)):
            yield f"{message.id!r} has other gaps than its translation"
    for unused in known:
        yield f"{unused!r} is said nowhere; run `make messages`"


def _fits(strings: list[str], sources: list[str]) -> bool:
    """Whether all gaps are there; a form that is of one number or two may leave out the count."""
    one, wanted = gaps(sources[0]), gaps(sources[-1])
    try:
        *some, last = [(gaps(text), _spelt(text)) for text in strings]
    except ValueError:
        return False  # a brace alone
    formats = {spelt for source in sources for spelt in _spelt(source)}
    return (
        last[0] == wanted
        and all(wanted - {"count"} <= found <= wanted or found == one for found, _ in some)
        and all(spelt <= formats for _, spelt in (*some, last))
    )


def _spelt(text: str) -> set[str]:
    """The gaps as they are written, with their formats."""
    return {f"{name}!{how}:{form}" for _, name, form, how in Formatter().parse(text) if name}


def same(file: Path) -> Iterator[str]:
    """What reads as in English: names, or words that nobody has translated yet."""
    with file.open("rb") as text:
        for one in pofile.read_po(text, locale=file.stem):
            if one.id and set(_texts(one.string)) <= set(_texts(one.id)) and WORDS_OF(str(one.id)):
                yield f"{file.name}: {one.id!r} is as in English"


def _texts(found: str | tuple[str, ...] | list[str]) -> list[str]:
    return [found] if isinstance(found, str) else list(found)


def update(found: Catalog) -> None:
    """Write the list, and bring each catalogue up to it."""
    TEMPLATE.write_bytes(written(found))
    for file in sorted(WORDS.glob("*.po")):
        with file.open("rb") as text:
            known = pofile.read_po(text, locale=file.stem)
        known.update(found, no_fuzzy_matching=True)
        known.obsolete.clear()
        file.write_bytes(written(known))


def main() -> int:
    """0 when all is well."""
    if "--same" in sys.argv:
        for line in (line for file in sorted(WORDS.glob("*.po")) for line in same(file)):
            print(line)
        return 0
    found, keys = extracted()
    if "--check" not in sys.argv:
        update(found)
    wrong = list(faults(found, keys))
    for fault in wrong:
        print(fault, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
