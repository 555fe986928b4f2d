"""What people wrote of one thing in further languages than the site's own.

The words in the site's own language stand in the thing itself; those here stand beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from statuspage.domain.vocabulary.site import Site

Texts = Mapping[str, str]
"""Texts of one thing by name, such as "title" and "body"; Markdown as written."""


@dataclass(frozen=True)
class Wordings:
    """Texts by language (as BCP 47 writes it), then by name; an absent text was not written yet.

    `html` has the clean rendering of each "body", which is Markdown, by the same keys.
    """

    texts: Mapping[str, Texts] = field(default_factory=dict)
    html: Mapping[str, Texts] = field(default_factory=dict, compare=False)

    def __hash__(self) -> int:
        return hash(frozenset(self.texts))

    def __bool__(self) -> bool:
        return any(self.texts.values())

    def __iter__(self) -> Iterator[str]:
        """The languages that something was written in."""
        return (language for language, texts in self.texts.items() if texts)

    def of(self, language: str) -> Texts:
        """What was written in a language; nothing where nobody wrote in it."""
        return self.texts.get(language, {})

    def in_language(
        self, language: str, name: str, text: str, html: str, own: str
    ) -> tuple[str, str, str]:
        """A text for readers of a language: the text, its rendering, and the language it is in.

        Where nobody wrote it in theirs, it is what is given: the words in the site's own language.
        """
        found = self.of(language).get(name, "")
        if not found:
            return text, html, own
        return found, self.html.get(language, {}).get(name, ""), language

    def with_texts(self, language: str, texts: Texts, html: Texts) -> Wordings:
        """The same with what is written in one language put otherwise; empty texts are left out."""
        told = {name: text for name, text in texts.items() if text}
        shown = {name: html[name] for name in told if name in html}
        return Wordings(_put(self.texts, language, told), _put(self.html, language, shown))

    def rendered(self, to_html: Callable[[str], str]) -> Wordings:
        """The same with the renderings of those texts that are Markdown."""
        told = {one: texts["body"] for one, texts in self.texts.items() if "body" in texts}
        return Wordings(self.texts, {one: {"body": to_html(text)} for one, text in told.items()})


def _put(known: Mapping[str, Texts], language: str, told: Texts) -> Mapping[str, Texts]:
    rest = {one: texts for one, texts in known.items() if one != language}
    return {**rest, language: told} if told else rest


def further(site: Site) -> tuple[str, ...]:
    """The languages that pages of a site speak besides its own."""
    return tuple(one for one in site.languages if one != site.own_language)


NOT_TRANSLATED = Wordings()
"""Nothing was written in a further language."""
