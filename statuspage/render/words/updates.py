"""The words of an update or an entry, of people and of ours, as HTML and as text."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.incidents.postmortem import Sections
from statuspage.domain.vocabulary.entry import PATHS, Entry, EntryKind
from statuspage.render.words.cldr import language_name
from statuspage.render.words.links import from_page
from statuspage.render.words.locale import Locale
from statuspage.said import Said, said

HEADINGS = {
    "summary": said("Summary"),
    "impact": said("Impact"),
    "cause_words": said("Cause"),
    "went_well": said("What went well"),
    "went_badly": said("What went badly"),
}
"""What stands above each text of a postmortem."""


def html_of(
    told: Update | Entry, locale: Locale, page: str = "", *, is_marked: bool = False
) -> Markup:
    """Clean HTML, whose links within the site stand in full.

    They are meant from `page`, the path of what the words belong to; an entry knows its own. Of a
    postmortem it has the texts alone: render/postmortem.py adds what it rests on. On pages each
    text is marked with where the record has it (`whence`).
    """
    base = page or (told.path if isinstance(told, Entry) and told.kind in PATHS else "")
    sections = told.sections if isinstance(told, Update) else None
    parts = [] if sections is None else _html(told, sections, locale, base, is_marked=is_marked)
    return Markup("\n").join([*parts, *_words(told, locale, base, is_marked=is_marked)])


def whence(told: Incident | Update | Entry, name: str, locale: Locale) -> str:
    """Which text of its entry in the record one of its texts is, as readers of a language read it:
    its name, or below "wordings" where it was written in that language.

    Pages carry it as `data-said`, and static/check.js compares the two.
    """
    is_foreign = name != "title" and bool(getattr(told, "words_in", ""))
    if is_foreign or not told.wordings.of(locale.language).get(name):
        is_detail = isinstance(told, Entry) and name not in ("title", "body")
        return f"details.{name}" if is_detail else name
    return f"wordings.{locale.language}.{name}"


def text_of(told: Update | Entry, locale: Locale) -> str:
    """Markdown as written, or plain words."""
    sections = told.sections if isinstance(told, Update) else None
    texts = {} if sections is None else sections.texts
    headed = [f"## {locale.say(HEADINGS[name])}\n\n{text}" for name, text in texts.items()]
    found = (locale.say(one) if isinstance(one, Said) else one for one in told.words)
    return "\n\n".join([*headed, *found])


def foreign_note(words_in: str, locale: Locale) -> Said | None:
    """What to say above words that are in another language than the reader's; else None."""
    if words_in in ("", locale.language):  # a page without a catalogue speaks English
        return None
    return said(
        "In {original}, not yet in {language}.",
        original=language_name(locale.language, words_in),
        language=language_name(locale.language, locale.language),
    )


def noted(words_in: str, locale: Locale) -> Markup:
    """The same as a line of its own, or nothing."""
    note = foreign_note(words_in, locale)
    return Markup() if note is None else Markup('<p class="note">{}</p>').format(locale.say(note))


def in_its_language(html: Markup, words_in: str, mark: str = "") -> Markup:
    """Words of people, of which language they are where that is not the reader's, and `whence`."""
    if not html or not (words_in or mark):
        return html
    said_in = Markup(' lang="{}" dir="auto"').format(words_in) if words_in else Markup()
    marked = Markup(' data-said="{}"').format(mark) if mark else Markup()
    return Markup("<div{}{}>{}</div>").format(said_in, marked, html)


def under(heading: Said, html: Markup, locale: Locale) -> Markup:
    """A part of a postmortem below its heading."""
    return Markup("<h4>{}</h4>\n{}").format(locale.say(heading), html)


def section_html(sections: Sections, name: str, page: str) -> Markup:
    """One text of a postmortem; empty where there is none."""
    html = sections.html.get(name, "") if name in sections.texts else ""
    return Markup(from_page(html, page))  # noqa: S704 content/ cleaned it


def _html(
    told: Update | Entry, sections: Sections, locale: Locale, page: str, *, is_marked: bool
) -> Iterable[Markup]:
    if note := noted(told.words_in, locale):
        yield note
    for name in sections.texts:
        mark = f"sections.{name}" if is_marked else ""
        shown = in_its_language(section_html(sections, name, page), told.words_in, mark)
        yield under(HEADINGS[name], shown, locale)


def _words(told: Update | Entry, locale: Locale, page: str, *, is_marked: bool) -> Iterable[Markup]:
    for words in told.words:
        if isinstance(words, Said):
            is_whole = is_marked and isinstance(told, Update) and words == told.said
            where = Markup(' data-said="said.0"') if is_whole and not words.params else Markup()
            yield Markup("<p{}>{}</p>").format(where, locale.markup(words))
        else:
            html = Markup(from_page(told.html, page))  # noqa: S704 content/ cleaned it
            # Of an answer the words below its own are a part; the whole says it once, above.
            is_part = isinstance(told, Entry) and told.kind is EntryKind.OUTCOME
            note = Markup() if is_part else noted(told.words_in, locale)
            mark = whence(told, "body", locale) if is_marked else ""
            yield note + in_its_language(html, told.words_in, mark)
