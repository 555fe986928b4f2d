"""The forms that edit or withdraw what was published of an incident or of planned work."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from statuspage.actions.given import Actor, refuse
from statuspage.actions.incidents.amend import (
    amend_incident,
    amend_update,
    update_of,
    withdraw_update,
)
from statuspage.actions.incidents.wordings import by_field
from statuspage.actions.telling.again import tell_again
from statuspage.domain.desk.entry_form import COMPONENT
from statuspage.domain.incidents.edit import EditedWords, Heading, heading_of, wording_of
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.incidents.postmortem import SECTIONS, Sections
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.states import Impact, Kind, Status
from statuspage.notify.reach import rehearsed
from statuspage.said import Said, said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import record
from statuspage.store.settings import site
from statuspage.web.admin.published import preview_of, previewed, reach_of
from statuspage.web.admin.writing import choices, parts
from statuspage.web.admin.writing.fields import (
    edited_texts,
    fields_of,
    instant_of,
    local,
    seen_in,
)
from statuspage.web.admin.writing.forms import FormPage
from statuspage.web.language import writer

_PLANNED = frozenset(
    {Status.SCHEDULED, Status.IN_PROGRESS, Status.VERIFYING, Status.COMPLETED, Status.CANCELLED}
)
_HEADING_TIMES = (
    *("impact_from", "impact_until", "scheduled_for", "scheduled_until"),
    "first_report_at",
)


class _UpdateForm(FormPage):
    """A form about one update."""

    def __init__(self, key: str, update: str) -> None:
        self._key = key
        self._update = update

    def facts(self) -> Mapping[str, Any]:
        incident, update = self._read()
        subject = UPDATE.subject(update.key)
        return {
            "incident": incident,
            "update": update,
            "revision": record.marks([subject])[subject].revision,
        }

    def label(self) -> Said:
        return said("draft.change_of_update", title=self._read()[0].title)

    def preview(self, values: Values, actor: Actor) -> Markup:
        incident, reach = rehearsed(lambda: self._act(values, actor))
        known = {update.key for update in incident.updates} - {self._update}
        return preview_of(incident, known) + reach_of(reach)

    def _read(self) -> tuple[Incident, Update]:
        incident = incidents.by_key(self._key)
        return incident, update_of(incident, self._update)

    @abstractmethod
    def _act(self, values: Values, actor: Actor) -> Incident:
        """Carry it out."""


class EditUpdate(_UpdateForm):
    """Make an update read otherwise."""

    template = "edit_update.html"

    def opening(self) -> Values:
        _, update = self._read()
        zone = site().zone
        states = {COMPONENT + c.component: c.declared.value for c in update.changes}
        sections = {} if update.sections is None else update.sections.texts
        return {
            **states,
            **sections,
            "body": _shown(update),
            **by_field(update.wordings),
            "status": update.status,
            "posted_at": local(update.at, zone),
            "next_update": local(update.next_due, zone),
        }

    def facts(self) -> Mapping[str, Any]:
        found = super().facts()
        kind = found["incident"].kind
        fits = kind is Kind.MAINTENANCE
        others = {Status.POSTMORTEM} - {found["update"].status}
        possible = [s for s in Status if (s in _PLANNED) == fits and s not in others]
        return {
            **found,
            "statuses": choices.statuses(possible),
            "components": parts.component_fields(None, parts.STATES[kind]),
        }

    def publish(self, values: Values, actor: Actor) -> str:
        return f"/admin{self._act(values, actor).path}?done=edited"

    def _act(self, values: Values, actor: Actor) -> Incident:
        given = fields_of(values)
        with db.snapshot():
            update = self._read()[1]
            former, shown = wording_of(update), _shown(update)
        body = values.get("body", "")
        at = instant_of(given, "posted_at", former.at)
        if at is None:
            given.faults.setdefault("posted_at", said("The time is empty; fill it in."))
        wording = EditedWords(
            body=former.body if body.strip() == shown else body,
            status=given.choice("status", Status) or former.status,
            at=at or former.at,
            components=given.states(),
            next_due=instant_of(given, "next_update", former.next_due),
            sections=former.sections and _sections(former.sections, values),
            wordings=edited_texts(values),
        )
        refuse(given.faults)
        reason, seen = given.text("reason"), seen_in(values)
        with db.transaction():
            made = amend_update(self._key, self._update, wording, reason, actor, seen=seen)
            if values.get("tell_again"):
                tell_again(UPDATE.subject(self._update))
        return made


def _sections(former: Sections, values: Values) -> Sections:
    """A postmortem as the form has it; what the form does not say stays as it is."""
    texts = {name: values[name] for name in SECTIONS if name in values}
    return former.with_texts(texts, {})


class WithdrawUpdate(_UpdateForm):
    """Take an update back, leaving a stub."""

    template = "withdraw_update.html"

    def opening(self) -> Values:
        return {}

    def publish(self, values: Values, actor: Actor) -> str:
        return f"/admin{self._act(values, actor).path}?done=withdrawn"

    def label(self) -> Said:
        return said("draft.withdrawal_of_update", title=self._read()[0].title)

    def _act(self, values: Values, actor: Actor) -> Incident:
        reason = values.get("reason", "")
        return withdraw_update(self._key, self._update, reason, actor, seen=seen_in(values))


class EditHeading(FormPage):
    """Make title, owner, impact or window read otherwise."""

    template = "edit_heading.html"

    def __init__(self, key: str) -> None:
        self._key = key

    def opening(self) -> Values:
        incident, heading = self._read()
        zone = site().zone
        times = {name: local(getattr(heading, name), zone) for name in _HEADING_TIMES}
        return {
            **times,
            "title": heading.title,
            **by_field(incident.wordings),
            "owner": heading.owner,
            "impact": heading.impact or "",
            "noticed_by": heading.noticed_by or "",
        }

    def facts(self) -> Mapping[str, Any]:
        incident, _ = self._read()
        subject = INCIDENT.subject(self._key)
        return {
            "incident": incident,
            "impacts": choices.impacts(),
            "noticers": choices.noticers(),
            "revision": record.marks([subject])[subject].revision,
        }

    def publish(self, values: Values, actor: Actor) -> str:
        return f"/admin{self._act(values, actor).path}?done=edited"

    def label(self) -> Said:
        return said("draft.change_of_heading", title=self._read()[0].title)

    def preview(self, values: Values, actor: Actor) -> Markup:
        return previewed(lambda: self._act(values, actor))

    def _read(self) -> tuple[Incident, Heading]:
        incident = incidents.by_key(self._key)
        is_stated = incidents.impact_is_stated(incident.number)
        return incident, heading_of(incident, impact_is_stated=is_stated)

    def _act(self, values: Values, actor: Actor) -> Incident:
        given = fields_of(values)
        with db.snapshot():
            incident, former = self._read()
        is_incident = incident.kind is Kind.INCIDENT
        times: dict[str, Any] = {
            name: instant_of(given, name, getattr(former, name))
            if name in values
            else getattr(former, name)
            for name in _HEADING_TIMES
        }
        heading = Heading(
            title=given.text("title"),
            owner=given.text("owner"),
            impact=given.choice("impact", Impact) if is_incident else former.impact,
            wordings=edited_texts(values),
            noticed_by=given.choice("noticed_by", NoticedBy)
            if "noticed_by" in values
            else former.noticed_by,
            **times,
        )
        refuse(given.faults)
        return amend_incident(self._key, heading, given.text("reason"), actor, seen=seen_in(values))


def _shown(update: Update) -> str:
    """Its words as the field of a form has them."""
    words = wording_of(update).body
    return writer().say(words) if isinstance(words, Said) else words
