"""What several systems have in common: impacts by states, planned work by its window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from statuspage.domain.incidents.imported import Window
from statuspage.domain.vocabulary.states import ComponentState, Impact, worst
from statuspage.errors import InvalidInput
from statuspage.imports.entry import RawEntry
from statuspage.imports.posts import RawPost
from statuspage.said import Said, said

_IMPACTS = {
    ComponentState.MAJOR_OUTAGE: Impact.CRITICAL,
    ComponentState.PARTIAL_OUTAGE: Impact.MAJOR,
    ComponentState.DEGRADED: Impact.MINOR,
}


def impact_of(stated: str, states: Iterable[ComponentState]) -> Impact:
    """The impact as stated, else that of the worst state; none where neither is told."""
    try:
        return Impact(stated.lower())
    except ValueError:
        told = [*states]
        return _IMPACTS.get(worst(told), Impact.NONE) if told else Impact.NONE


def planned(
    origin_id: str,
    title: str,
    words: str,
    components: Sequence[str],
    announced: datetime | None,
    window: Window,
    now: datetime,
    *,
    origin: str = "",
    odd: Sequence[Said] = (),
) -> RawEntry:
    """Planned work of a system that keeps one text of it: announced, begun and ended as planned.

    Where it is not known when it was announced, its beginning counts. Raises InvalidInput.
    """
    return RawEntry(
        origin=origin,
        origin_id=origin_id,
        title=title,
        impact=Impact.MAINTENANCE,
        components=components,
        posts=_posts(words, announced, window, now),
        window=window,
        odd=odd,
    )


def _posts(
    words: str, announced: datetime | None, window: Window, now: datetime
) -> Sequence[RawPost]:
    start, end = window.start, window.end
    if start is None or end is None or end < start:
        text = said("Planned work needs its beginning and a later end.")
        raise InvalidInput({"window": text})
    if announced is None or announced > start:
        announced = start
    if announced > now:
        text = said(
            "It is still to come, and says nowhere when it was announced; announce it here with "
            "`statuspage maintenance schedule`."
        )
        raise InvalidInput({"window": text})
    posts = [RawPost("scheduled" if announced < start else "in progress", words, announced)]
    if announced < start <= now:
        posts.append(RawPost("in progress", "", start))
    if end <= now:
        posts.append(RawPost("completed", "", end))
    return posts


def as_scheduled(posts: Sequence[RawPost], start: datetime | None) -> list[RawPost]:
    """Updates of planned work, of which those before its beginning that say no more announce it."""
    found = []
    for one in posts:
        is_early = start is not None and one.at < start and one.status.lower() == "update"
        found.append(RawPost("scheduled", one.message, one.at) if is_early else one)
    return found
