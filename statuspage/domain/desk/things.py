"""What an act of staff was done to: what it is, and by which key its name is found.

The audit log keeps no titles, for one may have to be erased; they are looked up when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from statuspage.domain.desk.acts import Sort
from statuspage.domain.desk.audit import AuditEntry
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import Kind
from statuspage.said import Said, joined, said

Phrase = Callable[[Any], Said]
"""What a thing is, around its name."""


@dataclass(frozen=True)
class Thing:
    """A thing that something was done to, by the one key that it has."""

    phrase: Phrase
    incident: str = ""
    update: str = ""  # of which incident is to be found out
    written: str = ""  # such as "changelog/SLUG"
    name: str = ""  # what has no title: as the log keeps it
    draft: str = ""  # that it was, and may still be


def _alone(name: Any) -> Said:
    return joined([name], "")


_OF_AN_INCIDENT: Mapping[str, Phrase] = {
    "incident": lambda name: said("the incident {name}", name=name),
    "planned": lambda name: said("the planned work {name}", name=name),
    "update": lambda name: said("an update of {name}", name=name),
    "postmortem": lambda name: said("the postmortem of {name}", name=name),
    "promise": lambda name: said("a promise after {name}", name=name),
    "withdrawal": lambda name: said("a withdrawal in {name}", name=name),
    "change": lambda name: said("a change of {name}", name=name),
}
_WRITTEN: Mapping[str, Phrase] = {
    EntryKind.CHANGELOG: lambda name: said("the change {name}", name=name),
    EntryKind.OUTCOME: lambda name: said("the answer {name}", name=name),
    EntryKind.NOTICE: lambda name: said("the notice {name}", name=name),
    EntryKind.STORY: lambda name: said("the story {name}", name=name),
    EntryKind.PAGE: lambda name: said("the page {name}", name=name),
    EntryKind.AGREEMENT: lambda name: said("the agreement {name}", name=name),
}
_NEW: Mapping[str, Said] = {
    "incidents": said("a new incident"),
    "maintenance": said("new planned work"),
    EntryKind.CHANGELOG: said("a new changelog entry"),
    EntryKind.OUTCOME: said("a new answer"),
    EntryKind.NOTICE: said("a new notice"),
    EntryKind.STORY: said("a new story"),
}
_FORM = re.compile(r"/admin/([a-z-]+)/([^/?]+)/?([^?]*)")


def thing_of(act: AuditEntry) -> Thing:
    """What an act was done to."""
    facts = act.after or act.before or {}
    kind, _, key = act.subject.partition("/")
    if "path" in facts and act.verb in Sort.DRAFTS.verbs:
        return _drafted(str(facts["path"]), act.subject)
    if "probe" in facts and act.verb == "discard draft":
        return Thing(
            lambda name: said("what checks said about {name}", name=name), name=act.subject
        )
    if act.verb in ("add private note", "correct private note"):
        return Thing(_alone, incident=act.subject)
    if act.verb in ("begin series", "end series"):
        return Thing(_alone, name=str(facts.get("title", act.subject)))
    if act.verb in Sort.WORDS.verbs or kind in _WRITTEN:
        return _published(kind, key, facts)
    if act.verb in Sort.STORE.verbs:
        return Thing(_alone, name=key or kind)
    return Thing(_alone, name=act.subject)


def _published(kind: str, key: str, facts: Mapping[str, Any]) -> Thing:
    if kind == "tally":
        return Thing(lambda name: said("the count {name}", name=name), name=key)
    if kind in _WRITTEN:
        return Thing(_WRITTEN[kind], written=f"{kind}/{key}")
    phrase = _OF_AN_INCIDENT.get(kind)
    if phrase is None:
        return Thing(_alone, name=f"{kind}/{key}")
    if facts.get("incident"):
        return Thing(phrase, incident=facts["incident"])
    if kind == "update":
        return Thing(phrase, update=key)
    if facts.get("kind") == Kind.MAINTENANCE:
        phrase = _OF_AN_INCIDENT["planned"]
    return Thing(phrase, incident=key)


def _drafted(path: str, draft: str) -> Thing:
    """What publishing a draft of a form would make."""
    found = _FORM.match(path)
    if found is None:
        return Thing(_alone, name=path, draft=draft)
    place, key, rest = found.groups()
    if key == "new" and place in _NEW:
        new = _NEW[place]
        return Thing(lambda _: new, draft=draft)
    if place in _WRITTEN:
        return Thing(_OF_AN_INCIDENT["change"], written=f"{place}/{key}", draft=draft)
    if place != "incidents":
        return Thing(_OF_AN_INCIDENT["change"], name=key, draft=draft)
    what = {"": "update", "postmortem": "postmortem"}.get(rest, "change")
    what = "withdrawal" if rest.endswith("withdraw") else what
    return Thing(_OF_AN_INCIDENT[what], incident=key, draft=draft)
