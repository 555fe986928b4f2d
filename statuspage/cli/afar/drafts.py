"""What is typed from elsewhere where somebody has to read it first: kept as a draft at the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import ready_to_open, ready_to_post
from statuspage.cli.language import echo
from statuspage.cli.output import tell
from statuspage.said import said
from statuspage.site.api.bodies.incidents import IncidentBody, UpdateBody
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.settings import current_settings
from statuspage.web.api import keeping
from statuspage.web.api.keeping import Kept


def keep_incident(title: str, word: NewUpdate, actor: Actor) -> None:
    """Keep a new incident. Raises as publishing it would."""
    body = IncidentBody(title=title, **_given(word))
    _keep(keeping.of_incident(body, clock.now(), ready_to_open(title, word, actor), actor))


def keep_update(key: str, word: NewUpdate, actor: Actor) -> None:
    """Keep an update. Raises as publishing it would."""
    body = UpdateBody(**_given(word))
    with db.snapshot():
        before = incidents.by_key(key)
    ready = ready_to_post(key, word, actor)
    _keep(keeping.of_update(body, clock.now(), before, ready, actor))


def _keep(keep: Kept) -> None:
    with db.transaction():
        told = keep().answer
    tell(told)
    echo(said("Nothing is published yet. The draft: {url}", url=told["url"]))


def _given(word: NewUpdate) -> dict[str, Any]:
    """The fields of a body that say the same; where all need an approval, it waits for one."""
    with db.snapshot():
        approval = current_settings().desk.approval
    told: dict[str, Any] = {
        "body": str(word.body),
        "texts": {language: dict(texts) for language, texts in word.texts.items()},
        "components": {name: str(state) for name, state in word.components.items()},
        "impact": str(word.impact) if word.impact else None,
        "owner": word.owner,
        "next_update": _time(word.next_due),
        "root_cause_by": _time(word.root_cause_by),
        "impact_from": _time(word.impact_from),
        "impact_until": _time(word.impact_until),
        "noticed_by": word.noticed_by,
        "first_report_at": _time(word.first_report_at),
        "posted_at": _time(word.posted_at),
        "page_only": word.is_page_only,
        "draft": not approval,
    }
    return told | ({"status": str(word.status)} if word.status else {})


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
