"""The form of every mail: a heading, parts, perhaps one button, and a foot; in text and in HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from statuspage.config.kinds.colour import ink_on
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.text import one_line
from statuspage.render.feeds.passages import Passage, line
from statuspage.render.html import environment
from statuspage.render.words.links import contact_link
from statuspage.render.words.locale import locale
from statuspage.said import Said, said

if TYPE_CHECKING:
    from css_inline import CSSInliner

_LONGEST = 200  # characters of a subject


@dataclass(frozen=True)
class Picture:
    """A PNG that a mail carries; its HTML shows it by `cid:` and its name."""

    name: str
    data: bytes


@dataclass(frozen=True)
class MailBody:
    """What a mail says, in both forms; they are made of the same parts."""

    subject: str
    text: str
    html: str
    pictures: Sequence[Picture] = ()


@dataclass(frozen=True)
class Button:
    """The one thing to do, as words and the whole address that they lead to."""

    label: Said
    address: str


def body(
    site: Site,
    *,
    subject: str,
    heading: str = "",
    parts: Iterable[Passage],
    button: Button | None = None,
    foot: Iterable[Passage] = (),
    preview: str = "",
    tone: str = "",
    pictures: Sequence[Picture] = (),
) -> MailBody:
    """A mail in the language that `site` speaks. Without a heading its subject is that, too.

    `preview` is what lists of mails show beside the subject. `tone` colours the line above.
    """
    subject = _shortened(one_line(subject))
    heading = one_line(heading) or subject
    shown = [part for part in parts if part.text]
    below = [*foot, *_contact(site)]
    accent = site.look.accent
    facts = {
        "accent": accent and f"background: {accent}; color: {ink_on(accent)};",
        "subject": subject,
        "heading": heading,
        "parts": _marked(shown),
        "button": button,
        "foot": _marked(below),
        "preview": preview,
        "tone": tone,
    }
    spoken = locale(site.language)
    page = environment(spoken).get_template("mail/mail.html").render(site=site, **facts)
    do = [f"{spoken.say(button.label)}:\n{button.address}"] if button else []
    told = [site.name, heading, *(part.text.strip("\n") for part in shown), *do]
    text = "\n\n".join([*told, "-- \n" + "\n\n".join(part.text for part in below)])
    return MailBody(subject, text + "\n", _inlined(page), pictures)


@cache
def _inliner() -> CSSInliner:
    from css_inline import CSSInliner  # only who writes mail needs it

    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def _inlined(page: str) -> str:
    """The style written into the elements, since many readers of mail see it only there."""
    return _inliner().inline(page)


def pointer(site: Site, label: Said, address: str) -> Passage:
    """Words that lead to an address; in text it stands beside them."""
    words = locale(site.language).say(label)
    html = Markup('<p><a href="{}">{}</a></p>').format(address, words)
    return Passage(html, f"{words}: {address}")


def _contact(site: Site) -> Sequence[Passage]:
    if not site.contact:
        return ()
    words = said("Need help? Write to {contact}.", contact=contact_link(site.contact))
    return (line(site, words),)


def _marked(parts: Iterable[Passage]) -> list[Passage]:
    """Parts whose HTML the template takes as it is; passages are clean."""
    return [replace(part, html=Markup(part.html)) for part in parts]  # noqa: S704


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
