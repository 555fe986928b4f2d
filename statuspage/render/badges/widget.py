"""The widget: /embed.js, which shows the state in pages of others, and embed.json, which it reads.

The script holds what it says when nothing can be read, so that silence never looks good.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from statuspage import resources
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.text import one_line
from statuspage.render.assets import stripped
from statuspage.render.badges.drawing import Badge
from statuspage.render.charts.bars import SHAPES
from statuspage.render.icons import INKS
from statuspage.render.words.locale import Locale, locale
from statuspage.said import Said, said

LARGEST = 3072
"""Bytes that the script may have as it is sent."""

_UNKNOWN = "unknown"
_GAP = "{time}"  # where the script writes a time as its reader has it


@lru_cache(maxsize=8)
def script(own: str, languages: tuple[str, ...]) -> bytes:
    """The script of a site in some languages."""
    told = said("State unknown at the moment")
    words = {one: locale(one).say(told) for one in dict.fromkeys((own, *languages))}
    source = (resources.TEMPLATES / "embed.js").read_text("utf-8")
    for gap, text in (
        ("__UNKNOWN__", json.dumps(words, ensure_ascii=False, separators=(",", ":"))),
        ("__OWN__", own),
        ("__COLORS__", ",".join(INKS[_UNKNOWN])),
        ("__MARK__", SHAPES[_UNKNOWN]),
    ):
        source = source.replace(gap, text)
    return stripped(source)


def document(
    site: Site, spoken: Locale, badge: Badge, going_on: Iterable[Incident], now: datetime
) -> bytes:
    """What the script shows: the state, then what goes on, each with its next update."""
    state = {"text": one_line(badge.title), "url": site.address("/"), "mark": SHAPES[badge.tone]}
    told: dict[str, Any] = {
        "as_of": _instant(now),
        "state": badge.tone,
        "language": _for_browsers(spoken.language),
        "colors": ",".join(INKS[badge.tone]),
        "lines": [state, *(_line(site, spoken, one, now) for one in going_on)],
    }
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"


def _line(site: Site, spoken: Locale, incident: Incident, now: datetime) -> dict[str, Any]:
    found: dict[str, Any] = {"text": one_line(incident.title), "url": site.address(incident.path)}
    due = incident.next_due
    if due is not None and incident.is_open:
        found |= {"note": spoken.say(_due(is_late=due < now)), "at": _instant(due)}
    return found


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _due(*, is_late: bool) -> Said:
    if is_late:
        return said("The next update was due at {due} and is late.", due=_GAP)
    return said("Next update by {due}", due=_GAP)


def _for_browsers(language: str) -> str:
    """Days before months, and the digits, as the pages write them."""
    return f"{'en-GB' if language == 'en' else language}-u-nu-latn"
