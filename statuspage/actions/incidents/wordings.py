"""What is written of incidents and planned work in further languages, as it is handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from statuspage.actions.given import checked_body, checked_line
from statuspage.config.faults import hint
from statuspage.content.markdown import to_html
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Texts, Wordings, further
from statuspage.said import Said, said
from statuspage.store.settings import site

TITLE, BODY = "title", "body"
ONE_LANGUAGE = said("A postmortem is in the language it was written in.")


def field_of(name: str, language: str) -> str:
    """What the field of a text in a further language is called, in forms and in faults."""
    return f"{name}:{language}"


def checked_wordings(
    faults: dict[str, Said], texts: Mapping[str, Texts], *, title_alone: bool = False
) -> Wordings:
    """What was written in further languages, clean and rendered; faults by field.

    Empty texts are left out. A title without words is a fault, unless it may stand alone: the words
    stand elsewhere then, or are ours.
    """
    found = NOT_TRANSLATED
    for language, given in texts.items():
        clean, html = {}, {}
        for name, text in given.items():
            if not text.strip():
                continue
            field = field_of(name, language)
            if name == TITLE:
                clean[name] = checked_line(faults, field, text)
            else:
                clean[name] = checked_body(faults, field, text)
                html[name] = "" if field in faults else to_html(clean[name])
        if TITLE in clean and BODY not in clean and not title_alone:
            faults.setdefault(
                field_of(BODY, language),
                said("There is a title in this language, but no words. Add them, or drop both."),
            )
        found = found.with_texts(language, clean, html)
    return found


def by_field(given: Wordings) -> dict[str, str]:
    """Each text by the name of its field."""
    return {
        field_of(name, language): text
        for language in given
        for name, text in given.of(language).items()
    }


def texts_of(
    fields: Mapping[str, str], names: Collection[str] = (TITLE, BODY)
) -> Mapping[str, Texts]:
    """The same the other way round: by language and name, empty ones too."""
    found: dict[str, dict[str, str]] = {}
    for field, text in fields.items():
        name, _, language = field.partition(":")
        if language and name in names:
            found.setdefault(language, {})[name] = text
    return found


def reworded(given: Wordings, texts: Mapping[str, str]) -> Wordings:
    """The same with some texts put otherwise, by the names of their fields; all are clean."""
    found = given
    for language in given:
        told = {
            name: texts.get(field_of(name, language), old)
            for name, old in given.of(language).items()
        }
        found = found.with_texts(language, told, {})
    return found.rendered(to_html)


def check_languages(faults: dict[str, Said], languages: Iterable[str], *, name: str = BODY) -> None:
    """A fault for each language that pages of this site do not speak besides its own."""
    known = further(site())
    for language in languages:
        if language not in known:
            faults[field_of(name, language)] = said(
                "This site has no pages in '{language}'; {hint}",
                language=language,
                hint=hint(language, known),
            )


def still_spoken(known: Wordings) -> dict[str, Texts]:
    """What was written ahead, in the languages that pages of the site speak now."""
    return {language: known.of(language) for language in further(site()) if known.of(language)}


def of_title(given: Wordings) -> Wordings:
    """Titles alone, which belong to the incident."""
    return _only(given, TITLE)


def of_words(given: Wordings) -> Wordings:
    """All but the titles, which belongs to the update."""
    return _only(given, BODY)


def _only(given: Wordings, name: str) -> Wordings:
    found = NOT_TRANSLATED
    for language in given:
        texts = {name: given.of(language).get(name, "")}
        found = found.with_texts(language, texts, given.html.get(language, {}))
    return found


def with_texts(former: Wordings | None, given: Mapping[str, Texts]) -> Wordings | None:
    """Former words with those named put otherwise; None where there are none and none is named."""
    found = former or Wordings()
    for language, told in given.items():
        named = {name: text for name, text in told.items() if text}
        found = found.with_texts(language, {**found.of(language), **named}, {})
    return found if given else former


def with_missing(known: Wordings, added: Wordings, faults: dict[str, Said]) -> Wordings:
    """What is known with what was missing; what stands already is a fault, it is edited instead."""
    found = known
    for language in added:
        texts, html = added.of(language), added.html.get(language, {})
        for name in texts.keys() & known.of(language).keys():
            faults[field_of(name, language)] = said(
                "That is written in this language already. Edit it instead, with your reason."
            )
        both = {**known.html.get(language, {}), **html}
        found = found.with_texts(language, {**known.of(language), **texts}, both)
    return found
