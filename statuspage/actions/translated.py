"""Texts of written entries in further languages, as a form hands them in."""

from __future__ import annotations

from collections.abc import Mapping

from statuspage.actions.given import check_gaps, check_letters, checked_body, checked_line
from statuspage.actions.incidents.wordings import check_languages, field_of
from statuspage.content.markdown import to_html
from statuspage.domain.vocabulary.entry import TEXTS, EntryKind
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.domain.vocabulary.wordings import Texts, Wordings
from statuspage.said import Said

_LONGEST_LINE = 300
_LINES = ("channel", "period")


def checked_wordings(
    faults: dict[str, Said], kind: EntryKind, kept: Wordings, texts: Mapping[str, Texts]
) -> Wordings:
    """What is written in further languages now, clean and rendered; faults by "NAME:LANGUAGE".

    Empty texts are left out: where words are missing, readers see those of the site's language.
    What is `kept` in a language that nothing is said of stays.
    """
    found = kept
    for language, told in texts.items():
        clean: dict[str, str] = {}
        for name in TEXTS[kind]:
            if (text := told.get(name, "")).strip():
                clean[name] = _checked(faults, name, field_of(name, language), text)
        if clean:
            check_languages(faults, [language], name="title")
        is_good = "body" in clean and field_of("body", language) not in faults
        html = {"body": to_html(clean["body"])} if is_good else {}
        found = found.with_texts(language, clean, html)
    return found


def _checked(faults: dict[str, Said], name: str, field: str, text: str) -> str:
    if name == "title":
        return checked_line(faults, field, text, limit=_LONGEST_LINE)
    if name == "body":
        return checked_body(faults, field, text)
    check_letters(faults, field, text)
    check_gaps(faults, field, text)
    return one_line(text) if name in _LINES else clean_text(text).strip()
