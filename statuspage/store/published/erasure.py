"""Texts that must go: from the copies that the desk keeps for a while, and from the disk itself.

What was published is changed by its own modules, the record by store/record. Nothing else is
touched: a draft about the same incident that holds none of the texts stays with its writer.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from statuspage.domain.desk.draft import Draft
from statuspage.domain.vocabulary.text import clean_text
from statuspage.domain.vocabulary.wordings import Wordings
from statuspage.said import Said, dumped, loaded
from statuspage.store.desk import drafts
from statuspage.store.listening import voices
from statuspage.store.tables.incidents import Alarm
from statuspage.store.tables.staff import Audit, KeptForm, PrivateNote, Submission
from statuspage.store.tables.staff import Draft as DraftRow

_WORDS = ("title", "owner", "body")  # of an answer
_TELLING = 20  # characters from which on a text within another one is a copy, not a coincidence


@dataclass(frozen=True)
class Copies:
    """What else of the desk holds some texts."""

    drafts: tuple[Draft, ...]  # dropped whole
    kept_forms: int  # of somebody who was signed out; dropped whole
    notes: int  # private notes; the text is taken out of them
    alarms: int  # drafts of the program; the text is taken out of them
    audit_lines: int  # cannot be changed
    answers: int = 0  # remembered for programs that ask again; the text is taken out of them


def copies_of(texts: Collection[str]) -> Copies:
    """What holds one of some texts."""
    return Copies(
        drafts=tuple(one for one in drafts.all_drafts() if _any(one.fields.values(), texts)),
        kept_forms=len(_kept_forms(texts)),
        notes=sum(_holds(note.text, texts) for note in PrivateNote.select()),
        alarms=sum(
            _any((alarm.title, alarm.body, *_strings(alarm.wordings.texts)), texts)
            for alarm in _alarms()
        ),
        audit_lines=sum(
            _any(_strings((line.before, line.after)), texts) for line in Audit.select()
        ),
        answers=sum(told != _cleared(told, texts) for _, told in _answers()),
    )


def forget_copies(texts: Collection[str]) -> None:
    """Drop drafts and kept forms with one of the texts; take it out of what else holds it, also of
    what somebody said to us in these words.
    """
    for form in _kept_forms(texts):
        form.delete_instance()
    for draft in drafts.all_drafts():
        if _any(draft.fields.values(), texts):
            drafts.remove(draft.key)
        elif _any(_strings(draft.label.params), texts):
            _reword(draft, texts)
    for note in PrivateNote.select():
        if _holds(note.text, texts):
            text = _without(note.text, texts)
            PrivateNote.update(text=text).where(PrivateNote.id == note.id).execute()
    for voice in voices.with_text():
        left = {name: _without(getattr(voice, name), texts) for name in ("text", "subject")}
        if left != {"text": voice.text, "subject": voice.subject}:
            voices.change(voice.key, **left)
    for alarm in _alarms():
        held = (alarm.title, alarm.body, alarm.wordings)
        title, body = _without(alarm.title, texts), _without(alarm.body, texts)
        wordings = _left_of(alarm.wordings, texts)
        if (title, body, wordings) != held:
            changed = {"title": title, "body": body, "wordings": wordings}
            Alarm.update(changed).where(Alarm.key == alarm.key).execute()
    for submission, told in _answers():
        if (cleared := _cleared(told, texts)) != told:
            text = json.dumps(cleared)
            Submission.update(answer=text).where(Submission.id == submission).execute()


def _answers() -> list[tuple[str, Any]]:
    """What the API remembers to have answered, of all that words are in."""
    rows: Any = Submission.select().where(Submission.answer.contains('"body"'))
    return [(row.id, json.loads(row.answer)) for row in rows if row.answer.startswith("[")]


def _cleared(told: Any, texts: Collection[str]) -> Any:
    """An answer without some texts, and without the HTML that was made of one."""
    if isinstance(told, list):
        return [_cleared(one, texts) for one in told]
    if not isinstance(told, dict):
        return told
    found = {name: _cleared(value, texts) for name, value in told.items()}
    words = {name: str(found[name]) for name in _WORDS if found.get(name)}
    cleared = {name: _without(text, texts) for name, text in words.items()}
    if "html" in found and words.get("body") != cleared.get("body"):
        cleared["html"] = ""
    return found | cleared


def _reword(draft: Draft, texts: Collection[str]) -> None:
    """A draft that is only called by what is erased keeps its words."""
    label = loaded(dumped(draft.label))
    params = {name: _without(str(value), texts) for name, value in label.params.items()}
    reworded = dumped(Said(label.key, params, label.several))
    DraftRow.update(label=reworded).where(DraftRow.key == draft.key).execute()


def _alarms() -> list[Any]:
    rows: Any = Alarm.select()
    return list(rows)


def _kept_forms(texts: Collection[str]) -> list[Any]:
    return [form for form in KeptForm.select() if _any(_strings(form.fields), texts)]


def _left_of(told: Wordings, texts: Collection[str]) -> Wordings:
    """The languages without one of the texts; half of a language could not be published."""
    found = told
    for language in told:
        if _any(told.of(language).values(), texts):
            found = found.with_texts(language, {}, {})
    return found


def _strings(value: Any) -> Iterable[str]:
    """Every text in a value of JSON or in what stands in the gaps of a message."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, Said):
        yield from _strings(dict(value.params))


def _any(values: Iterable[str], texts: Collection[str]) -> bool:
    return any(_holds(value, texts) for value in values)


def _holds(value: str, texts: Collection[str]) -> bool:
    """Whether a text is one of these, or has one of the longer ones in it."""
    given = clean_text(value).strip()  # browsers send other line ends than are published
    return any(
        given and (text.strip() == given or (len(text) >= _TELLING and text.strip() in given))
        for text in texts
    )


def _without(value: str, texts: Collection[str]) -> str:
    """A text without these; one that holds none of them as it was."""
    if not _holds(value, texts):
        return value
    left = clean_text(value).strip()
    for text in sorted((text.strip() for text in texts), key=len, reverse=True):
        if text == left:
            return ""
        if len(text) >= _TELLING:
            left = left.replace(text, "").strip()
    return left
