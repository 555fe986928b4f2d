"""What a program hands in of incidents: the bodies of its requests, and the words they mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictStr, WithJsonSchema

from statuspage.actions.given import NewUpdate, refuse
from statuspage.actions.incidents.wordings import BODY, TITLE, field_of
from statuspage.actions.measurements.rows import Instant, Word
from statuspage.actions.measurements.rows import instant as read_instant
from statuspage.config import parse_duration
from statuspage.config.kinds.values import Model
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.domain.vocabulary.wordings import Texts
from statuspage.said import said

ComponentStateName = Literal[
    "operational", "under_maintenance", "degraded_performance", "partial_outage", "major_outage"
]
StatusName = Literal[
    "investigating",
    "identified",
    "monitoring",
    "resolved",
    "false_alarm",
    "scheduled",
    "in_progress",
    "verifying",
    "completed",
    "cancelled",
]
"""All but a postmortem, which has its own form at the desk."""


def _due(value: object) -> datetime | timedelta:
    try:
        return parse_duration(value) if isinstance(value, str) else read_instant(value)
    except ValueError:
        pass
    try:
        return read_instant(value)
    except ValueError:
        raise ValueError(
            said(
                "must be a length of time such as {length}, or a time with its zone such as {time}",
                length='"30m"',
                time='"2026-07-01T00:00:00Z"',
            )
        ) from None


Due = Annotated[
    datetime | timedelta,
    BeforeValidator(_due),
    WithJsonSchema({"type": "string", "examples": ["30m", "2026-07-01T00:00:00Z"]}),
]
"""A length of time from now on, or an instant."""


class FurtherWords(Model):
    """The words in a further language of the site. The title of an update is that of its incident:
    give it only where it is missing in this language.
    """

    title: StrictStr | None = None
    body: StrictStr = ""


class _Handed(Model):
    """What both bodies have."""

    body: StrictStr = Field(default="", description="The words, in Markdown.")
    texts: dict[StrictStr, FurtherWords] = Field(
        default={},
        description="The same in further languages of the site, by their codes. Readers of a "
        "language that is missing are shown the words above.",
    )
    components: dict[Word, ComponentStateName] = Field(
        default={}, description="What it says of components, by their ids; others stay."
    )
    impact: Literal["none", "minor", "major", "critical"] | None = Field(
        default=None, description="Absent: it follows from the components."
    )
    owner: StrictStr | None = Field(
        default=None, description="Who is working on it, by the name readers should see."
    )
    next_update: Due | None = Field(
        default=None, description="When the next word comes: readers see it as a promise."
    )
    root_cause_by: Due | None = Field(
        default=None, description="With the word that resolves it: by when its cause is published."
    )
    impact_from: Instant | None = Field(
        default=None, description="Absent: when checks first saw it, else its first word."
    )
    impact_until: Instant | None = None
    noticed_by: NoticedBy | None = Field(default=None, description="Who noticed it first.")
    first_report_at: Instant | None = Field(
        default=None, description="When a reader first told you of it."
    )
    posted_at: Instant | None = Field(
        default=None, description="A past time; readers see that it was added afterwards."
    )
    template: StrictStr | None = Field(
        default=None,
        description="A prepared text. What it proposes is taken where the body says nothing; its "
        "words stand below those of the body.",
    )
    gaps: dict[StrictStr, StrictStr] = Field(
        default={}, description="What fills the gaps that a prepared text has, by their names."
    )
    page_only: StrictBool = Field(
        default=False, description="Nobody is sent a message; the page and its feeds say so."
    )
    draft: StrictBool = Field(
        default=False, description="Keep it as a draft at the desk; nothing is published."
    )


class IncidentBody(_Handed):
    """A new incident with its first word."""

    title: StrictStr = Field(default="", description="What is wrong, in a few words.")
    status: Literal["investigating", "identified", "monitoring", "resolved"] = "investigating"


class UpdateBody(_Handed):
    """The next word of an incident or of planned work. Without a status it keeps the present one.

    Planned work that begins early needs `early_end`: its end is kept, or moved along.
    """

    status: StatusName | None = None
    until: Instant | None = Field(default=None, description="Of planned work: its later end.")
    early_end: Literal["keep", "move"] | None = None
    after: StrictStr | None = Field(
        default=None,
        description="The id of the newest update that was known; where there is a newer one, "
        "nothing is published.",
    )


Body = IncidentBody | UpdateBody


def word_of(body: Body, now: datetime) -> NewUpdate:
    """The word that a body hands in; lengths of time count from `now`."""
    return NewUpdate(
        body=body.body,
        status=Status(body.status) if body.status else None,
        components=_states(body.components),
        next_due=instant_of(body.next_update, now),
        impact_from=body.impact_from,
        impact_until=body.impact_until,
        posted_at=body.posted_at,
        owner=body.owner,
        impact=Impact(body.impact) if body.impact else None,
        noticed_by=body.noticed_by,
        first_report_at=body.first_report_at,
        seen=body.after if isinstance(body, UpdateBody) else None,
        root_cause_by=instant_of(body.root_cause_by, now),
        until=body.until if isinstance(body, UpdateBody) else None,
        texts=texts_of(body.texts),
        is_page_only=body.page_only,
    )


def texts_of(given: Mapping[str, FurtherWords]) -> dict[str, Texts]:
    """The words in further languages. Raises InvalidInput for a language that says nothing."""
    found: dict[str, Texts] = {
        language: {TITLE: told.title or "", BODY: told.body} for language, told in given.items()
    }
    empty = [language for language, told in found.items() if not "".join(told.values()).strip()]
    refuse(
        {
            field_of(BODY, language): said("This is empty; write what readers should know.")
            for language in empty
        }
    )
    return found


def instant_of(due: datetime | timedelta | None, now: datetime) -> datetime | None:
    """When something is due, in whole seconds."""
    found = now + due if isinstance(due, timedelta) else due
    return None if found is None else found.replace(microsecond=0)


def _states(given: Mapping[str, str]) -> dict[str, ComponentState]:
    return {component: ComponentState(state) for component, state in given.items()}
