"""Letters: mails that concern their reader alone, such as the code that confirms a subscription."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from statuspage.domain.vocabulary.site import Site
from statuspage.render.mail.body import Button, MailBody, body, pointer
from statuspage.render.passages import Passage, line, time
from statuspage.render.words.locale import locale
from statuspage.said import Said, said


def confirmation(site: Site, code: str, link: str, following: Sequence[Said | str]) -> MailBody:
    """The code and the link that confirm a subscription. `following`: what it is of, in words."""
    return body(
        site,
        subject=_spoken(site, said("{code} is your code for {site}", code=code, site=site.name)),
        heading=_spoken(site, said("Do you want news of {site}?", site=site.name)),
        parts=[
            line(site, said("Type this code into the page that is still open:")),
            _code(code),
            line(site, said("Or go on here; nothing is sent until you press the button there:")),
        ],
        button=Button(said("Confirm"), link),
        foot=[
            _following(site, following),
            line(
                site,
                said("Somebody gave us this address. If it was not you, there is nothing to do."),
            ),
        ],
    )


def already(site: Site, code: str, link: str) -> MailBody:
    """To an address that is known: somebody asked for the same again. Both open its settings."""
    return body(
        site,
        subject=_spoken(site, said("{code} is your code for {site}", code=code, site=site.name)),
        heading=_spoken(site, said("You follow {site} already", site=site.name)),
        parts=[
            line(site, said("To change what you get, type this code into the page still open:")),
            _code(code),
            line(site, said("Or go on here:")),
        ],
        button=Button(said("Change what you get"), link),
        foot=[
            line(
                site,
                said("Somebody gave us this address. If it was not you, there is nothing to do."),
            )
        ],
    )


def settings(site: Site, link: str) -> MailBody:
    """The link to what somebody gets; it is good for a short time."""
    return body(
        site,
        subject=_spoken(site, said("Your settings for {site}", site=site.name)),
        parts=[
            line(site, said("Change here what you get, how often, and in which language.")),
        ],
        button=Button(said("Change what you get"), link),
        foot=[
            line(site, said("The link is good for an hour, and is yours alone: do not pass it on."))
        ],
    )


def goodbye(site: Site, undo: str) -> MailBody:
    """The last mail; the link in it takes back what somebody else did."""
    return body(
        site,
        subject=_spoken(site, said("You get no more mail from {site}", site=site.name)),
        parts=[
            line(
                site,
                said("That was the last one. If it was a mistake, or not you, take it back here."),
            )
        ],
        button=Button(said("Get mail again"), undo),
    )


def sample(site: Site, at: datetime, change: str) -> MailBody:
    """Whether mail arrives. `change`: where its reader changes what they get, if they follow."""
    return body(
        site,
        subject=_spoken(site, said("A test from {site}", site=site.name)),
        parts=[
            line(site, said("Mail from {site} reaches you. Nothing has happened.", site=site.name)),
            line(site, said("Sent on {time}.", time=time(site, at))),
        ],
        foot=[pointer(site, said("Change what you get"), change)] if change else [],
    )


def probe(site: Site, change: str) -> MailBody:
    """To an address from which mail came back: whether it arrives again."""
    return body(
        site,
        subject=_spoken(site, said("Does mail from {site} reach you?", site=site.name)),
        parts=[
            line(
                site,
                said(
                    "Mail to you came back several times. If you can read this, it arrives again, "
                    "and there is nothing to do."
                ),
            )
        ],
        foot=[pointer(site, said("Change what you get"), change)],
    )


def quarantined(site: Site, host: str, why: Said | None, link: str) -> MailBody:
    """To the owner of a webhook or a topic on `host` that was not reached for too long."""
    return body(
        site,
        subject=_spoken(
            site, said("News of {site} does not reach {host}", site=site.name, host=host)
        ),
        parts=[
            line(site, said("It was not reached for too long, so nothing more is sent there.")),
            line(site, said("The last try: {reason}", reason=why) if why else ""),
        ],
        button=Button(said("Change what you get"), link),
    )


def _code(code: str) -> Passage:
    return Passage(str(Markup('<p class="code">{}</p>').format(code)), f"    {code}")


def _following(site: Site, following: Sequence[Said | str]) -> Passage:
    return line(site, said("What you get: {list}", list=list(following)) if following else "")


def _spoken(site: Site, what: Said) -> str:
    return locale(site.language).say(what)
