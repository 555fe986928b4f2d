"""What can be pushed: its address, the scope it needs, and the model that validates each row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from statuspage.actions.measurements.cases import Case
from statuspage.actions.measurements.checks import Check
from statuspage.actions.measurements.ratings import Rating
from statuspage.actions.measurements.ratios import Ratio
from statuspage.config.kinds.values import Model
from statuspage.said import Said, said
from statuspage.site.api.alerts import FORMATS
from statuspage.site.api.bodies.changes import Brought, ChangeBody, ChangeDraft, PublicationBody
from statuspage.site.api.bodies.commands import CommandAnswer, CommandBody
from statuspage.site.api.bodies.edits import (
    ErasureBody,
    FindingBody,
    FollowUpBody,
    IncidentEdit,
    ReasonBody,
    TextsBody,
    UpdateEdit,
)
from statuspage.site.api.bodies.incidents import IncidentBody, UpdateBody
from statuspage.site.api.bodies.planned import PlannedBody, StepBody, WindowBody
from statuspage.site.api.entries import Change
from statuspage.site.api.erased import Erased
from statuspage.site.api.feedback import FeedbackBody
from statuspage.site.api.incident_shapes import ListedIncident, PostedUpdate, Promise
from statuspage.site.api.shapes import BASE, Heard, HeardVoice, Taken

JSON = "application/json"
JSON_LINES = "application/x-ndjson"


@dataclass(frozen=True)
class Write:
    """One address that takes something, by one method. Without `row` and `one` it takes no body."""

    name: str
    pattern: str
    summary: Said
    scope: str | None  # None: the key in the address is the authority, or none is needed
    answer: type[Model]
    row: type[Model] | None = None  # the body is any number of these
    one: type[Model] | None = None  # the body is one object of this
    method: str = "POST"
    status: int = 200
    keeps_drafts: bool = False  # what is handed in may become a draft instead
    is_open: bool = False  # anybody may, as by the form of the same name
    by_get: bool = False  # for what can only open an address, such as wget or an appliance
    signature: str = ""  # the header that proves who sends it, where there is no token

    @property
    def needs_match(self) -> bool:
        """Whether it writes over what stands there, so that If-Match has to say what was known."""
        return self.method == "PATCH"

    @property
    def path(self) -> str:
        return f"{BASE}{self.pattern}"


_INCIDENTS = partial(Write, scope="incidents", answer=ListedIncident)
_OPENING = partial(Write, scope="incidents", answer=PostedUpdate, status=201, keeps_drafts=True)
_ERASURE = partial(
    Write, scope="erasure", answer=Erased, one=ErasureBody, summary=said("Erase personal data.")
)
_PUSH = partial(Write, answer=Taken)
_CALL = partial(Write, scope=None, answer=Heard, by_get=True)

WRITES = (
    _OPENING(
        "incidents",
        "/incidents",
        said("Open an incident, or keep it as a draft."),
        one=IncidentBody,
    ),
    _INCIDENTS(
        "incident_edit",
        "/incidents/{incident}",
        said("Edit the title, owner, impact or times of an incident, with the reason."),
        one=IncidentEdit,
        method="PATCH",
    ),
    _OPENING(
        "updates",
        "/incidents/{incident}/updates",
        said("Post an update on an incident or on planned work: it goes on, or it is over."),
        one=UpdateBody,
    ),
    _INCIDENTS(
        "update_edit",
        "/incidents/{incident}/updates/{update}",
        said("Edit an update, with the reason; its former words stay readable."),
        answer=PostedUpdate,
        one=UpdateEdit,
        method="PATCH",
    ),
    _INCIDENTS(
        "withdrawal",
        "/incidents/{incident}/updates/{update}/withdrawal",
        said("Withdraw an update; a note with the reason stays in its place."),
        answer=PostedUpdate,
        one=ReasonBody,
    ),
    _INCIDENTS(
        "texts",
        "/incidents/{incident}/updates/{update}/texts",
        said("Add a language to an update; nobody is notified."),
        answer=PostedUpdate,
        one=TextsBody,
    ),
    _INCIDENTS(
        "follow_up",
        "/incidents/{incident}/follow-up",
        said("Promise to look by a time whether an incident came back, and to say so."),
        answer=Promise,
        one=FollowUpBody,
        status=201,
    ),
    _INCIDENTS(
        "finding",
        "/incidents/{incident}/finding",
        said("Say what you found when you looked again at an incident."),
        answer=Promise,
        one=FindingBody,
    ),
    _ERASURE("erasure", "/incidents/{incident}/erasure"),
    _ERASURE("update_erasure", "/incidents/{incident}/updates/{update}/erasure"),
    _OPENING(
        "maintenance",
        "/maintenance",
        said("Announce planned work, or keep it as a draft."),
        answer=ListedIncident,
        one=PlannedBody,
    ),
    _INCIDENTS(
        "window",
        "/maintenance/{incident}",
        said("Move planned work to other times; readers see the former ones, and why."),
        one=WindowBody,
        method="PATCH",
    ),
    _INCIDENTS(
        "steps",
        "/maintenance/{incident}/steps",
        said("Remind of planned work, start, verify, complete or cancel it."),
        one=StepBody,
    ),
    Write(
        "changelog",
        "/changelog",
        said("Publish a change, or keep it as a draft."),
        "changelog",
        Change,
        one=ChangeBody,
        status=201,
        keeps_drafts=True,
    ),
    Write(
        "publication",
        "/changelog/drafts/{draft}/publication",
        said("Publish a draft of a change, now or at a time to come."),
        "changelog",
        Brought,
        one=PublicationBody,
    ),
    Write(
        "discarding",
        "/changelog/drafts/{draft}",
        said("Delete a draft of a change."),
        "changelog",
        ChangeDraft,
        method="DELETE",
    ),
    Write(
        "command",
        "/commands",
        said("Type a command of the shell; it may need the scope changelog or erasure."),
        "incidents",
        CommandAnswer,
        one=CommandBody,
    ),
    Write(
        "feedback",
        "/feedback",
        said("Say what you want, as at /feedback."),
        None,
        HeardVoice,
        one=FeedbackBody,
        status=201,
        is_open=True,
    ),
    _PUSH("checks", "/checks", said("Push results of probes."), "measurements", row=Check),
    _PUSH("cases", "/cases", said("Push support cases; a known id updates."), "cases", row=Case),
    _PUSH("ratings", "/ratings", said("Push answers to surveys."), "cases", row=Rating),
    _PUSH("ratios", "/ratios", said("Push good and total events."), "cases", row=Ratio),
    _CALL("heartbeat", "/heartbeats/{key}", said("A job calls in: it is up.")),
    _CALL(
        "heartbeat_signal",
        "/heartbeats/{key}/{signal}",
        said("A job says that it begins, that it failed, or how it ended."),
    ),
    *(
        _PUSH(
            f"alerts_{sender}",
            f"/alerts/{sender}",
            form.summary,
            None if form.signature else "alerts",
            one=form.body,
            signature=form.signature,
        )
        for sender, form in FORMATS.items()
    ),
)
