"""Histories as JSON lines: one incident a line (contract of `import incidents`).

Keys: id, url, title, impact, owner, components, updates [{at, status, message, components {ID:
state}, withdrawn_at}], started_at, resolved_at, impact_window {start_at, end_at}. All others are
ignored and counted.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from statuspage.domain.incidents.imported import Batch, Window
from statuspage.domain.vocabulary.states import ComponentState, Impact
from statuspage.domain.vocabulary.text import cleaned_of, not_utf8, unreadable
from statuspage.domain.vocabulary.times import certain_instant
from statuspage.errors import InvalidInput, message
from statuspage.imports.entry import Gathering, RawEntry
from statuspage.imports.lines import Lines
from statuspage.imports.posts import RawPost
from statuspage.said import Said, joined, said


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


_CLOCK = re.compile(r"[Tt ]\d")


class _Model(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class _Update(_Model):
    at: str
    status: str
    message: str
    components: dict[str, Annotated[ComponentState, Field(strict=False)]] | None = None
    withdrawn_at: str | None = None


class _Window(_Model):
    start_at: str | None = None
    end_at: str | None = None


class _Incident(_Model):
    title: str
    updates: Annotated[list[_Update], Field(min_length=1)]
    id: Annotated[str | None, BeforeValidator(_as_text), Field(max_length=200)] = None
    url: Annotated[str | None, Field(pattern=r"^https?://\S+$", max_length=2000)] = None
    impact: Literal["none", "minor", "major", "critical", "maintenance"] | None = None
    owner: Annotated[str | None, Field(max_length=200)] = None
    components: list[str] | None = None
    started_at: str | None = None
    resolved_at: str | None = None
    impact_window: _Window | None = None


_MENDS = {
    "missing": said("It is missing; add it."),
    "string_type": said('It must be text in quotes ("...").'),
    "list_type": said("It must be a list ([...])."),
    "model_type": said("It must be an object ({{...}})."),
    "too_short": said("There are none; give at least one."),
    "string_pattern_mismatch": said("It must begin with http:// or https:// and have no spaces."),
    "string_too_long": said("It is too long; shorten it."),
    "dict_type": said('It must be an object such as {{"api": "major_outage"}}.'),
    "enum": said("It must be one of: {states}.", states=[*ComponentState]),
    "literal_error": said("It must be one of: none, minor, major, critical, maintenance."),
}


def read(data: bytes, name: str, zone: ZoneInfo, now: datetime) -> Batch:
    """Read JSON lines. `name` is the file in messages; a time without a zone is in `zone`.

    Faulty lines are refused and listed with their number; the others are taken. Raises SourceError
    for what is no text.
    """
    gathering = Gathering(name, now)
    lines = Lines(BytesIO(data), name)
    for line in lines:
        if line.strip():
            gathering.take(lines.number, partial(_entry, line, zone, gathering))
    return gathering.batch()


def _entry(line: str, zone: ZoneInfo, gathering: Gathering) -> RawEntry:
    found = _parsed(line)
    faults: dict[str, Said] = {}
    odd: list[Said] = []

    def instant(where: str, text: str | None) -> datetime | None:
        try:
            found = None if text is None else certain_instant(text, zone)
        except ValueError as error:
            faults[where] = message(error)
            return None
        if text is not None and not _CLOCK.search(text):
            odd.append(said("'{text}' has no time of day; it is read as midnight", text=text))
        return found

    posts = []
    for place, update in enumerate(found.updates):
        at = instant(f"updates[{place}].at", update.at)
        withdrawn = instant(f"updates[{place}].withdrawn_at", update.withdrawn_at)
        if at is not None:
            states = update.components
            posts.append(RawPost(update.status, update.message, at, states, withdrawn))
    stated = found.impact_window or _Window()
    window = Window(
        instant("impact_window.start_at", stated.start_at),
        instant("impact_window.end_at", stated.end_at),
    )
    instant("started_at", found.started_at)  # checked only: the posts say when it became public
    ended_at = instant("resolved_at", found.resolved_at)
    if faults:
        raise InvalidInput(faults)
    if hidden := cleaned_of("".join([found.title, *(one.message for one in found.updates)])):
        odd.append(said("left out of its words: {characters}", characters=hidden))
    gathering.ignore(_ignored(found))
    return RawEntry(
        origin=found.url or "",
        origin_id=found.id or "",
        title=found.title,
        impact=Impact(found.impact or "none"),
        components=found.components or (),
        posts=posts,
        window=window,
        ended_at=ended_at,
        owner=found.owner or "",
        odd=odd,
    )


def _parsed(line: str) -> _Incident:
    """Raises InvalidInput with every fault of the line's shape."""
    if place := unreadable(line):
        raise InvalidInput({"line": not_utf8(place)})
    try:
        value = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        if line.lstrip().startswith("["):
            fault = said("It is not JSON ({error}). Write one object a line.", error=message(error))
        else:
            fault = said("It is not JSON ({error}).", error=message(error))
        raise InvalidInput({"line": fault}) from error
    try:
        return _Incident.model_validate(value)
    except ValidationError as error:
        raise InvalidInput({_place(e["loc"]): _mend(e) for e in error.errors()}) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that says nothing twice: JSON itself would keep the last in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise InvalidInput({twice: said("It is there twice; keep one.")})
    return found


def _place(path: tuple[int | str, ...]) -> str:
    """Where in a line: ("updates", 3, "at") is "updates[3].at"."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") or "line"


def _mend(error: Any) -> Said:
    return _MENDS.get(error["type"], joined([error["msg"]], ""))


def _ignored(found: _Incident) -> list[str]:
    inner = [key for update in found.updates for key in update.model_extra or ()]
    window = found.impact_window.model_extra or {} if found.impact_window else {}
    return [
        *(found.model_extra or ()),
        *(f"updates.{key}" for key in inner),
        *(f"impact_window.{key}" for key in window),
    ]
