"""The answers of the API about incidents and planned work: every word, and what became of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.site.answers import Answer, At
from statuspage.site.api.surveys import AnsweredQuestion


class ConcernedComponent(Answer):
    """A component that an incident ever spoke of, and what the incident says of it now."""

    id: str
    name: str
    state: ComponentState


class UpdateChange(Answer):
    """What an update said of a component; `old` and `new` are what pages showed of all entries."""

    id: str
    name: str
    state: ComponentState
    old: ComponentState
    new: ComponentState


class Update(Answer):
    """One public word. `body` is Markdown, `html` the same as pages show it.

    `texts` has the words in further languages, by language, as {"body": ...} in Markdown.

    `at` is the time it speaks of, `entered_at` when it was written. `due` holds every time it ever
    named for the next word; the first one decides whether that came late.
    """

    id: str
    status: Status
    body: str
    html: str
    texts: dict[str, dict[str, str]]
    at: At
    entered_at: At
    edited_at: At | None
    withdrawn_at: At | None
    next_update: At | None
    due: list[At]
    changes: list[UpdateChange]
    added_afterwards: bool
    imported: bool
    page_only: bool
    erased: bool
    url: str


class WindowExtension(Answer):
    """The end of planned work was moved from `former` to `until`; `at` is when that was said."""

    at: At
    former: At
    until: At


class WindowMove(Answer):
    """Planned work was moved to another window; `at` is when that was said."""

    at: At
    former_start: At
    former_end: At
    start: At
    end: At


class Repetition(Answer):
    """How planned work repeats: a rule of RFC 5545, and the zone on whose wall clock it holds.

    `next` are the next beginnings by the rule, of work that is to come or goes on.
    """

    rule: str
    timezone: str
    words: str
    next: list[At]


class PlannedWork(Answer):
    """What is told of planned work only. `announced_at` is when its present window was known."""

    scheduled_for: At
    scheduled_until: At
    announced_at: At
    begun_at: At | None
    notice: str
    extensions: list[WindowExtension]
    moves: list[WindowMove]
    repeats: Repetition | None


class Incident(Answer):
    """An incident or planned work as it stands; `planned` is null for incidents.

    `texts` has its title in further languages, by language, as {"title": ...}. `told_first` says
    whether readers heard of it here before the first of them told us; null while that is not known.
    """

    id: str
    number: int
    kind: Kind
    title: str
    texts: dict[str, dict[str, str]]
    status: Status
    impact: Impact
    owner: str | None
    started_at: At
    entered_at: At
    updated_at: At
    edited_at: At | None
    resolved_at: At | None
    next_update: At | None
    impact_from: At | None
    impact_until: At | None
    noticed_by: NoticedBy | None
    first_report_at: At | None
    told_first: bool | None
    components: list[ConcernedComponent]
    added_afterwards: bool
    reopened: bool
    imported: bool
    origin: str | None
    planned: PlannedWork | None
    url: str


class ListedIncident(Incident):
    """An incident or planned work with its newest word."""

    update: Update


class Incidents(Answer):
    """Those that are open and the newest others, the newest first. `total` counts all there are."""

    total: int
    incidents: list[ListedIncident]


class PlannedWorks(Answer):
    """Planned work, going on or to come and the newest before it, the latest start first."""

    total: int
    maintenance: list[ListedIncident]


class Promise(Answer):
    """What was promised for a time: the next word, a root cause, an action.

    `due` holds each time that was named, and the first one counts. `kept_at` is when it was shown
    to be done, `evidence` where; without that it turns late, and then broken, by itself. `text` and
    `evidence` are null for the next word. `title` is that of the incident; of kind "budget" there
    is no incident, and it is that of the promise whose error budget was spent.
    """

    id: str
    kind: Literal["next_update", "root_cause", "action", "follow_up", "budget"]
    incident: str | None
    title: str
    text: str | None
    owner: str | None
    made_at: At
    due: list[At]
    state: PromiseState
    kept_at: At | None
    evidence: str | None
    withdrawn_at: At | None
    url: str


class Revision(Answer):
    """What the incident or one of its words said from `at` on, as an entry of the public record.

    A text that was erased since is null. `facts` are those of the record, in its own form.
    """

    entry: int
    subject: str
    revision: int
    at: At
    reason: str | None
    facts: dict[str, Any] = Field(description="As the public record has them.")
    words: dict[str, str | None]


class IncidentDetail(Incident):
    """An incident or planned work with every word, the newest first, and what it promised.

    `cause` is what its postmortem found. `answers` has what readers answered (told: whether the
    updates told what they needed; affected: how many it affects, too). `revisions` has each state
    of whatever was changed after it was published, the oldest first.
    """

    updates: list[Update]
    promises: list[Promise]
    cause: Cause | None
    answers: list[AnsweredQuestion]
    revisions: list[Revision]


class PostedUpdate(Incident):
    """What was published: the incident as it stands now, and the word that was handed in."""

    update: Update


class KeptDraft(Answer):
    """Nothing is published yet: the words are a draft at the desk, and may wait for approval."""

    draft: str
    waits: bool
    url: str
