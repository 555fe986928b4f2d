"""Incidents that are over, and their postmortems."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.incidents.postmortems import publish_postmortem
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.postmortem import PlannedAction, Written
from statuspage.domain.promises.pledge import Pledge, PledgeKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store.incidents import pledges

ADA = Actor("ada")
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SLOW = {"api": ComponentState.PARTIAL_OUTAGE}


def resolved(at: datetime = NOON, *, title: str = "Slow", by: datetime | None = None) -> Incident:
    with clock.standing_at(at):
        word = NewUpdate("We look into *it*.", components=SLOW, owner="Ada")
        key = open_incident(title, word, ADA).key
    with clock.standing_at(at + 70 * MINUTE):
        return post_update(key, NewUpdate("It works.", Status.RESOLVED, root_cause_by=by), ADA)


def written(**changed: object) -> Written:
    told: dict[str, object] = {
        "summary": "Searches were slow.",
        "impact": "",
        "cause": Cause.CONFIGURATION,
        "cause_words": "A limit was too low.",
        "went_well": "",
        "went_badly": "",
        "actions": (PlannedAction("Alarm per region", "Grace", NOON + 20 * DAY),),
    }
    return Written(**(told | changed))  # type: ignore[arg-type]


def publish(incident: Incident, at: datetime, *, actor: Actor = ADA, **changed: object) -> Incident:
    with clock.standing_at(at):
        return publish_postmortem(incident.key, written(**changed), actor)


def only(incident: Incident, kind: PledgeKind) -> Pledge:
    [found] = [one for one in pledges.of_incident(incident.key) if one.kind is kind]
    return found
