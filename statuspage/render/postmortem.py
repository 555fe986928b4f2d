"""The words of a postmortem as they are shown: what staff wrote, and what follows from the facts.

Headings, clocks, the timeline and what was promised are made here, in the language of the site;
of the clocks the figures are kept, the rest comes from the incident as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from markupsafe import Markup

from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.clocks import Clocks
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.incidents.postmortem import PlannedAction, Sections
from statuspage.domain.vocabulary.display import brief
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.text import one_line
from statuspage.render.words import times
from statuspage.render.words.lengths import lasted
from statuspage.render.words.links import strong
from statuspage.render.words.locale import locale
from statuspage.render.words.updates import (
    HEADINGS,
    foreign_note,
    html_of,
    in_its_language,
    noted,
    section_html,
    text_of,
    under,
)
from statuspage.said import Said, said

_MARKS = re.compile(r"([\\`*_\[\]>~#|!])")
_FIRST_WORDS = 160


@dataclass(frozen=True)
class ListItem:
    """One line of a list, in both forms."""

    html: Markup
    text: str  # Markdown


def told_html(update: Update, incident: Incident, site: Site, *, is_marked: bool = False) -> Markup:
    """The words of an update of an incident; of a postmortem with all that it rests on."""
    spoken = locale(site.language)
    if update.sections is None:
        return html_of(update, spoken, incident.path, is_marked=is_marked)
    told = _parts(update, incident, site, is_marked=is_marked)
    parts = [under(heading, html, spoken) for heading, html, _ in told if html]
    if note := noted(update.words_in, spoken):
        parts.insert(0, note)
    rest = [Markup("<p>{}</p>").format(spoken.markup(update.erased))] if update.erased else []
    return Markup("\n").join([*parts, *rest])


def told_text(update: Update, incident: Incident, site: Site) -> str:
    """The same as Markdown."""
    spoken = locale(site.language)
    said_above = foreign_note(update.words_in, spoken)
    note = [] if said_above is None else [spoken.say(said_above)]
    if update.sections is None:
        return "\n\n".join([*note, text_of(update, spoken)])
    parts = [
        f"## {spoken.say(heading)}\n\n{text}"
        for heading, _, text in _parts(update, incident, site)
        if text
    ]
    erased = [spoken.say(update.erased)] if update.erased else []
    return "\n\n".join([*note, *parts, *erased])


def _parts(
    update: Update, incident: Incident, site: Site, *, is_marked: bool = False
) -> Iterator[tuple[Said, Markup, str]]:
    """Heading, HTML and Markdown of each part; what is not there is empty."""
    sections = update.sections
    if sections is None:
        return
    earlier = incident.updates[incident.updates.index(update) + 1 :]
    page = incident.path
    written = partial(_written, update, page, is_marked=is_marked)
    yield written("summary")
    yield written("impact")
    yield said("Times"), *_list(clock_lines(incident, sections.clocks, site))
    yield said("Timeline"), *_list(timeline_lines(earlier, site))
    yield _cause(written("cause_words"), sections, site)
    yield written("went_well")
    yield written("went_badly")
    lines = (_action_line(action, site) for action in sections.actions)
    yield said("What we will do"), *_list(lines)


def _written(update: Update, page: str, name: str, *, is_marked: bool) -> tuple[Said, Markup, str]:
    sections = update.sections or Sections(Cause.UNKNOWN)
    words = section_html(sections, name, page)
    html = in_its_language(words, update.words_in, f"sections.{name}" if is_marked else "")
    return HEADINGS[name], html, sections.texts.get(name, "")


def _cause(
    written: tuple[Said, Markup, str], sections: Sections, site: Site
) -> tuple[Said, Markup, str]:
    """The kind of cause and what it means, then the words about it."""
    heading, html, text = written
    spoken = locale(site.language)
    label, meaning = spoken.say(sections.cause.label), sections.cause.meaning
    kind = spoken.markup("{label}: {meaning}.", label=strong(label), meaning=meaning)
    plain = spoken.say("{label}: {meaning}.", label=f"**{label}**", meaning=meaning)
    return heading, Markup("<p>{}</p>\n{}").format(kind, html), f"{plain}\n\n{text}"


def clock_lines(incident: Incident, clocks: Clocks | None, site: Site) -> list[ListItem]:
    """When it hurt, when we first said so, and when it was over; none for what is no incident."""
    if clocks is None:
        return []
    spoken = locale(site.language)
    told = (spoken.markup(line) for line in _clocks(incident, clocks, site))
    return [ListItem(html, _plain(html)) for html in told]


def _clocks(incident: Incident, clocks: Clocks, site: Site) -> Iterator[Said]:
    yield _impact(clocks, site)
    first = _time(incident.started_at, site)
    if clocks.lag >= 60:
        lag = brief(clocks.lag, is_good_when_low=True)
        yield said("First notice: {time}, {length} after the impact began", time=first, length=lag)
    else:
        yield said("First notice: {time}", time=first)
    if incident.resolved_at is not None:
        took = lasted(locale(site.language), incident.started_at, incident.resolved_at)
        yield said(
            "Resolved: {time}, {length} after the first notice",
            time=_time(incident.resolved_at, site),
            length=took,
        )
    if clocks.longest_silence and clocks.longest_silence >= 60:
        length = brief(clocks.longest_silence, is_good_when_low=True)
        yield said("Longest time without an update: {length}", length=length)


def _impact(clocks: Clocks, site: Site) -> Said:
    """When it hurt, and whether our checks say so."""
    if clocks.end is None:
        start = _time(clocks.start, site)
        if clocks.is_measured:
            return said("Impact: since {time}, as our checks measured it", time=start)
        return said("Impact: since {time}", time=start)
    spoken = locale(site.language)
    span = times.window(spoken, clocks.start, clocks.end, site.zone)
    length = lasted(spoken, clocks.start, clocks.end)
    if clocks.is_measured:
        return said(
            "Impact: {window}, {length}, as our checks measured it", window=span, length=length
        )
    return said("Impact: {window}, {length}", window=span, length=length)


def timeline_lines(updates: Iterable[Update], site: Site) -> list[ListItem]:
    """Each update that still stands in one line, the oldest first; they are given newest first."""
    standing = [update for update in updates if update.withdrawn_at is None]
    return [_timeline_line(update, site) for update in reversed(standing)]


def _timeline_line(update: Update, site: Site) -> ListItem:
    spoken = locale(site.language)
    label, words = spoken.say(update.label), _first_words(update, site)
    time = _time(update.at, site)
    return ListItem(
        spoken.markup("{time}, {label}: {words}", time=time, label=strong(label), words=words),
        spoken.say(
            "{time}, {label}: {words}",
            time=_plain(time),
            label=f"**{label}**",
            words=_literal(words),
        ),
    )


def _first_words(update: Update, site: Site) -> str:
    text = one_line(_plain(html_of(update, locale(site.language))))
    return text if len(text) <= _FIRST_WORDS else text[: _FIRST_WORDS - 1].rstrip() + "…"


def _action_line(action: PlannedAction, site: Site) -> ListItem:
    spoken, time = locale(site.language), _time(action.due, site)
    return ListItem(
        spoken.markup(
            "{action} ({owner}, by {time})", action=action.what, owner=action.owner, time=time
        ),
        spoken.say(
            "{action} ({owner}, by {time})",
            action=_literal(action.what),
            owner=_literal(action.owner),
            time=_plain(time),
        ),
    )


def _list(lines: Iterable[ListItem]) -> tuple[Markup, str]:
    found = list(lines)
    if not found:
        return Markup(), ""
    items = Markup("\n").join(Markup("<li>{}</li>").format(line.html) for line in found)
    return Markup("<ul>\n{}\n</ul>").format(items), "\n".join(f"- {line.text}" for line in found)


def _time(instant: datetime, site: Site) -> Markup:
    return times.full_moment(locale(site.language), instant, site.zone)


def _plain(html: str) -> str:
    return Markup(html).striptags()  # noqa: S704 only its words are kept


def _literal(text: str) -> str:
    """Words of people inside a line of ours: nothing in them is Markdown."""
    return _MARKS.sub(r"\\\1", text)
