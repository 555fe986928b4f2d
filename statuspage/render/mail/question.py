"""A question at the end of a mail: each answer is a link to its page, where a button answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.passages import Passage
from statuspage.render.words.locale import locale
from statuspage.said import Said


@dataclass(frozen=True)
class MailQuestion:
    """What is asked, and each answer with the path that preselects it."""

    words: Said
    choices: Sequence[tuple[Said | str, str]]


def question(site: Site, asked: MailQuestion) -> Passage:
    """The same, in both forms of a mail."""
    spoken = locale(site.language)
    told = [(spoken.say(label), site.address(path)) for label, path in asked.choices]
    links = Markup(" ").join(
        Markup('<a class="choice" href="{}">{}</a>').format(address, label)
        for label, address in told
    )
    words = spoken.say(asked.words)
    html = Markup('<div class="asked"><p><strong>{}</strong></p><p>{}</p></div>')
    text = "\n".join([words, *(f"{label}: {address}" for label, address in told)])
    return Passage(str(html.format(words, links)), text)
