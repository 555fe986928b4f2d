"""What an act of staff changed, in the words of a language: a line for each part that differs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.domain.desk.audit import AuditEntry
from statuspage.domain.desk.lost import nouns
from statuspage.domain.desk.staff import Role
from statuspage.domain.record.kinds.registry import KINDS
from statuspage.domain.record.recorded import parse_stamp
from statuspage.domain.vocabulary.states import Impact, Status
from statuspage.render.words.locale import Locale
from statuspage.render.words.parts import called
from statuspage.render.words.times import full_text
from statuspage.said import Said, counted, said

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_TOLD = frozenset(  # in the sentence itself, or of the program's own keeping
    {
        *("accounts", "approved_by", "count", "file", "incident", "kind", "path", "probe"),
        *("taken", "until", "version", "with"),
    }
)
_ALSO = frozenset({"dues"})
"""Of no interest to readers by itself, but to staff."""
_NAMES: Mapping[str, Mapping[str, Said]] = {
    "status": {one.value: one.small for one in Status},
    "impact": {one.value: one.label for one in Impact},
    "role": {one.value: one.small for one in Role},
}

_SECTIONS: Mapping[str, Callable[[str], Said]] = {
    "calendars": lambda name: said("the calendar {name}", name=name),
    "components": lambda name: said("the component {name}", name=name),
    "groups": lambda name: said("the group {name}", name=name),
    "probes": lambda name: said("the probe {name}", name=name),
    "slas": lambda name: said("the SLA {name}", name=name),
}


def changed_parts(locale: Locale, act: AuditEntry, zone: ZoneInfo) -> list[Said]:
    """What is other after an act than before it; of something new, all that it says."""
    before, after = act.before or {}, act.after or {}
    hidden = _TOLD | _unseen(act.subject) | ({"scopes"} if act.verb == "make token" else set())
    lines = []
    for key in {**before, **after}:
        if key == "new_words":
            # Moves of planned work stand there already, as its times before and after.
            if before and (new := [called(one) for one in after[key] if one != "moves"]):
                lines.append(said("New words: {listed}", listed=new))
        elif key == "changes":
            lines += [_setting(one) for one in after[key]]
        elif key == "replaced":
            if after[key]:
                lines.append(said("Lost: {lost}", lost=nouns(after[key])))
        elif key not in hidden and before.get(key) != after.get(key):
            values = [_value(locale, key, one.get(key), zone) for one in (before, after)]
            lines += _line(called(key), *values, is_new=act.before is None)
    return lines


def _unseen(subject: str) -> frozenset[str]:
    """The parts of something published that nobody reads."""
    kind = KINDS.get(subject.partition("/")[0])
    fields = kind.fields if kind is not None else ()
    return frozenset(one.name for one in fields if one.shown is None) - _ALSO


def _line(label: Said | str, old: Any, new: Any, *, is_new: bool) -> list[Said]:
    if is_new:
        return [said("{label}: {new}", label=label, new=new)] if new else []
    if not old or not new:
        if not (old or new):
            return []
        return [
            said("{label}: {new} (it was empty)", label=label, new=new)
            if new
            else said("{label}: empty (it was {old})", label=label, old=old)
        ]
    return [said("{label}: from {old} to {new}", label=label, old=old, new=new)]


def _value(locale: Locale, key: str, value: Any, zone: ZoneInfo) -> Any:
    """A value for people: text, a message or a list of those; None for nothing."""
    if isinstance(value, bool):
        return said("yes") if value else said("no")
    if isinstance(value, list | tuple):
        return [_value(locale, key, one, zone) for one in value] or None
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in sorted(value.items())) or None
    if isinstance(value, str) and _STAMP.fullmatch(value):
        return full_text(locale, parse_stamp(value), zone)
    if value in (None, ""):
        return None
    return _NAMES.get(key, {}).get(value, str(value))


def _setting(change: Mapping[str, Any]) -> Said:
    """One change of a file: a part that came or went, or a key with another value."""
    if "more" in change:
        return counted("{count} more change", "{count} more changes", change["more"])
    section, _, name = change["of"].partition("/")
    where = _SECTIONS[section](name) if section in _SECTIONS else said("[{name}]", name=section)
    match change.get("became"):
        case "added":
            return said("new: {where}", where=where)
        case "removed":
            return said("removed: {where}", where=where)
    told = {"key": change["key"], "where": where}
    if "from" not in change:
        return said("{key} of {where}: rewritten", **told)
    old, new = (
        said("nothing") if change[one] in ("", None) else change[one] for one in ("from", "to")
    )
    return said("{key} of {where}: from {old} to {new}", old=old, new=new, **told)
