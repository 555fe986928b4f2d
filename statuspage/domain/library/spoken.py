"""A Library whose answers speak a language: what people wrote in it stands where it was written.

Where nobody did, the words are those of the site's own language, and say so. Facts that name an
incident by its title alone are given the title that readers of the language know it by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from statuspage.domain.incidents.cause import PublishedCause
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.library.library import Library
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.vocabulary.entry import Entry
from statuspage.domain.vocabulary.spans import ImpactRun

_SPEAKING = ("incidents", "pledges", "postmortems", "entries")
"""The rooms whose answers hold words of people, and of which readers are told in their language."""


def spoken(library: Library, language: str, own: str) -> Library:
    """The same Library for readers of a language; `own` is the language of the site itself."""
    if language == own:
        return library
    words = _Words(library, language, own)
    rooms: dict[str, Any] = {name: _Speaking(getattr(library, name), words) for name in _SPEAKING}
    return replace(library, **rooms)


def incident_in(language: str, own: str, found: Incident) -> Incident:
    """An incident with all its words as readers of a language read them."""
    title, _, title_in = found.wordings.in_language(language, "title", found.title, "", own)
    updates = tuple(update_in(language, own, one) for one in found.updates)
    return replace(found, title=title, title_in=_foreign(title_in, language), updates=updates)


def update_in(language: str, own: str, found: Update) -> Update:
    """A word as readers of a language read it; words of ours are spoken in every language.

    A postmortem is in the language it was written in.
    """
    if found.said is not None or found.withdrawn_at is not None:
        return found
    if found.sections is not None:
        return replace(found, words_in=own)
    body, html, words_in = found.wordings.in_language(language, "body", found.body, found.html, own)
    return replace(found, body=body, html=html, words_in=_foreign(words_in, language))


def entry_in(language: str, own: str, found: Entry) -> Entry:
    """A written entry as readers of a language read it: its words whole in theirs, or none of them.

    Where it was heard may stay in the site's language.
    """
    title, _, title_in = found.wordings.in_language(language, "title", found.title, "", own)
    found = replace(found, title=title, title_in=_foreign(title_in, language))
    if found.lacks(language):
        return replace(found, words_in=own)
    told = found.wordings.of(language)
    _, html, _ = found.wordings.in_language(language, "body", found.body, found.html, own)
    details = {name: told.get(name) or value for name, value in found.details.items()}
    return replace(found, details=details, body=told.get("body", ""), html=html)


def _foreign(words_in: str, language: str) -> str:
    return "" if words_in == language else words_in


class _Words:
    """Puts answers into the words of a language."""

    def __init__(self, library: Library, language: str, own: str) -> None:
        self._library = library
        self._language = language
        titled = dict.fromkeys((ImpactRun, PublishedCause, Pledge), self._titled)
        self._speakers: Mapping[type, Callable[[Any], Any]] = {
            Incident: partial(incident_in, language, own),
            Entry: partial(entry_in, language, own),
            **titled,
        }

    def put(self, answer: Any) -> Any:
        """An answer of a room, whatever it holds, in the language."""
        if isinstance(answer, Mapping):
            return {name: self.put(one) for name, one in answer.items()}
        if isinstance(answer, list | tuple):
            return type(answer)(self.put(one) for one in answer)
        speak = self._speakers.get(type(answer))
        return answer if speak is None else speak(answer)

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        """Asked once: a page may name hundreds of incidents."""
        return self._library.incidents.titles(self._language)

    def _titled(self, fact: Any) -> Any:
        """What names an incident by its title."""
        title = self._titles.get(fact.incident)
        return replace(fact, title=title) if title else fact


class _Speaking:
    """A room that answers in a language."""

    def __init__(self, room: Any, words: _Words) -> None:
        self._room = room
        self._words = words

    def __getattr__(self, name: str) -> Callable[..., Any]:
        question = getattr(self._room, name)
        return lambda *given: self._words.put(question(*given))
