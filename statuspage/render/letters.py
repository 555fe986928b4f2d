"""Letters: what concerns its reader alone, such as the code that confirms a subscription.

Each is written once; a mail makes a heading, a button and a foot of it, programs, phones and chats
are told an item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.passages import Passage, item, line, link, time
from statuspage.render.mail.body import Button, MailBody, body, pointer
from statuspage.render.mail.question import MailQuestion, question
from statuspage.render.words.locale import locale
from statuspage.said import Said, said


@dataclass(frozen=True)
class Code:
    """Digits to type, on a line of their own."""

    digits: str


@dataclass(frozen=True)
class NextStep:
    """The one thing to do, and the path that it leads to."""

    label: Said
    path: str


@dataclass(frozen=True)
class LetterText:
    """What a letter says, whatever carries it."""

    name: str
    subject: Said
    parts: Sequence[Said | Code]
    step: NextStep | None = None
    foot: Sequence[Said] = ()
    heading: Said | None = None  # where it is not the subject
    asked: MailQuestion | None = None  # each answer a link that preselects it
    settings: str = ""  # the path at which its reader changes what they get, beside the step

    @property
    def code(self) -> str:
        """The digits in it; "" where it has none."""
        return next((part.digits for part in self.parts if isinstance(part, Code)), "")


_NOT_YOU = said("Somebody gave us this address. If it was not you, there is nothing to do.")
_CHANGE = said("Change what you get")


def confirmation(
    site: Site, code: str, path: str, following: Sequence[Said | str], *, is_asked_for: bool = False
) -> LetterText:
    """The code and the link that confirm a subscription. `following`: what it is of, in words;
    `is_asked_for`: of what its reader asked us for, and of nothing else."""
    told = [said("What you get: {list}", list=list(following))] if following else []
    news = said("Do you want news of {site}?", site=site.name)
    return LetterText(
        "confirmation",
        said("{code} is your code for {site}", code=code, site=site.name),
        [
            said("Type this code into the page that is still open:"),
            Code(code),
            said("Or go on here; nothing is sent until you press the button there:"),
        ],
        NextStep(said("Confirm"), path),
        [*told, _NOT_YOU],
        heading=told[0] if told and is_asked_for else news,
    )


def already(site: Site, code: str, path: str) -> LetterText:
    """To an address that is known: somebody asked for the same again. Both open its settings."""
    return LetterText(
        "already",
        said("{code} is your code for {site}", code=code, site=site.name),
        [
            said("To change what you get, type this code into the page still open:"),
            Code(code),
            said("Or go on here:"),
        ],
        NextStep(_CHANGE, path),
        [_NOT_YOU],
        heading=said("You follow {site} already", site=site.name),
    )


def settings(site: Site, path: str) -> LetterText:
    """The link to what somebody gets; it is good for a short time."""
    return LetterText(
        "settings",
        said("Your settings for {site}", site=site.name),
        [said("Change here what you get, how often, and in which language.")],
        NextStep(_CHANGE, path),
        [said("The link is good for an hour, and is yours alone: do not pass it on.")],
    )


def goodbye(site: Site, undo: str) -> LetterText:
    """The last one; the link in it takes back what somebody else did."""
    return LetterText(
        "goodbye",
        said("No more news from {site}", site=site.name),
        [said("That was the last one. If it was a mistake, or not you, take it back here.")],
        NextStep(said("Get news again"), undo),
    )


def sample(site: Site, at: datetime, change: str = "") -> LetterText:
    """Whether anything arrives. `change`: where its reader changes what they get."""
    return LetterText(
        "test",
        said("A test from {site}", site=site.name),
        [
            said("Nothing has happened. If you can read this, news arrives here."),
            said("Sent on {time}.", time=time(site, at)),
        ],
        settings=change,
    )


def probe(site: Site, change: str) -> LetterText:
    """To an address from which mail came back: whether it arrives again."""
    return LetterText(
        "probe",
        said("Does mail from {site} reach you?", site=site.name),
        [
            said(
                "Mail to you came back several times. If you can read this, it arrives again, "
                "and there is nothing to do."
            )
        ],
        settings=change,
    )


def quarantined(site: Site, host: str, why: Said | None, change: str) -> LetterText:
    """To the owner of a webhook or a topic on `host` that was not reached for too long."""
    return LetterText(
        "quarantined",
        said("News of {site} does not reach {host}", site=site.name, host=host),
        [
            said("It was not reached for too long, so nothing more is sent there."),
            *([said("The last try: {reason}", reason=why)] if why else []),
        ],
        NextStep(_CHANGE, change),
    )


def helped(site: Site, title: str, asked: MailQuestion, change: str) -> LetterText:
    """To whoever asked for something that is done since a while: whether it helped."""
    return LetterText(
        "helped",
        said("Did it help? {title}", title=title),
        [
            said("You asked {site} for this, and it was done some weeks ago.", site=site.name),
            said("If many say no, we look at it once more."),
        ],
        asked=asked,
        settings=change,
    )


def turned_away(site: Site, at: datetime, why: str, path: str) -> LetterText:
    """To somebody who said something at a time, nothing of which will come; `path` shows it."""
    return LetterText(
        "turned_away",
        said("What you told {site}", site=site.name),
        [
            said("You wrote to us on {time}. Thank you for that.", time=time(site, at)),
            said("We have read it, and nothing will come of it."),
            *([said("The reason: {reason}", reason=why)] if why else []),
        ],
        NextStep(said("See what you wrote"), path),
    )


def as_mail(site: Site, letter: LetterText) -> MailBody:
    """A letter as a mail."""
    words = locale(site.language)
    step = letter.step
    more = [pointer(site, _CHANGE, site.address(letter.settings))] if letter.settings else []
    return body(
        site,
        subject=words.say(letter.subject),
        heading=words.say(letter.heading) if letter.heading else "",
        parts=[*(_part(site, part) for part in letter.parts), *_question(site, letter)],
        button=Button(step.label, site.address(step.path)) if step else None,
        foot=[*(line(site, one) for one in letter.foot), *more],
    )


def as_item(site: Site, letter: LetterText, at: datetime) -> Item:
    """A letter as an item, its link among its words."""
    step = letter.step
    address = site.address(step.path) if step else ""
    way = [Passage(f"<p>{link(address)}</p>", address)] if step else []
    return item(
        site,
        name=letter.name,
        path=step.path if step else "/",
        title=locale(site.language).say(letter.subject),
        passages=[
            *(_part(site, part) for part in letter.parts),
            *_question(site, letter),
            *way,
            *(line(site, one) for one in letter.foot),
        ],
        summary="",
        published=at,
        updated=at,
        tags=[],
        author="",
        subjects=[],
        details={"kind": letter.name},
    )


def _question(site: Site, letter: LetterText) -> list[Passage]:
    return [question(site, letter.asked)] if letter.asked else []


def _part(site: Site, part: Said | Code) -> Passage:
    if isinstance(part, Said):
        return line(site, part)
    html = Markup('<p class="code">{}</p>').format(part.digits)
    return Passage(str(html), f"    {part.digits}")
