"""Texts of written entries in further languages, as a form hands them in."""

from __future__ import annotations

from collections.abc import Mapping

from statuspage.actions.given import check_gaps, check_letters, checked_body, checked_line
from statuspage.config.faults import hint
from statuspage.content.markdown import to_html
from statuspage.domain.vocabulary.entry import TEXTS, Entry, EntryKind
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.domain.vocabulary.wordings import Texts, Wordings
from statuspage.said import Said, said
from statuspage.store.settings import site

_LONGEST_LINE = 300
_LINES = ("channel", "period")


def checked_wordings(
    faults: dict[str, Said], kind: EntryKind, kept: Wordings, texts: Mapping[str, Texts]
) -> Wordings:
    """What is written in further languages now, clean and rendered; faults by "NAME:LANGUAGE".

    Empty texts are left out: where words are missing, readers see those of the site's language.
    What is `kept` in a language that nothing is said of stays.
    """
    here = site()
    known = [one for one in here.languages if one != here.own_language]
    found = kept
    for language, told in texts.items():
        clean: dict[str, str] = {}
        for name in TEXTS[kind]:
            if (text := told.get(name, "")).strip():
                clean[name] = _checked(faults, name, f"{name}:{language}", text)
        if clean and language not in known:
            faults[f"title:{language}"] = said(
                "This site has no pages in '{language}'; {hint}",
                language=language,
                hint=hint(language, known),
            )
        is_good = "body" in clean and f"body:{language}" not in faults
        html = {"body": to_html(clean["body"])} if is_good else {}
        found = found.with_texts(language, clean, html)
    return found


def in_further_languages(entry: Entry) -> dict[str, str]:
    """What an entry says in further languages, by the names of the fields: "title:de"."""
    return {
        f"{name}:{language}": text
        for language in entry.wordings
        for name, text in entry.wordings.of(language).items()
    }


def _checked(faults: dict[str, Said], name: str, field: str, text: str) -> str:
    if name == "title":
        return checked_line(faults, field, text, limit=_LONGEST_LINE)
    if name == "body":
        return checked_body(faults, field, text)
    check_letters(faults, field, text)
    check_gaps(faults, field, text)
    return one_line(text) if name in _LINES else clean_text(text).strip()
