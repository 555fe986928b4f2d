"""The words that plain language is measured with: one file for each language in languages/."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from statuspage.domain.desk.plain_language import Grade, WordList

_FOLDER = Path(__file__).parent / "languages"


def languages() -> list[str]:
    """The languages there are words for."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


@lru_cache(maxsize=8)
def word_list(language: str) -> WordList | None:
    """The words of a language such as "en" or "de-AT"; None where there are none."""
    name = language.partition("-")[0].lower()
    if name not in languages():
        return None
    listed = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    grade = None
    if "grade" in listed:
        from pyphen import Pyphen  # looks through all its dictionaries

        hyphens = Pyphen(lang=listed["hyphenation"])
        grade = Grade(lambda word: len(hyphens.positions(word)) + 1, **listed["grade"])
    return WordList(
        grade=grade,
        jargon=listed["jargon"],
        blame=listed["blame"],
        vague=listed["vague"],
        tells_impact=tuple(listed["tells"]["impact"]),
        tells_way_around=tuple(listed["tells"]["way_around"]),
        attached=tuple(listed.get("attached", ())),
    )
