"""The updates of one entry in their order, each with its status in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from statuspage.actions.given import BODY_LIMIT
from statuspage.content.comments import without_comments
from statuspage.domain.incidents.imported import Post
from statuspage.domain.vocabulary.states import CLOSED, ComponentState, Kind, Status
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.imports.languages import keeps_status, statuses
from statuspage.said import Said, said

_CLOCKS_DIFFER = timedelta(seconds=60)
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_OF_MAINTENANCE = frozenset(
    {
        Status.SCHEDULED,
        Status.IN_PROGRESS,
        Status.VERIFYING,
        Status.COMPLETED,
        Status.CANCELLED,
    }
)


@dataclass(frozen=True)
class RawPost:
    """One update as the source has it. `status` is its label, in any case and language."""

    status: str
    message: str
    at: datetime
    states: Mapping[str, ComponentState] | None = None  # by component
    withdrawn_at: datetime | None = None  # then `message` is the reason


def kind_of(raw: Sequence[RawPost]) -> Kind:
    """What the labels say it is: one that only planned work has makes it that."""
    told = [statuses(_label(post.status)) for post in raw]
    is_planned = any(one and one <= _OF_MAINTENANCE for one in told)
    return Kind.MAINTENANCE if is_planned else Kind.INCIDENT


def runs_backwards(raw: Sequence[RawPost], *, otherwise: bool) -> bool:
    """How posts are ordered in their source; `otherwise` where their times do not tell."""
    return raw[0].at > raw[-1].at if raw and raw[0].at != raw[-1].at else otherwise


def ordered(
    raw: Sequence[RawPost],
    kind: Kind,
    now: datetime,
    faults: dict[str, Said],
    *,
    is_newest_first: bool,
) -> tuple[Post, ...]:
    """The posts oldest first; `is_newest_first` is the order given. Adds to `faults`.

    Those of one instant keep the order of the source, but what closes it comes last.
    """
    places = list(enumerate(raw))[:: -1 if is_newest_first else 1]
    before = Status.SCHEDULED if kind is Kind.MAINTENANCE else Status.INVESTIGATING
    posts: list[Post] = []
    for place, given in _closing_last(sorted(places, key=lambda one: one[1].at)):
        where = f"updates[{place}]"
        status = before = _status(faults, where, given.status, before, kind)
        body = without_comments(clean_text(given.message)).strip()
        if len(body) > BODY_LIMIT:
            faults[f"{where}.message"] = said(
                "This has {count} characters; the most is {body_limit}.",
                count=len(body),
                body_limit=BODY_LIMIT,
            )
        if not _OLDEST <= given.at <= now + _CLOCKS_DIFFER:
            faults[f"{where}.at"] = said(
                "{at:%Y-%m-%d %H:%M} UTC cannot be; check the year.", at=given.at
            )
        withdrawn = given.withdrawn_at
        if withdrawn is not None and not given.at <= withdrawn <= now + _CLOCKS_DIFFER:
            faults[f"{where}.withdrawn_at"] = said("It is before the update, or still to come.")
        posts.append(Post(status, body, given.at, given.states, withdrawn))
    return tuple(posts)


_Numbered = tuple[int, RawPost]


def _closing_last(placed: Sequence[_Numbered]) -> list[_Numbered]:
    """Within the last instant that has any word but closing ones, these come last."""
    groups = [list(group) for _, group in groupby(placed, key=lambda one: one[1].at)]
    found: list[_Numbered] = []
    is_closed_after = True
    for group in reversed(groups):
        ranked = sorted(group, key=lambda one: _rank(one[1])) if is_closed_after else group
        is_closed_after = is_closed_after and all(_rank(post) for _, post in group)
        found[:0] = ranked
    return found


def _rank(post: RawPost) -> int:
    given = statuses(_label(post.status))
    return 2 if given == {Status.POSTMORTEM} else int(bool(given) and given <= CLOSED)


def _label(text: str) -> str:
    return one_line(text).replace("_", " ").rstrip(":")


def _status(faults: dict[str, Said], where: str, text: str, before: Status, kind: Kind) -> Status:
    """The status a label names; "update" keeps the one before."""
    is_planned = kind is Kind.MAINTENANCE
    if keeps_status(_label(text)):
        return before
    fitting = [one for one in statuses(_label(text)) if (one in _OF_MAINTENANCE) == is_planned]
    if len(fitting) == 1:
        return fitting[0]
    possible = {
        "text": one_line(text),
        "possible": [s.label for s in Status if (s in _OF_MAINTENANCE) == is_planned]
        + [said("Update")],
    }
    faults[f"{where}.status"] = (
        said("'{text}' is not a status of planned work. Use one of: {possible}.", **possible)
        if is_planned
        else said("'{text}' is not a status of an incident. Use one of: {possible}.", **possible)
    )
    return before
