"""Hints towards plain words, beside what is written in a form."""

from __future__ import annotations

from markupsafe import Markup

from statuspage.actions.incidents.wordings import BODY, TITLE, texts_of
from statuspage.content.word_lists import word_list
from statuspage.domain.desk.personal_data import personal_data
from statuspage.domain.desk.plain_language import ReadText, hints
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.domain.vocabulary.text import cleaned_of
from statuspage.domain.vocabulary.text import left_out as saying
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.settings import site
from statuspage.web.admin import pages
from statuspage.web.admin.writing.dead_links import dead_links
from statuspage.web.admin.writing.fields import fields_of
from statuspage.web.forms.words import NOT_WORDS
from statuspage.web.language import speaker

_MARKDOWN = ("body", "summary", "impact", "cause_words", "went_well", "went_badly")
_NOT_FOR_READERS = frozenset((*NOT_WORDS, "note", "draft", "draft_seen", "seen"))


def wording_of(values: Values, incident: Incident | None = None) -> ReadText:
    """The text of a new incident, or of an update of one that is known."""
    status = _status(values.get("status", ""))
    kind = Kind.INCIDENT if incident is None else incident.kind
    was_resolved = incident is not None and incident.status is Status.RESOLVED
    return ReadText(
        body=values.get("body", ""),
        title="" if incident else values.get("title", "").strip(),
        kind=kind,
        status=status,
        is_first=incident is None,
        promises_next=values.get("next_update", "none") not in ("", "none"),
        reopens=was_resolved and status is Status.INVESTIGATING,
        names_components=bool(fields_of(values).chosen_components()),
    )


def beside(said: ReadText | None) -> Markup:
    """The hints as a part of a page; empty when there are none, or nothing is written yet."""
    if said is None or not said.body.strip():
        return Markup()
    with db.snapshot():
        language = site().language
    found = hints(said, word_list(language))
    return Markup(pages.bare("_hints.html", hints=found)) if found else Markup()  # noqa: S704


def in_languages(values: Values) -> Markup:
    """The hints on what stands in further languages, each by the words of its own."""
    shown = Markup()
    for code, texts in texts_of(values).items():
        body, title = texts.get(BODY, ""), texts.get(TITLE, "").strip()
        status = _status(values.get("status", ""))
        told = ReadText(body, title, status=status, is_first=bool(title), promises_next=True)
        if body.strip() and (found := hints(told, word_list(code))):
            shown += Markup(pages.bare("_hints.html", hints=found, code=code))  # noqa: S704
    return shown


def personal(values: Values) -> Markup:
    """A warning of what looks like personal data in a form, as a part of a page; else empty."""
    texts = [text for name, text in values.items() if name not in _NOT_FOR_READERS]
    with db.snapshot():
        contact = site().contact or ""
    found = personal_data(texts, [contact, contact.removeprefix("mailto:")])
    return Markup(pages.bare("_personal.html", found=found)) if found else Markup()  # noqa: S704


def left_out(values: Values) -> Markup:
    """What of the words in a form nobody will see, as a part of a page; else empty."""
    texts = [text for name, text in values.items() if name not in _NOT_FOR_READERS]
    if not (found := cleaned_of("".join(texts))):
        return Markup()
    told = speaker().say(saying(found))
    return Markup('<div class="hints" role="note"><p>{}</p></div>').format(told)


def links(values: Values, page: str) -> Markup:
    """A warning of links that lead nowhere on this site, as a part of a page; else empty."""
    names = (*_MARKDOWN, *(name for name in values if name.startswith("body:")))
    found = dead_links("\n\n".join(values.get(name, "") for name in names), page)
    return Markup(pages.bare("_dead_links.html", found=found)) if found else Markup()  # noqa: S704


def _status(text: str) -> Status | None:
    return Status(text) if text in list(Status) else None
