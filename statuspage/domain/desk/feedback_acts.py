"""What staff did with what people said, as sentences of the audit log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from statuspage.domain.desk.audit import AuditEntry
from statuspage.said import Said, counted, said


def _taken(act: AuditEntry, who: Any, thing: Any) -> Said:
    return counted(
        "{who} counted {count} comment for {thing}",
        "{who} counted {count} comments for {thing}",
        _count(act),
        who=who,
        thing=thing,
    )


def _turned_away(act: AuditEntry, who: Any, _: Any) -> Said:
    return counted(
        "{who} turned {count} comment away",
        "{who} turned {count} comments away",
        _count(act),
        who=who,
    )


def _count(act: AuditEntry) -> int:
    return int((act.after or {}).get("count", 0))


FEEDBACK_SENTENCES: Mapping[str, Callable[[AuditEntry, Any, Any], Said]] = {
    "write down": lambda _, who, __: said("{who} wrote down what somebody told them", who=who),
    "take voices": _taken,
    "turn away": _turned_away,
    "merge": lambda _, who, thing: said("{who} merged {thing} into another", who=who, thing=thing),
    "survey": lambda _, who, thing: said("{who} asked by the survey {thing}", who=who, thing=thing),
    "review": lambda _, who, thing: said("{who} looked at {thing} again", who=who, thing=thing),
}
"""By the verbs of the log; a verb is kept as it stands here."""
