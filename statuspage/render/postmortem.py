"""The words of a postmortem, as one Markdown text: what staff wrote, and what is filled in.

Times, clocks, the timeline and what was seen before come from what was published, never from staff.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from markupsafe import Markup

from statuspage.domain.incidents.cause import PublishedCause
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.incidents.postmortem import PlannedAction, Written
from statuspage.domain.promises.clocks import Clocks
from statuspage.domain.vocabulary.display import duration
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.text import one_line
from statuspage.render.words import times
from statuspage.render.words.lengths import lasted
from statuspage.render.words.locale import locale
from statuspage.render.words.updates import html_of
from statuspage.said import Said, counted, said

_MARKS = re.compile(r"([\\`*_\[\]>~#|!])")
_FIRST_WORDS = 160
_SEEN_SHOWN = 10


def composed(
    incident: Incident,
    written: Written,
    clocks: Clocks | None,
    again: Sequence[PublishedCause],
    site: Site,
) -> str:
    """All sections in order; those without words are left out.

    `again` are the incidents of the year before with the same cause, the newest first.
    """
    say = locale(site.language).say
    kind = say("**{label}:** {meaning}.", label=written.cause.label, meaning=written.cause.meaning)
    sections = (
        (say("Summary"), written.summary),
        (say("Impact"), written.impact),
        (say("Three clocks"), _list(clock_lines(incident, clocks, site))),
        (say("Timeline"), _list(timeline_lines(incident, site))),
        (say("Cause"), f"{kind}\n\n{written.cause_words}"),
        (say("What went well"), written.went_well),
        (say("What went badly"), written.went_badly),
        (say("What we will do"), _list(_action_line(action, site) for action in written.actions)),
        (say("Seen before"), _seen(again, site)),
    )
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in sections if text)


def clock_lines(incident: Incident, clocks: Clocks | None, site: Site) -> list[str]:
    """When it hurt, when we first said so, and when it was over; none for what is no incident."""
    if clocks is None:
        return []
    return [_plain(locale(site.language).say(line)) for line in _clocks(incident, clocks, site)]


def _clocks(incident: Incident, clocks: Clocks, site: Site) -> Iterator[Said]:
    yield _impact(clocks, site)
    first = _time(incident.started_at, site)
    if clocks.lag >= 60:
        lag = duration(clocks.lag)
        yield said("First word: {time}, {length} after the impact began", time=first, length=lag)
    else:
        yield said("First word: {time}", time=first)
    if incident.resolved_at is not None:
        took = lasted(locale(site.language), incident.started_at, incident.resolved_at)
        yield said(
            "Resolved: {time}, {length} after the first word",
            time=_time(incident.resolved_at, site),
            length=took,
        )
    if clocks.longest_silence and clocks.longest_silence >= 60:
        length = duration(clocks.longest_silence)
        yield said("Longest time without a word meanwhile: {length}", length=length)


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


def timeline_lines(incident: Incident, site: Site) -> list[str]:
    """Each update that still stands in one line, the oldest first."""
    return [
        locale(site.language).say(
            "{time}, **{label}:** {words}",
            time=_time(update.at, site),
            label=update.label,
            words=_literal(_first_words(update, site)),
        )
        for update in reversed(incident.updates)
        if update.withdrawn_at is None
    ]


def _first_words(update: Update, site: Site) -> str:
    text = one_line(_plain(html_of(update, locale(site.language))))
    return text if len(text) <= _FIRST_WORDS else text[: _FIRST_WORDS - 1].rstrip() + "…"


def _action_line(action: PlannedAction, site: Site) -> str:
    return locale(site.language).say(
        "{action} ({owner}, by {time})",
        action=_literal(action.what),
        owner=_literal(action.owner),
        time=_time(action.due, site),
    )


def _seen(again: Sequence[PublishedCause], site: Site) -> str:
    """How often the same cause struck the same components in the year before, and when."""
    if not again:
        return ""
    spoken = locale(site.language)
    head = spoken.say(
        counted(
            "The same kind of cause on the same components, {count} time in the 12 months before:",
            "The same kind of cause on the same components, {count} times in the 12 months before:",
            len(again),
        )
    )
    shown = [
        f"[{_literal(one_line(one.title))}](/incidents/{one.incident}), "
        f"{_plain(times.day(spoken, one.started_at, site.zone))}"
        for one in again[:_SEEN_SHOWN]
    ]
    rest = spoken.say("The newest {number} are listed.", number=_SEEN_SHOWN)
    return "\n\n".join([head, _list(shown), *([rest] if len(again) > _SEEN_SHOWN else [])])


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _time(instant: datetime, site: Site) -> str:
    return times.full_text(locale(site.language), instant, site.zone)


def _plain(html: str) -> str:
    return Markup(html).striptags()  # noqa: S704 only its words are kept


def _literal(text: str) -> str:
    """Words of people inside a line of ours: nothing in them is Markdown."""
    return _MARKS.sub(r"\\\1", text)
