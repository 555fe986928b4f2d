"""Which words of a cState issue belong to which of its times, and which state they name.

A time is written as `{{< track "2018-05-25 05:54:00" >}}`, behind the words of its update or before
them, and people mix both: each time is looked at by itself, on its line, then in its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from statuspage.imports.languages import keeps_status, statuses

TRACK = re.compile(r"\{\{[<%]\s*track\s*(?:[\"'`]([^\"'`]*)[\"'`]|([^\s>%]+))?\s*[>%]\}\}")
SHORTCODE = re.compile(r"\{\{[<%]\s*(/?[\w.-]+)(?:[^{}]|\{(?!\{))*?[>%]\}\}")
_LABEL = re.compile(r"\s*([*_]{1,3})([^*_\n]{2,60}?)(:?)\1[ \t]*(:|-{1,2}|[\u2013\u2014])?[ \t]*")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True)
class TrackedWords:
    """One update as it stands there."""

    label: str  # "" where it has none
    words: str
    at: datetime | None


@dataclass(frozen=True)
class _Track:
    """A time in a body."""

    start: int
    end: int
    at: datetime | None
    before: str  # what stands between the time before it, or the beginning, and it
    behind: str


def updates_in(
    body: str, time_of: Callable[[re.Match[str]], datetime | None]
) -> list[TrackedWords]:
    """All updates of a body in their order; a time that has no words makes none."""
    body = SHORTCODE.sub(lambda one: one[0] if TRACK.fullmatch(one[0]) else "", body)
    tracks = _tracks(body, time_of)
    leading = _leading(body, tracks)
    place = tracks[0].start if tracks and leading[0] else 0
    found = _by_label(body[:place])
    for number, track in enumerate(tracks):
        words = body[place : track.start]
        until = _until(body, tracks, leading, number, words)
        found += _by_label(words + body[track.end : until], len(words), track.at)
        place = until
    return found + _by_label(body[place:])


def _tracks(body: str, time_of: Callable[[re.Match[str]], datetime | None]) -> list[_Track]:
    met = [*TRACK.finditer(body)]
    edges = [0, *(edge for one in met for edge in one.span()), len(body)]
    parts = [body[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return [
        _Track(*one.span(), time_of(one), *around)
        for one, around in zip(met, pairwise(parts), strict=True)
    ]


def _leading(body: str, tracks: Sequence[_Track]) -> list[bool]:
    """Of each time whether its words follow it. One that stands alone is as most others are."""
    sides: list[bool | None] = []
    for number, track in enumerate(tracks):
        is_last = number + 1 == len(tracks)
        sides.append(_side(track, is_claimed=sides[-1:] == [True], is_last=is_last))
    few = sides.count(True), sides.count(False)
    if tracks and not any(few):
        usual = not body[: tracks[0].start].strip() and bool(body[tracks[-1].end :].strip())
    else:
        usual = few[0] > few[1]
    return [usual if side is None else side for side in sides]


def _side(track: _Track, *, is_claimed: bool, is_last: bool) -> bool | None:
    """Whether words follow a time; None where it stands alone.

    `is_claimed`: what stands right behind the time before it is already that one's.
    """
    *above, line = track.before.split("\n")
    if line.strip() and (above or not is_claimed):
        return False
    line, *below = track.behind.split("\n")
    if line.strip():
        return True
    *above, paragraph = _PARAGRAPH.split(track.before)
    if paragraph.strip() and (above or not is_claimed):
        return False
    paragraph, *others = _PARAGRAPH.split(track.behind)
    is_of_next = not is_last and not others and bool(below and below[-1].strip())
    return True if paragraph.strip() and not is_of_next else None


def _until(
    body: str, tracks: Sequence[_Track], leading: Sequence[bool], number: int, words: str
) -> int:
    """Where the words of a time end; `words` are those before it."""
    track = tracks[number]
    is_open = leading[number] or _is_label_alone(words, track.behind)
    is_last = number + 1 == len(tracks)
    if is_last and is_open:
        return len(body)
    if not is_last and leading[number + 1]:
        return tracks[number + 1].start
    end = track.end + len(track.behind)
    starts = [one.end() for one in _PARAGRAPH.finditer(body, track.end, end)]
    if is_last:
        return starts[0] if starts else end
    if not starts:  # one paragraph with two times
        line = body.rfind("\n", track.end, end) + 1
        is_on_line = leading[number] or track.behind.partition("\n")[0].strip()
        return line if line and is_on_line else track.end
    labelled = (start for start in starts if _labelled(body[start:])[0])
    return next(labelled, starts[-1] if is_open else starts[0])


def _is_label_alone(before: str, behind: str) -> bool:
    """Whether the paragraph of a time only names a state, so that its words must follow."""
    label, words = _labelled(_PARAGRAPH.split(before)[-1] + _PARAGRAPH.split(behind)[0])
    return bool(label) and not words.strip()


def _by_label(text: str, place: int = 0, at: datetime | None = None) -> list[TrackedWords]:
    """Paragraphs that begin with the name of a state are updates of their own.

    Of several the one in which the time stands, at `place`, has it.
    """
    starts = [0, *(one.end() for one in _PARAGRAPH.finditer(text))]
    edges = [0, *(start for start in starts if _labelled(text[start:])[0]), len(text)]
    parts = [(start, *_labelled(text[start:end])) for start, end in pairwise(edges)]
    told = [one for one in parts if one[1] or one[2].strip()]
    own = max((number for number, one in enumerate(told) if one[0] <= place), default=0)
    return [
        TrackedWords(label, words.strip(), at if number == own else None)
        for number, (_, label, words) in enumerate(told)
    ]


def _labelled(paragraph: str) -> tuple[str, str]:
    """The state that words name first, and the words; "" where they name none."""
    found = _LABEL.match(paragraph)
    if found is None:
        return "", paragraph
    words = paragraph[found.end() :]
    label = found[2].strip().rstrip(":").strip()
    is_alone = not TRACK.sub("", _PARAGRAPH.split(words)[0]).strip()
    if not (found[3] or found[4] or is_alone) or not (statuses(label) or keeps_status(label)):
        return "", paragraph
    return label, words
