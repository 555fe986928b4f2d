"""The two history feeds in the form of Statuspage's: RSS 2.0 and Atom, each word a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from lxml import etree
from markupsafe import Markup, escape

from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.render.feeds.documents import stamp
from statuspage.render.feeds.passages import absolute
from statuspage.render.postmortem import told_html
from statuspage.render.statuspage.paragraph import one_paragraph
from statuspage.render.words import times
from statuspage.render.words.cldr import short_month
from statuspage.render.words.links import strong
from statuspage.render.words.locale import locale
from statuspage.said import said

_ATOM = "http://www.w3.org/2005/Atom"
_YEAR = 2005  # in all ids of Statuspage's feeds
_PARAGRAPH = Markup("<p> <small>{}</small><br> {} - {} </p>")
_PLANNED = Markup("<p>{}</p>")


@dataclass(frozen=True)
class History:
    """The newest incidents and planned work; `since` is when the site began."""

    site: Site
    incidents: Sequence[Incident]  # the newest first
    since: datetime
    path: str = "/history"

    @property
    def title(self) -> str:
        say = locale(self.site.language).say
        return one_line(say("{site} Status - Incident History", site=self.site.name))

    @property
    def updated(self) -> datetime:
        return max((one.updated_at for one in self.incidents), default=self.since)

    def address(self, form: str) -> str:
        """Its own address: "rss" or "atom"."""
        return f"{self.site.url}{self.site.prefix}{self.path}.{form}"


def rss(history: History) -> bytes:
    """As RSS 2.0; the time of an item is that of its newest word, of planned work its start."""
    site = history.site
    root = etree.Element("rss", version="2.0")
    channel = etree.SubElement(root, "channel")
    about = locale(site.language).say(
        said("Incidents and planned work of {site}, with every word.", site=site.name)
    )
    _texts(channel, title=history.title, link=site.address("/"), description=one_line(about))
    _texts(channel, language=site.language, pubDate=_rfc_822(history.updated))
    for one in history.incidents:
        item = etree.SubElement(channel, "item")
        address = site.address(one.path)
        at = one.scheduled_for or one.updates[0].at
        _texts(item, title=_title(one), description=content(site, one), pubDate=_rfc_822(at))
        if one.scheduled_until is not None:
            _texts(item, maintenanceEndDate=_rfc_822(one.scheduled_until))
        _texts(item, link=address, guid=address)
    return _bytes(root)


def atom(history: History) -> bytes:
    """As Atom. `published` is when an entry first stood there, whatever was said of it since."""
    site = history.site
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", site.language)
    _texts(root, id=_tag(site, f"{site.prefix}{history.path}"))
    _link(root, "alternate", "text/html", site.address("/"))
    _link(root, "self", "application/atom+xml", history.address("atom"))
    _texts(root, title=history.title, updated=stamp(history.updated))
    _texts(etree.SubElement(root, f"{{{_ATOM}}}author"), name=one_line(site.name))
    for one in history.incidents:
        entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
        published = min(word.published_at for word in one.updates)
        _texts(entry, id=_tag(site, f"Incident/{one.number}"), published=stamp(published))
        _texts(entry, updated=stamp(one.updated_at))
        _link(entry, "alternate", "text/html", site.address(one.path))
        _texts(entry, title=_title(one))
        told = etree.SubElement(entry, f"{{{_ATOM}}}content", type="html")
        told.text = content(site, one)
    return _bytes(root)


def content(site: Site, one: Incident) -> str:
    """Its words as HTML, the newest first, each a paragraph; planned work opens with its window."""
    window = [_window(site, one.scheduled_for, one.scheduled_until)]
    words = (_word(site, one, word) for word in one.updates)
    return clean_text(" ".join([*filter(None, window), *words]))


def _word(site: Site, incident: Incident, word: Update) -> str:
    spoken = locale(site.language)
    text = one_paragraph(absolute(site, told_html(word, incident, site)))
    if word.was_added_afterwards and not word.is_imported:
        entered = times.full_text(spoken, word.entered_at, site.zone)
        added = spoken.say(said("Added afterwards on {time}.", time=entered))
        text += Markup("<br /><br />") + escape(added)
    return _PARAGRAPH.format(_time(site, word.at), strong(spoken.say(word.label)), text)


def _window(site: Site, start: datetime | None, end: datetime | None) -> str:
    if start is None or end is None:
        return ""
    first, last = start.astimezone(site.zone), end.astimezone(site.zone)
    until = _hour(last)
    if first.date() != last.date() or first.tzname() != last.tzname():
        until = Markup("{}, {}").format(_day(site, last), until)
    begin = Markup("{}, {}").format(_day(site, first), _hour(first))
    if first.tzname() != last.tzname():
        begin = Markup("{} {}").format(begin, first.tzname())
    label = locale(site.language).say(said("THIS IS A SCHEDULED EVENT"))
    zone = last.tzname()
    line = Markup("{} {}&nbsp;-&nbsp;{} {}").format(label, begin, until, zone)
    return _PLANNED.format(strong(line))


def _time(site: Site, instant: datetime) -> Markup:
    local = instant.astimezone(site.zone)
    return Markup("{}, {} {}").format(_day(site, local), _hour(local), local.tzname())


def _day(site: Site, local: datetime) -> Markup:
    month = short_month(site.language, local.date())
    return Markup("{} <var data-var='date'>{}</var>").format(month, f"{local.day:2}")


def _hour(local: datetime) -> Markup:
    return Markup("<var data-var='time'>{}</var>").format(f"{local:%H:%M}")


def _title(one: Incident) -> str:
    return one_line(one.title)


def _tag(site: Site, name: str) -> str:
    host, _, path = site.tag_host.partition("/")
    inside = f"{path}/{name.lstrip('/')}" if path else name
    return f"tag:{host},{_YEAR}:{inside}"


def _texts(parent: etree._Element, **texts: str) -> None:
    space = etree.QName(parent).namespace
    for name, text in texts.items():
        etree.SubElement(parent, f"{{{space}}}{name}" if space else name).text = text


def _link(parent: etree._Element, rel: str, kind: str, href: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}link", rel=rel, type=kind, href=href)


def _rfc_822(instant: datetime) -> str:
    return format_datetime(instant.astimezone(UTC))


def _bytes(root: etree._Element) -> bytes:
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return found
