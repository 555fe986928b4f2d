"""What the forms offer: the moves of a life, times, prepared texts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from statuspage.actions.incidents.wordings import BODY, TITLE, field_of, still_spoken
from statuspage.config import parse_duration
from statuspage.content.templates import variables
from statuspage.domain.desk.entry_form import COMPONENT
from statuspage.domain.incidents.incident import MOVES, Incident
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.promises.severities import PromisedTime
from statuspage.domain.vocabulary.display import duration
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.states import CLOSED, Impact, Status
from statuspage.said import Said, joined, said
from statuspage.site.form import Values
from statuspage.store.published import entries
from statuspage.web.admin.writing import cadence
from statuspage.web.admin.writing.fields import INTERVALS, length_choice

_EFFECTS = {
    Status.RESOLVED: said("it is over, and its components work again"),
    Status.POSTMORTEM: said("what happened and what was learned"),
    Status.FALSE_ALARM: said("nothing was wrong; it stays in the history, struck through"),
    Status.IN_PROGRESS: said("its components are under maintenance"),
    Status.COMPLETED: said("it is over, and its components work again"),
    Status.CANCELLED: said("it stays in the history, struck through"),
}


@dataclass(frozen=True)
class Choice:
    """One line of a select or of a group of radio buttons; `effect` says what it brings about."""

    value: str
    label: Said | str  # a text is what people wrote
    effect: Said | str = ""


def statuses(offered: Collection[Status]) -> list[Choice]:
    """Statuses as choices, in the order of a life."""
    return [Choice(s, s.label, _EFFECTS.get(s, "")) for s in Status if s in offered]


def next_statuses(incident: Incident) -> list[Choice]:
    """Where an incident can go from here; if it may not stay, also "as it was" for past words."""
    found = statuses(MOVES[incident.status] - {Status.POSTMORTEM})  # that has a form of its own
    if incident.status is Status.RESOLVED:
        found = [_reopening(choice) for choice in found]
    if incident.status not in MOVES[incident.status]:
        as_it_was = Choice("", said("As it was then"), said("for an update with a past time"))
        found.append(as_it_was)
    return found


def _reopening(choice: Choice) -> Choice:
    is_open = choice.value == Status.INVESTIGATING
    return Choice(choice.value, choice.label, said("this reopens it")) if is_open else choice


def promises() -> list[Choice]:
    """When the next update may be promised, with the severities that promise it so."""
    lengths: dict[timedelta, list[Said]] = {timedelta(minutes=one): [] for one in INTERVALS}
    for severity in cadence.severities():
        if (length := severity.times.get(PromisedTime.UPDATES)) is not None:
            lengths.setdefault(length, []).append(severity.impact.label)
    soon = [
        Choice(length_choice(one), _length_label(one), joined(told, ", ") if told else "")
        for one, told in sorted(lengths.items())
    ]
    return [*soon, Choice("none", said("None")), Choice("at", said("At a time"))]


def _length_label(length: timedelta) -> Said:
    minutes = length // timedelta(minutes=1)
    if minutes in INTERVALS and length == timedelta(minutes=minutes):
        return said("{minutes} min", minutes=minutes)
    return duration(int(length.total_seconds()))


def impacts() -> list[Choice]:
    """Impacts that staff may state instead of the one that follows from the components."""
    stated = [i for i in Impact if i is not Impact.MAINTENANCE]
    return [Choice("", said("From its components")), *(Choice(i, i.label) for i in stated)]


def noticers() -> list[Choice]:
    """Who may have noticed an incident first."""
    return [Choice("", said("Not known")), *(Choice(one, one.label) for one in NoticedBy)]


def templates(kind: str, possible: Collection[Status]) -> list[Choice]:
    """The prepared texts for an incident or an update whose status is possible here."""
    found = [
        entry
        for entry in entries.newest(EntryKind.TEMPLATE)
        if entry.details.get("kind") == kind and entry.details.get("status") in (None, *possible)
    ]
    return [Choice(f"template:{e.slug}", e.title) for e in sorted(found, key=lambda e: e.title)]


def with_template(values: Values, slug: str) -> Values:
    """The fields with a prepared text put in; what was written already stays, above it.

    Raises NotFound.
    """
    prepared = entries.by_slug(EntryKind.TEMPLATE, slug)
    written = values.get("body", "").rstrip()
    body = f"{written}\n\n{prepared.body}" if written else prepared.body
    # The title of a template names it, unless it has gaps: then it is that of the incident.
    title = values.get("title", "").strip()
    if not title and variables(prepared.title):
        title = prepared.title
    further = _in_languages(values, prepared)
    return {**values, **_proposed(prepared), **further, "title": title, "body": body}


def _in_languages(values: Values, prepared: Entry) -> Values:
    """The fields of further languages with what the prepared text says in them."""
    found = {}
    for language, told in still_spoken(prepared.wordings).items():
        field = field_of(BODY, language)
        words = [values.get(field, "").rstrip(), told.get(BODY, "")]
        found[field] = "\n\n".join(filter(None, words))
        title = field_of(TITLE, language)
        if not values.get(title, "").strip() and variables(told.get(TITLE, "")):
            found[title] = told[TITLE]
    return found


def _proposed(prepared: Entry) -> Values:
    """What a template proposes beside its words."""
    details = prepared.details
    found = {COMPONENT + name: state or "" for name, state in details.get("components", {}).items()}
    if status := details.get("status"):
        found["status"] = status
        if status in CLOSED:
            found["next_update"] = "none"
    if promised := details.get("next_update"):
        found["next_update"] = length_choice(parse_duration(promised))
    return found
