"""The words of one cState issue as updates: each has its time in a shortcode, or none.

Three forms are found: `*Resolved* - words {{< track "2018-05-25 05:54:00" >}}`, newest first, as
cState teaches; `**Update**: words {{< track "..." >}}`, oldest first, and words that follow their
time, both as Netlify's statuskit has them; and words without any time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from statuspage.content.comments import without_comments
from statuspage.domain.vocabulary.states import CLOSED
from statuspage.errors import InvalidInput, message
from statuspage.imports.histories.cstate_updates import SHORTCODE, TRACK, TrackedWords, updates_in
from statuspage.imports.histories.fields import instant
from statuspage.imports.languages import statuses
from statuspage.imports.posts import RawPost
from statuspage.said import Said, counted, said

_FAR = 31  # days


@dataclass(frozen=True)
class IssueWords:
    """What the words of an issue say."""

    posts: tuple[RawPost, ...]
    is_closed: bool  # the newest of them says that it is over
    is_newest_first: bool
    odd: tuple[Said, ...] = ()


def posts_of(
    body: str, begun: datetime, ended: datetime | None, zone: ZoneInfo, line: int
) -> IssueWords:
    """The updates in the body of an issue; `ended` is None while it goes on.

    `line` is that of the body in its file. Raises InvalidInput.
    """
    whole, body = body, without_comments(body)

    def time_of(track: re.Match[str]) -> datetime | None:
        return _time(track, zone, line + whole.count("\n", 0, whole.find(track[0])))

    told = updates_in(body, time_of)
    odd = _stripped(body)
    read = _timed if any(piece.at for piece in told) else _untimed
    return read(told, begun, ended, odd)


def _time(track: re.Match[str], zone: ZoneInfo, line: int) -> datetime | None:
    text = (track[1] or track[2] or "").strip()
    if not text:
        return None
    try:
        return instant(text, zone)
    except ValueError as error:
        raise InvalidInput({f"track, line {line}": message(error)}) from error


def _stripped(body: str) -> list[Said]:
    names = {one[1].lstrip("/") for one in SHORTCODE.finditer(TRACK.sub("", body))}
    return [
        said("the shortcode {name} is left out of its words", name=name) for name in sorted(names)
    ]


def _timed(
    pieces: list[TrackedWords], begun: datetime, ended: datetime | None, odd: list[Said]
) -> IssueWords:
    times = [one.at for one in pieces if one.at]
    is_newest_first = times[0] > times[-1] if times[0] != times[-1] else len(pieces) > 1
    ordered = pieces[::-1] if is_newest_first else pieces
    placed: list[RawPost] = []
    before = begun
    untimed = 0
    for place, piece in enumerate(ordered):
        at = piece.at
        if at is None:
            # The first words stand at the beginning; others with those that were there before.
            untimed += place > 0
            at = before if place else min(begun, times[-1 if is_newest_first else 0])
        placed.append(
            RawPost(piece.label or ("investigating" if not place else "update"), piece.words, at)
        )
        before = at
    if untimed:
        odd.append(_without_time(untimed))
    far = max(abs((one.at - begun).days) for one in placed)
    if far > _FAR and (ended is None or max(abs((one.at - ended).days) for one in placed) > _FAR):
        odd.append(said("an update of it is {days} days from its date; taken as it says", days=far))
    newest = max(placed, key=lambda one: one.at)
    closing = [one for one in placed if one.at == newest.at and _closes(one.status)]
    posts = placed[::-1] if is_newest_first else placed
    return IssueWords(tuple(posts), bool(closing), is_newest_first, tuple(odd))


def _untimed(
    pieces: list[TrackedWords], begun: datetime, ended: datetime | None, odd: list[Said]
) -> IssueWords:
    """Of words without times the first are of the beginning, a closing one of the end."""
    is_newest_first = len(pieces) > 1 and not _closes(pieces[-1].label)
    ordered = pieces[::-1] if is_newest_first else pieces
    placed = []
    closed = False
    for place, piece in enumerate(ordered):
        closed = ended is not None and place == len(ordered) - 1 and _closes(piece.label)
        at = ended if closed and ended else begun
        label = piece.label or ("investigating" if not place else "update")
        placed.append(RawPost(label, piece.words, at))
    between = len(ordered) - 1 - closed
    if between > 0:
        odd.append(_without_time(between))
    posts = placed[::-1] if is_newest_first else placed
    return IssueWords(tuple(posts), closed, is_newest_first, tuple(odd))


def _without_time(count: int) -> Said:
    return counted(
        "{count} update of it bears no time; taken at that of the words before",
        "{count} updates of it bear no time; taken at that of the words before",
        count,
    )


def _closes(label: str) -> bool:
    found = statuses(label.replace("_", " "))
    return bool(found) and found <= CLOSED
