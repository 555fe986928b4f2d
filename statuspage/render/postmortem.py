"""The words of a postmortem, as one Markdown text: what staff wrote, and what is filled in.

Times, clocks, the timeline and what was seen before come from what was published, never from staff.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from statuspage.domain.incidents.cause import Finding
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.incidents.postmortem import PlannedAction, Written
from statuspage.domain.promises.clocks import Clocks
from statuspage.domain.vocabulary.display import duration
from statuspage.domain.vocabulary.text import one_line
from statuspage.render.words import filters as words

_MARKS = re.compile(r"([\\`*_\[\]>~#|!])")
_FIRST_WORDS = 160
_SEEN_SHOWN = 10


def composed(
    incident: Incident,
    written: Written,
    clocks: Clocks | None,
    again: Sequence[Finding],
    zone: ZoneInfo,
) -> str:
    """All sections in order; those without words are left out.

    `again` are the incidents of the year before with the same cause, the newest first.
    """
    sections = (
        ("Summary", written.summary),
        ("Impact", written.impact),
        ("Three clocks", _list(clock_lines(incident, clocks, zone))),
        ("Timeline", _list(timeline_lines(incident, zone))),
        ("Cause", f"**{written.cause.label}:** {written.cause.meaning}.\n\n{written.cause_words}"),
        ("What went well", written.went_well),
        ("What went badly", written.went_badly),
        ("What we will do", _list(_action_line(action, zone) for action in written.actions)),
        ("Seen before", _seen(again, zone)),
    )
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in sections if text)


def clock_lines(incident: Incident, clocks: Clocks | None, zone: ZoneInfo) -> list[str]:
    """When it hurt, when we first said so, and when it was over; none for what is no incident."""
    if clocks is None:
        return []
    if clocks.end is None:
        impact = f"since {_time(clocks.start, zone)}"
    else:
        span = _plain(words.window(clocks.start, clocks.end, zone))
        impact = f"{span}, {words.lasted(clocks.start, clocks.end)}"
    source = ", as our checks measured it" if clocks.is_measured else ""
    late = f", {duration(clocks.lag)} after the impact began" if clocks.lag >= 60 else ""
    lines = [f"Impact: {impact}{source}", f"First word: {_time(incident.started_at, zone)}{late}"]
    if incident.resolved_at is not None:
        took = words.lasted(incident.started_at, incident.resolved_at)
        lines.append(f"Resolved: {_time(incident.resolved_at, zone)}, {took} after the first word")
    if clocks.longest_silence and clocks.longest_silence >= 60:
        lines.append(f"Longest time without a word meanwhile: {duration(clocks.longest_silence)}")
    return lines


def timeline_lines(incident: Incident, zone: ZoneInfo) -> list[str]:
    """Each update that still stands in one line, the oldest first."""
    return [
        f"{_time(update.at, zone)}, **{update.label}:** {_literal(_first_words(update))}"
        for update in reversed(incident.updates)
        if update.withdrawn_at is None
    ]


def _first_words(update: Update) -> str:
    text = one_line(_plain(update.html))
    return text if len(text) <= _FIRST_WORDS else text[: _FIRST_WORDS - 1].rstrip() + "…"


def _action_line(action: PlannedAction, zone: ZoneInfo) -> str:
    return f"{_literal(action.what)} ({_literal(action.owner)}, by {_time(action.due, zone)})"


def _seen(again: Sequence[Finding], zone: ZoneInfo) -> str:
    """How often the same cause struck the same components in the year before, and when."""
    if not again:
        return ""
    count = words.plural(len(again), "time")
    shown = [
        f"[{_literal(one_line(one.title))}](/incidents/{one.incident}), "
        f"{_plain(words.day(one.started_at, zone))}"
        for one in again[:_SEEN_SHOWN]
    ]
    rest = f"\n\nThe newest {_SEEN_SHOWN} are listed." if len(again) > _SEEN_SHOWN else ""
    head = f"The same kind of cause on the same components, {count} in the 12 months before:"
    return f"{head}\n\n{_list(shown)}{rest}"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _time(instant: datetime, zone: ZoneInfo) -> str:
    return _plain(words.full_moment(instant, zone))


def _plain(html: str) -> str:
    return Markup(html).striptags()  # noqa: S704 only its words are kept


def _literal(text: str) -> str:
    """Words of people inside a line of ours: nothing in them is Markdown."""
    return _MARKS.sub(r"\\\1", text)
