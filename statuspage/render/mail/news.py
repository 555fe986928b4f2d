"""News as mail: one of them whole, or several in one summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from statuspage.domain.incidents.derived import spoken_of
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.telling.subscription import HowOften
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import ComponentState, Kind, Status
from statuspage.render.feeds import Item
from statuspage.render.mail.body import Button, MailBody, body, pointer
from statuspage.render.passages import Passage, labelled, line, time
from statuspage.render.timeline import tone_then
from statuspage.render.words.filters import capital
from statuspage.render.words.links import bdi
from statuspage.render.words.locale import locale
from statuspage.render.words.times import window
from statuspage.said import counted, joined, said

_WELL = ComponentState.OPERATIONAL
_MOST = 50  # of news that one summary lists; the rest is counted
_WHY = {
    HowOften.INSTANT: said("Much happened in a short time, so it comes in one mail."),
    HowOften.DAILY: said("This is your summary of the day."),
    HowOften.MONTHLY: said("This is your summary of the month."),
}


@dataclass(frozen=True)
class Ways:
    """Whole addresses at which the reader of a mail changes what comes, or ends it."""

    change: str
    leave: str


def news_mail(
    site: Site, item: Item, incident: Incident | None, ways: Ways, *, is_edit: bool = False
) -> MailBody:
    """One of the news. `incident`: what it belongs to, with all its updates."""
    update = _update_of(item, incident)
    above: list[Passage] = []
    if incident is not None and update is not None:
        above = [*_planned(site, incident, update), *_affected(site, incident, update)]
    return body(
        site,
        subject=labelled(site, said("Edited"), item.title) if is_edit else item.title,
        parts=[*above, Passage(item.html, item.text)],
        button=Button(said("Read it on the page"), item.url),
        foot=_foot(site, ways),
        preview=item.summary,
        tone=tone_then(incident, update) if incident and update else "",
    )


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


def _update_of(item: Item, incident: Incident | None) -> Update | None:
    updates = incident.updates if incident else ()
    return next((one for one in updates if UPDATE.subject(one.key) in item.subjects), None)


def _planned(site: Site, incident: Incident, update: Update) -> list[Passage]:
    """When planned work is, and what it touches, until it has begun."""
    start, end = incident.scheduled_for, incident.scheduled_until
    if incident.kind is not Kind.MAINTENANCE or not start or not end:
        return []
    spoken = locale(site.language)
    told = [line(site, said("Planned for {window}.", window=window(spoken, start, end, site.zone)))]
    names = [name for _, name in incident.components]
    if names and update.status is Status.SCHEDULED:  # its words say nothing of them yet
        told.insert(0, line(site, said("{label}: {text}", label=incident.impact.label, text=names)))
    return told


def _affected(site: Site, incident: Incident, update: Update) -> list[Passage]:
    """All that is not well, where an update leaves some of it out because it is as before."""
    if update.status in (Status.SCHEDULED, Status.CANCELLED):
        return []
    components, declared = spoken_of(incident.updates[incident.updates.index(update) :])
    bad = {key: name for key, name in components if declared[key] is not _WELL}
    if bad.keys() <= {change.component for change in update.moves}:
        return []
    listed = [
        said("{component}: {state}", component=bdi(name), state=declared[key].small)
        for key, name in bad.items()
    ]
    return [line(site, joined(listed, locale(site.language).comma))]


def _short(site: Site, item: Item) -> Passage:
    """One of several: its title as a link, when it was told, and how it begins."""
    at = time(site, item.published)
    html = Markup(
        '<div class="one"><h2 dir="auto"><a href="{}">{}</a></h2><p>{}</p>'
        '<p dir="auto">{}</p></div>'
    ).format(item.url, item.title, at, item.summary)
    return Passage(html, "\n".join([item.title, at.striptags(), item.summary, item.url]))


def _foot(site: Site, ways: Ways) -> list[Passage]:
    return [
        line(site, said("You get this because you follow {site}.", site=site.name)),
        pointer(site, said("Change what you get"), ways.change),
        pointer(site, said("Get no more mail"), ways.leave),
    ]
