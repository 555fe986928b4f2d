"""Changes, outcomes and notices: the lists, and the forms for those that are written here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Response, request
from markupsafe import Markup

from statuspage import clock
from statuspage.actions.entries import withdraw_entry
from statuspage.actions.given import Actor, refuse
from statuspage.actions.incidents.wordings import by_field
from statuspage.actions.staff.scheduled import PUBLISH_AT, at_its_time, check_time
from statuspage.actions.written import write_form
from statuspage.domain.desk import entry_form
from statuspage.domain.desk.plain_language import ReadText
from statuspage.domain.library.library import Notes
from statuspage.domain.vocabulary.entry import (
    BECAUSE,
    CHANGE_TYPES,
    NOTICE_KINDS,
    OUTCOME_STATES,
    Entry,
    EntryKind,
)
from statuspage.notify.reach import rehearsed
from statuspage.said import Said, said
from statuspage.site.form import Values
from statuspage.site.page import Context
from statuspage.site.promises.noticed import noticed, today
from statuspage.store import db
from statuspage.store.desk import drafts
from statuspage.store.library import LIBRARY
from statuspage.store.listening import voices
from statuspage.store.published import entries
from statuspage.store.settings import current_settings, site
from statuspage.web.admin import pages
from statuspage.web.admin.entries import languages
from statuspage.web.admin.listening import requests
from statuspage.web.admin.published import confirmation, landing, reach_of
from statuspage.web.admin.writing import drafting, hinting, parts
from statuspage.web.admin.writing.choices import Choice
from statuspage.web.admin.writing.fields import fields_of, seen_in
from statuspage.web.admin.writing.forms import FormPage

_NEW = {
    EntryKind.CHANGELOG: said("draft.new_change"),
    EntryKind.OUTCOME: said("draft.new_answer"),
    EntryKind.NOTICE: said("draft.new_notice"),
    EntryKind.STORY: said("draft.new_story"),
}


def entry_list(folder: str) -> Response:
    """All entries of a kind, those from files with the name of their file."""
    kind = EntryKind(folder)
    with db.snapshot():
        waiting = len(drafts.at_path(entry_form.path_of(kind)))
        found = entries.all_of(kind)
        text = pages.render("entries.html", kind=kind, entries=found, waiting=waiting)
    return pages.answer(text)


class NewEntry(FormPage):
    """Write a changelog entry, an outcome or a notice."""

    template = "entry.html"
    is_new = True

    def __init__(self, folder: str) -> None:
        self._kind = EntryKind(folder)

    def opening(self) -> Values:
        today = clock.now().astimezone(site().zone).date()
        opening = {"date": today.isoformat(), "type": "added", "state": "considering"}
        return {**opening, **requests.made_of(request.args.get(entry_form.VOICES, "").split())}

    def facts(self) -> Mapping[str, Any]:
        heard = voices.known(request.values.get(entry_form.VOICES, "").split())
        return {"entry": None, "done": "", "voices": heard, **_offers(self._kind)}

    def completed(self, values: Values) -> Values:
        if not values.get(PUBLISH_AT, "").strip():
            return values
        key = values.get(drafting.DRAFT, "")
        with db.snapshot():
            source = drafts.by_key(key).source if drafts.exists(key) else ""
        return at_its_time(values, source)

    def publish(self, values: Values, actor: Actor) -> str:
        return _landing(_write(self._kind, _dated(values), actor), values)

    def publish_at(self, values: Values) -> datetime | None:
        given = fields_of(values)
        at = given.instant(PUBLISH_AT)
        refuse(given.faults)
        if at is not None:
            check_time(at)
        return at

    def preview(self, values: Values, actor: Actor) -> Markup:
        return _previewed(lambda: _write(self._kind, _dated(values), actor))

    def label(self) -> Said:
        return _NEW[self._kind]

    def hints(self, values: Values) -> Markup:
        return _hints(values)


class EditEntry(FormPage):
    """Change an entry; the text before stays readable as a revision."""

    template = "entry.html"

    def __init__(self, folder: str, slug: str) -> None:
        self._kind = EntryKind(folder)
        self._slug = slug

    def opening(self) -> Values:
        entry = entries.by_slug(self._kind, self._slug)
        day = entry.at.astimezone(site().zone).date().isoformat()
        seen = str(entry.revision)
        own = {"title": entry.title, "date": day, "body": entry.body, "seen": seen}
        return {**entry_form.fields_of(entry.details), **by_field(entry.wordings), **own}

    def facts(self) -> Mapping[str, Any]:
        entry = entries.by_slug(self._kind, self._slug)
        shown: dict[str, Any] = {"entry": entry, "done": confirmation()}
        if self._kind is EntryKind.OUTCOME:
            shown["voices"] = voices.of_outcome(self._slug)
            shown["answered"] = requests.answered(self._slug)
        return {**shown, **_offers(self._kind)}

    def publish(self, values: Values, actor: Actor) -> str:
        return _landing(_write(self._kind, values, actor, self._slug), values)

    def preview(self, values: Values, actor: Actor) -> Markup:
        return _previewed(lambda: _write(self._kind, values, actor, self._slug))

    def label(self) -> Said:
        return said("draft.change_of", title=entries.by_slug(self._kind, self._slug).title)

    def hints(self, values: Values) -> Markup:
        return _hints(values)


class WithdrawEntry(FormPage):
    """Withdraw an entry; it stays, marked."""

    template = "withdraw_entry.html"

    def __init__(self, folder: str, slug: str) -> None:
        self._kind = EntryKind(folder)
        self._slug = slug

    def opening(self) -> Values:
        return {}

    def facts(self) -> Mapping[str, Any]:
        return {"entry": entries.by_slug(self._kind, self._slug)}

    def publish(self, values: Values, actor: Actor) -> str:
        self._withdraw(values, actor)
        return f"/admin/{self._kind}/{self._slug}?done=withdrawn"

    def preview(self, values: Values, actor: Actor) -> Markup:
        return _previewed(lambda: self._withdraw(values, actor))

    def label(self) -> Said:
        return said("draft.withdrawal", title=entries.by_slug(self._kind, self._slug).title)

    def _withdraw(self, values: Values, actor: Actor) -> Entry:
        reason = values.get("reason", "")
        return withdraw_entry(self._kind, self._slug, reason, actor, seen=seen_in(values))


def _offers(kind: EntryKind) -> Mapping[str, Any]:
    return {
        "kind": kind,
        "types": _choices(CHANGE_TYPES),
        "states": _choices(OUTCOME_STATES),
        "notice_kinds": _choices(NOTICE_KINDS),
        "because": [Choice("", said("Not said")), *_choices(BECAUSE)],
        "figures": [
            Choice("", said("None")),
            *(Choice(sla.id, sla.title) for sla in current_settings().slas),
        ],
        "components": parts.component_fields({}, ()),
        "languages": languages.offered(kind),
        "original": languages.original(),
    }


def _choices(labels: Mapping[str, Said]) -> list[Choice]:
    return [Choice(name, label) for name, label in labels.items()]


def _dated(values: Values) -> Values:
    """What is published later, and has no day, stands under today if it came out now."""
    if not values.get(PUBLISH_AT, "").strip() or values.get("date"):
        return values
    return {**values, "date": clock.now().astimezone(fields_of(values).zone).date().isoformat()}


def _write(kind: EntryKind, values: Values, actor: Actor, slug: str | None = None) -> Entry:
    return write_form(kind, values, actor, zone=fields_of(values).zone, slug=slug)


def _hints(values: Values) -> Markup:
    return hinting.beside(ReadText(values.get("body", ""), values.get("title", "")))


def _landing(entry: Entry, values: Values) -> str:
    texts = [entry.title, entry.body, *entry_form.fields_of(entry.details).values()]
    texts += by_field(entry.wordings).values()
    return landing(f"/admin/{entry.kind}/{entry.slug}", values, texts, "written")


def _previewed(act: Callable[[], Entry]) -> Markup:
    entry, reach = rehearsed(act)
    return _preview(entry) + reach_of(reach)


def _preview(entry: Entry) -> Markup:
    with db.snapshot():
        facts = _days_of(entry) if entry.kind is EntryKind.NOTICE else {}
        shown = Markup(pages.render("_entry_preview.html", entry=entry, **facts))  # noqa: S704
        return shown + languages.previews(entry)


def _days_of(entry: Entry) -> Mapping[str, Any]:
    """A notice as it will stand, and the day."""
    now = clock.now()
    context = Context(LIBRARY.noting(Notes(now)), now)
    [notice] = noticed(context, [entry])
    return {"notice": notice, "today": today(context)}
