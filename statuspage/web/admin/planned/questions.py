"""The questions about planned work: move it, begin it before its time, call it off."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from statuspage import clock
from statuspage.actions.given import Actor, refuse
from statuspage.actions.maintenance.planned import move_maintenance
from statuspage.actions.maintenance.rescheduling import (
    begin_maintenance,
    early_by,
    reschedule_maintenance,
)
from statuspage.actions.maintenance.series import cancel_series
from statuspage.domain.desk.plain_language import ReadText
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.errors import NotFound
from statuspage.said import Said, said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.incidents import incidents, plans
from statuspage.store.settings import site
from statuspage.web.admin.published import landing_of, previewed
from statuspage.web.admin.writing import hinting
from statuspage.web.admin.writing.choices import Choice
from statuspage.web.admin.writing.fields import fields_of, instant_of, local
from statuspage.web.admin.writing.forms import FormPage

_ALL = "all"
_SCOPES = (
    Choice("one", said("This one alone"), said("the others take place")),
    Choice(_ALL, said("This one and all that follow"), said("it stops repeating")),
)


_OTHER = Choice("", said("Other times"))
_SHIFTS = {
    "day": (said("A day later"), timedelta(days=1)),
    "week": (said("A week later"), timedelta(weeks=1)),
}
_LONGER = {
    "half-hour": (said("30 min longer"), timedelta(minutes=30)),
    "hour": (said("1 h longer"), timedelta(hours=1)),
    "two-hours": (said("2 h longer"), timedelta(hours=2)),
}


class _PlannedForm(FormPage):
    """A form about one planned work that is not over."""

    done: str

    def __init__(self, key: str) -> None:
        self._key = key

    def facts(self) -> Mapping[str, Any]:
        incident = self._read()
        return {"incident": incident, "newest": incident.updates[0].key}

    def publish(self, values: Values, actor: Actor) -> str:
        return landing_of(self._act(values, actor), values, self.done)

    def preview(self, values: Values, actor: Actor) -> Markup:
        with db.snapshot():
            known = [update.key for update in self._read().updates]
        return previewed(lambda: self._act(values, actor), known)

    def _read(self) -> Incident:
        found = incidents.by_key(self._key)
        if found.kind is not Kind.MAINTENANCE or not found.is_open:
            raise NotFound(said("This is not planned work that is still to come."))
        return found

    @abstractmethod
    def _act(self, values: Values, actor: Actor) -> Incident:
        """Carry it out."""


class MovePlanned(_PlannedForm):
    """Give planned work other times."""

    template = "move_planned.html"
    done = "moved"

    def opening(self) -> Values:
        work, zone = self._read(), site().zone
        return {
            "from": local(work.scheduled_for, zone),
            "until": local(work.scheduled_until, zone),
        }

    def facts(self) -> Mapping[str, Any]:
        found = super().facts()
        offered = _offered(found["incident"])
        shifts = [Choice(name, label) for name, (label, _) in offered.items()]
        return {**found, "shifts": [*shifts, _OTHER]}

    def completed(self, values: Values) -> Values:
        """The times that follow from "a day later" and the like, by the clock on the wall."""
        with db.snapshot():
            work, zone = self._read(), site().zone
        shift = _offered(work).get(values.get("shift", ""))
        if shift is None:
            return values
        moved = {"from": work.scheduled_for, "until": work.scheduled_until}
        if work.status is not Status.SCHEDULED:
            del moved["from"]
        times = {name: local(_later(at, shift[1], zone), zone) for name, at in moved.items() if at}
        return {**values, **times, "shift": ""}

    def label(self) -> Said:
        return said("draft.move", title=self._read().title)

    def _act(self, values: Values, actor: Actor) -> Incident:
        given = fields_of(values)
        with db.snapshot():
            work = self._read()
        begins = instant_of(given, "from", work.scheduled_for) if "from" in values else None
        ends = instant_of(given, "until", work.scheduled_until)
        for name, instant in (("from", begins or work.scheduled_for), ("until", ends)):
            if instant is None:
                given.faults.setdefault(name, said("The time is empty; fill it in."))
        if "from" in values and begins is None:
            given.faults.setdefault("from", said("The time is empty; fill it in."))
        refuse(given.faults)
        start = begins or work.scheduled_for
        assert start is not None  # noqa: S101 refused above
        assert ends is not None  # noqa: S101
        reason, seen = given.text("reason"), values.get("seen")
        return reschedule_maintenance(self._key, start, ends, reason, actor, seen=seen)


def _offered(work: Incident) -> Mapping[str, tuple[Said, timedelta]]:
    """How planned work can be moved at a tap; what is under way can last longer."""
    return _SHIFTS if work.status is Status.SCHEDULED else _LONGER


def _later(instant: datetime, by: timedelta, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone) + by if by >= timedelta(days=1) else instant + by


class BeginPlanned(_PlannedForm):
    """Begin planned work before its time: it asks what becomes of the end."""

    template = "begin_planned.html"
    done = "updated"
    is_at_once = True

    def opening(self) -> Values:
        return {"early_end": "move"}

    def facts(self) -> Mapping[str, Any]:
        work, now = self._read(), clock.now()
        rest, end = early_by(work, now), work.scheduled_until
        moved = end - rest if end else None
        return {**super().facts(), "early": int(rest.total_seconds()), "moved_end": moved}

    def _act(self, values: Values, actor: Actor) -> Incident:
        moves = {"move": True, "keep": False}.get(values.get("early_end", ""))
        return begin_maintenance(self._key, "", actor, seen=values.get("seen"), moves_end=moves)


class CancelPlanned(_PlannedForm):
    """Call planned work off, with words or a plain sentence."""

    template = "cancel_planned.html"
    done = "cancelled"

    def opening(self) -> Values:
        return {"scope": "one"}

    def facts(self) -> Mapping[str, Any]:
        found = super().facts()
        is_one = self._series(found["incident"]) is not None
        return {**found, "scopes": _SCOPES if is_one else ()}

    def label(self) -> Said:
        return said("draft.cancellation", title=self._read().title)

    def hints(self, values: Values) -> Markup:
        words = ReadText(values.get("body", ""), "", Kind.MAINTENANCE, Status.CANCELLED)
        return hinting.beside(words)

    def _act(self, values: Values, actor: Actor) -> Incident:
        body = values.get("body", "").strip()
        with db.snapshot():
            series = self._series(self._read())
        if values.get("scope") == _ALL and series is not None:
            cancel_series(series, body, actor)
            with db.snapshot():
                return incidents.by_key(self._key)
        return move_maintenance(self._key, Status.CANCELLED, body, actor, seen=values.get("seen"))

    def _series(self, work: Incident) -> str | None:
        plan = plans.of([work.number]).get(work.number)
        return plan.series if plan else None
