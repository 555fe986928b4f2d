"""Erase personal data that was published: visibly, and from every place that kept it.

The record keeps the salted hash of each text that went, so that nothing else can have changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions.entries import published
from statuspage.actions.given import Actor, checked_line, checked_reason, refuse
from statuspage.actions.incidents.amend import update_of
from statuspage.actions.incidents.timeline import finish
from statuspage.actions.incidents.wordings import by_field, reworded
from statuspage.actions.once import once
from statuspage.actions.record import note_erasure
from statuspage.actions.reports import forget_titles
from statuspage.actions.staff.audit import note_act
from statuspage.content.markdown import to_html
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.postmortem import SECTIONS
from statuspage.domain.record.codec import WORDINGS
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.incident import of_incident
from statuspage.domain.record.kinds.pledge import kind_of
from statuspage.domain.record.kinds.report import REPORT
from statuspage.domain.record.kinds.update import load_sections
from statuspage.domain.record.recorded import Recorded, Statement
from statuspage.domain.reports.report import OpeningLetter
from statuspage.domain.vocabulary.entry import PATHS, EntryKind
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.domain.vocabulary.written_words import reworded_details, written_words
from statuspage.errors import NotFound
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.incidents import edits, incidents, plans, pledges
from statuspage.store.published import entries, erasure, record, reports
from statuspage.store.published.erasure import Copies

_SECOND = timedelta(seconds=1)
_MADE = ("changes", "erased", "said", "facts", "names")  # of what we say nothing is personal
_LINES = ("owner", "text", "evidence", "author", "why")
_ENTRY_KINDS = {kind.value: kind for kind in ENTRIES}


def replaceable(subject: str) -> dict[str, str]:
    """The texts of a published subject that can be replaced, by name, as they stand now.

    Subjects are incident/KEY, update/KEY, promise/KEY, report/PERIOD/REVISION, and KIND/SLUG of
    written entries. Of an entry that comes from a file there is none: its file is in charge of it.
    Raises NotFound.
    """
    told = _standing(subject).statement
    kind, _, slug = subject.partition("/")
    if kind in _REWRITERS:
        return _of_people(told.words)
    entry = entries.by_slug(_ENTRY_KINDS[kind], slug)
    if entry.is_from_file:
        return {}
    return {
        "title": entry.title,
        **written_words(entry.details),
        "body": entry.body,
        **by_field(entry.wordings),
    }


def erase(
    subject: str, words: Mapping[str, str], reason: str, actor: Actor, *, zone: ZoneInfo
) -> None:
    """Blank all former texts of a subject, and put others where they stand now.

    `words` are the new texts by name (see `replaceable`); those not named stay as they are, so what
    comes from a file is to be changed in its file first. A message beside them says that something
    was removed, when and why. Raises NotFound, InvalidInput, StoreError.
    """
    now = clock.now()
    faults: dict[str, Said] = {}
    reason = checked_reason(faults, reason)
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return
        deed.answer = subject
        standing = _standing(subject)
        clean = _checked(faults, words, replaceable(subject))
        refuse(faults)
        before, former = _texts(subject), _former(subject)
        erased = said("erasure.removed", day=now.astimezone(zone).date(), reason=reason)
        kind = subject.partition("/")[0]
        written = _REWRITERS.get(kind, _rewrite_entry)(standing, clean, erased, now)
        note_erasure(written.said, now, reason)
        written.publish(replace(actor, is_quiet=True), now, reason)
        gone, present = before - _texts(subject), replaceable(subject)
        erasure.forget_copies(gone)
        if path := _titled(subject):
            forget_titles(path, gone, erased, now, reason)
        plans.reword_series({text: present.get(name, "") for name, text in former if text in gone})
        note_act(actor, "erase", subject)
    db.empty_the_log()


def copies_of(subject: str, words: Mapping[str, str] | None = None) -> Copies:
    """What else of the desk holds the texts that an erasure would take, and goes or changes, too.

    `words` are the new texts, as for `erase`; None where they are not chosen yet: then every text
    may go. Raises NotFound.
    """
    texts = _texts(subject)
    if words is not None:
        standing = {**_standing(subject).statement.words, **replaceable(subject)}
        texts -= {text for name, text in standing.items() if words.get(name, text) == text}
    return erasure.copies_of(texts)


def _standing(subject: str) -> Recorded:
    found = record.newest([subject]).get(subject)
    if found is None or subject.partition("/")[0] not in (*_REWRITERS, *_ENTRY_KINDS):
        raise NotFound(said("There is no published text '{subject}'.", subject=subject))
    return found


def _texts(subject: str) -> set[str]:
    """Every text that the record has of a subject."""
    told = _words(subject)
    return {text for words in told for text in (*words.values(), *_of_people(words).values())}


def _former(subject: str) -> list[tuple[str, str]]:
    """The same of people alone, each with its name."""
    return [pair for words in _words(subject) for pair in _of_people(words).items()]


def _words(subject: str) -> list[dict[str, str]]:
    return [
        {name: word.text for name, word in entry.words.items() if word.text}
        for entry in record.history(subject)
    ]


def _of_people(words: Mapping[str, str]) -> dict[str, str]:
    """The texts of people among those of an entry; of a postmortem each of its sections."""
    found = {name: text for name, text in words.items() if name not in _MADE}
    found |= by_field(WORDINGS.load(found.pop("wordings", "")))
    if details := found.pop("details", ""):
        found |= written_words(json.loads(details))
    kept = found.pop("sections", "")
    if not kept:
        return found
    found.pop("body", None)
    return found | load_sections(json.loads(kept)).texts


def _checked(
    faults: dict[str, Said], words: Mapping[str, str], known: Mapping[str, str]
) -> dict[str, str]:
    """The new texts, clean; titles must not be empty, all else may be."""
    for name in words.keys() - known.keys():
        listed = list(known) or said("none; change its file first")
        faults[name] = said("It has no text of this name. It has: {listed}.", listed=listed)
    clean = {}
    for name, text in words.items():
        if name == "title":
            clean[name] = checked_line(faults, name, text)
        else:
            is_line = name.partition(":")[0] in ("title", *_LINES)
            clean[name] = one_line(text) if is_line else clean_text(text).strip()
    return clean


@dataclass(frozen=True)
class _Written:
    """A subject with its new texts in the store."""

    said: Statement
    publish: Callable[[Actor, datetime, str], object]


def _rewrite_heading(
    standing: Recorded, clean: Mapping[str, str], _: Said, now: datetime
) -> _Written:
    incident = incidents.by_key(standing.subject.partition("/")[2])
    moved = max(now, (incident.edited_at or incident.entered_at) + _SECOND)
    values = {name: text for name, text in clean.items() if name in ("title", "owner")}
    wordings = reworded(incident.wordings, clean)
    incidents.change(incident.number, {**values, "wordings": wordings, "edited_at": moved})
    return _happened(incident, standing.subject)


def _rewrite_update(
    standing: Recorded, clean: Mapping[str, str], erased: Said, now: datetime
) -> _Written:
    incident = incidents.by_key(standing.leaf.facts["incident"])
    update = update_of(incident, standing.subject.partition("/")[2])
    values: dict[str, object] = {
        "erased": erased,
        "updated_at": max(now, update.updated_at + _SECOND),
        "wordings": reworded(update.wordings, clean),
    }
    if update.sections is not None:
        shown = {name: to_html(clean[name]) for name in SECTIONS if name in clean}
        values["sections"] = update.sections.with_texts(clean, shown)
    elif "body" in clean:
        values |= {"body": clean["body"], "html": to_html(clean["body"]), "said": None}
    edits.change_update(update.key, values)
    return _happened(incident, standing.subject)


def _happened(before: Incident, subject: str) -> _Written:
    told = incidents.by_key(before.key)
    return _Written(
        next(one for one in of_incident(told) if one.subject == subject),
        lambda actor, now, reason: finish(told, before, actor, now, reason),
    )


def _rewrite_pledge(
    standing: Recorded, clean: Mapping[str, str], erased: Said, now: datetime
) -> _Written:
    pledge = pledges.by_key(standing.subject.partition("/")[2])
    pledges.reword(pledge.key, {**clean, "erased": erased}, now)
    topics = ("promises", *([f"incident:{pledge.incident}"] if pledge.incident else ()))
    return _Written(
        kind_of(pledge).statement(pledges.by_key(pledge.key)),
        lambda *_: db.raise_topics(*topics),
    )


def _rewrite_entry(
    standing: Recorded, clean: Mapping[str, str], erased: Said, now: datetime
) -> _Written:
    """The text of a file is left as the file has it."""
    folder, _, slug = standing.subject.partition("/")
    kind = _ENTRY_KINDS[folder]
    entry = entries.by_slug(kind, slug)
    values: dict[str, object] = {"updated_at": max(now, entry.updated_at + _SECOND)}
    if not entry.is_from_file:
        body = clean.get("body", entry.body)
        details = reworded_details(entry.details, clean)
        title = clean.get("title", entry.title)
        words = {"title": title, "body": body, "html": to_html(body), "details": details}
        values |= {**words, "wordings": reworded(entry.wordings, clean), "erased": erased}
    entries.change(kind, slug, **values)
    return _Written(
        ENTRIES[kind].statement(entries.by_slug(kind, slug)),
        lambda actor, at, reason: published(kind, slug, at, reason, actor),
    )


def _rewrite_report(
    standing: Recorded, clean: Mapping[str, str], erased: Said, _: datetime
) -> _Written:
    """Of a report the letter and the reason; its facts are not words of people."""
    period, number = standing.subject.split("/")[1:]
    report = reports.revisions([period])[period][int(number) - 1]
    body = clean.get("letter", report.letter.body)
    author = clean.get("author", report.letter.author)
    letter = OpeningLetter(body, to_html(body), author)
    why = clean.get("why", report.reason)
    told = replace(report, letter=letter, reason=why, erased=erased)
    reports.put(told)
    return _Written(REPORT.statement(told), lambda *_: db.raise_topics("reports"))


def _titled(subject: str) -> str:
    """The page whose title a subject has, as reports name it; "" for what has none there."""
    kind, _, name = subject.partition("/")
    if kind == "incident":
        return f"/incidents/{name}"
    return PATHS[EntryKind.CHANGELOG] + name if kind == EntryKind.CHANGELOG else ""


_REWRITERS = {
    REPORT.name: _rewrite_report,
    "incident": _rewrite_heading,
    "update": _rewrite_update,
    "promise": _rewrite_pledge,
    "consequence": _rewrite_pledge,
}
