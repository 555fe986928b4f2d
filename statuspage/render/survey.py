"""A question to paste into mails and other pages: each answer is a link that preselects it."""

from __future__ import annotations

from markupsafe import Markup

from statuspage.domain.asking.questions import ReaderQuestion
from statuspage.domain.vocabulary.site import Site
from statuspage.render.words.locale import locale
from statuspage.said import Said, said

TOKEN = "TOKEN"  # noqa: S105 what stands for the one of each reader
"""What whoever sends the mail puts the token of each reader in place of."""


def addresses(site: Site, question: ReaderQuestion, path: str, *, is_open: bool) -> list[str]:
    """The address of each answer, in their order."""
    by = "" if is_open else f"&by={TOKEN}"
    return [site.address(f"{path}?answer={choice}{by}") for choice in question.choices]


def snippet(site: Site, question: ReaderQuestion, path: str, *, is_open: bool) -> str:
    """The question as HTML that needs no style and no script."""
    spoken = locale(site.language)
    found = addresses(site, question, path, is_open=is_open)
    links = Markup("\n").join(
        Markup('<a href="{}">{}</a>').format(address, spoken.say(label))
        for address, label in zip(found, question.choices.values(), strict=True)
    )
    lines = [spoken.say(question.words)]
    if question.ends is not None:
        lines.append(spoken.say(_ends(question, question.ends)))
    words = Markup("<br>").join(lines)
    return str(Markup("<p>{}</p>\n<p>\n{}\n</p>\n").format(words, links))


def _ends(question: ReaderQuestion, ends: tuple[Said, Said]) -> Said:
    """What the ends of its scale mean."""
    return said(
        "{low} is “{low_words}”, {high} is “{high_words}”.",
        low=question.judging[0],
        low_words=ends[0],
        high=question.judging[-1],
        high_words=ends[1],
    )
