"""A made-up language with every message of ours, to find what is said past the catalogue.

Its words are ours with an accent on each letter, longer and in brackets: a letter of ASCII in an
answer is one that no catalogue knows, of a sentence built by hand or a noun pasted in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter, ascii_letters

from babel.messages import Catalog, Message, pofile

from statuspage.render.words import locale as words

LANGUAGE = "el"
"""It borrows the name of Greek, so that CLDR writes its dates without a letter of ASCII."""

_LETTERS = str.maketrans(ascii_letters, "åƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻⱮÑÖÞɊŔŠŢÛṼŴẊÝŽ")
_WORD = re.compile(r"[A-Za-z]{2,}")


@contextmanager
def made_up(folder: Path, *languages: str) -> Iterator[words.Locale]:
    """The language, also for a site or an environment that names it; a folder holds it.

    It borrows the names of more languages where a test needs some: their dates are CLDR's.
    """
    for language in languages or (LANGUAGE,):
        (folder / f"{language}.po").write_bytes(_catalogue(language))
    before = words.FOLDER
    words.FOLDER = folder
    words.locale.cache_clear()
    try:
        yield words.locale((languages or (LANGUAGE,))[0])
    finally:
        words.FOLDER = before
        words.locale.cache_clear()


def left_over(text: str, *allowed: str) -> list[str]:
    """The words of an answer that no catalogue knows, without what the patterns allow.

    Allow exactly: names and words that people wrote, ids, files, and the words of libraries.
    """
    for pattern in allowed:
        text = re.sub(pattern, " ", text)
    return _WORD.findall(text)


@cache
def _catalogue(language: str) -> bytes:
    with Path(words.__file__).with_name("statuspage.pot").open("rb") as text:
        found = pofile.read_po(text)
    made = Catalog(locale=language)
    for message in found:
        if message.id:
            made.add(message.id, _strange(message, made.num_plurals))
    written = BytesIO()
    pofile.write_po(written, made)
    return written.getvalue()


def _strange(message: Message, plurals: int) -> str | tuple[str, ...]:
    if isinstance(message.id, str):
        return _accented(message.id)
    one, several = map(_accented, message.id)
    return (one, *[several] * (plurals - 1))


def _accented(text: str) -> str:
    parts = []
    for literal, name, spec, conversion in Formatter().parse(text):
        plain = literal.replace("{", "{{").replace("}", "}}")
        parts.append(plain.translate(_LETTERS))
        if name is not None:
            inside = name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
            parts.append(f"{{{inside}}}")
    return f"[!! {''.join(parts)} !!]"
