"""News as mail: one of them whole, or several in one summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.telling.news import News
from statuspage.domain.telling.subscription import HowOften
from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.alone import facts_above, update_of
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.passages import Passage, labelled, line, time
from statuspage.render.mail.body import Button, MailBody, body, pointer
from statuspage.render.mail.question import MailQuestion, question
from statuspage.render.mail.trends import trend_pictures
from statuspage.render.timeline import tone_then
from statuspage.render.words.filters import capital
from statuspage.render.words.locale import locale
from statuspage.said import Said, counted, said

_MOST = 50  # of news that one summary lists; the rest is counted
_WHY = {
    HowOften.INSTANT: said("Much happened in a short time, so it comes in one mail."),
    HowOften.DAILY: said("This is your summary of the day."),
    HowOften.MONTHLY: said("This is your summary of the month."),
}


@dataclass(frozen=True)
class Ways:
    """Whole addresses at which the reader of a mail changes what comes, or ends it; and why it
    comes."""

    change: str
    leave: str
    is_asked_for: bool = False  # it is of what its reader asked us for, and of nothing else


def news_mail(
    site: Site,
    item: Item,
    incident: Incident | None,
    ways: Ways,
    label: Said | None = None,
    *,
    asked: MailQuestion | None = None,
    report: PeriodReport | None = None,
) -> MailBody:
    """One of the news. `incident`: what it belongs to, with all its updates; `report`: what it is.

    `label` stands before the subject, see `label_of`.
    """
    update = update_of(item, incident)
    charts, pictures = trend_pictures(site, report) if report else ([], [])
    return body(
        site,
        subject=labelled(site, label, item.title) if label else item.title,
        parts=[
            *facts_above(site, item, incident),
            Passage(item.html, item.text),
            *charts,
            *([question(site, asked)] if asked else []),
        ],
        button=Button(said("Read it on the page"), item.url),
        foot=_foot(site, ways),
        preview=item.summary,
        tone=tone_then(incident, update) if incident and update else "",
        pictures=pictures,
    )


def label_of(news: News) -> Said | None:
    """What is said before the title of news that tell of something again."""
    if news.is_edit:
        return said("Edited")
    if news.days_ahead is None:
        return None
    return counted("In {count} day", "In {count} days", news.days_ahead)


def summary_mail(site: Site, items: Sequence[Item], how_often: HowOften, ways: Ways) -> MailBody:
    """Several of the news, the newest first, each with its beginning and the way to the rest."""
    number = counted("{count} update", "{count} updates", len(items))
    spoken = locale(site.language)
    listed = [_short(site, one) for one in items[:_MOST]]
    more = len(items) - _MOST
    rest = capital(spoken.say(counted("and {count} more", "and {count} more", more)))
    return body(
        site,
        subject=spoken.say("{label}: {text}", label=site.name, text=number),
        heading=spoken.say(number),
        parts=[line(site, _WHY[how_often]), *listed, line(site, rest if more > 0 else "")],
        button=Button(said("See the page"), site.address("/")),
        foot=_foot(site, ways),
        preview=items[0].title if items else "",
    )


def _short(site: Site, item: Item) -> Passage:
    """One of several: its title as a link, when it was told, and how it begins."""
    at = time(site, item.published)
    html = Markup(
        '<div class="one"><h2 dir="auto"><a href="{}">{}</a></h2><p>{}</p>'
        '<p dir="auto">{}</p></div>'
    ).format(item.url, item.title, at, item.summary)
    return Passage(html, "\n".join([item.title, at.striptags(), item.summary, item.url]))


def _foot(site: Site, ways: Ways) -> list[Passage]:
    follows = said("You get this because you follow {site}.", site=site.name)
    asked = said("You get this because you asked {site} for it.", site=site.name)
    return [
        line(site, asked if ways.is_asked_for else follows),
        pointer(site, said("Change what you get"), ways.change),
        pointer(site, said("Get no more mail"), ways.leave),
    ]
