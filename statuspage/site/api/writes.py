"""What can be pushed: its address, the scope it needs, and the model that validates each row."""

from __future__ import annotations

from dataclasses import dataclass

from statuspage.actions.measurements.cases import Case
from statuspage.actions.measurements.checks import Check
from statuspage.actions.measurements.ratings import Rating
from statuspage.actions.measurements.ratios import Ratio
from statuspage.config.kinds.values import Model
from statuspage.said import Said, said
from statuspage.site.api.bodies import IncidentBody, UpdateBody
from statuspage.site.api.feedback import FeedbackBody
from statuspage.site.api.incident_shapes import PostedUpdate
from statuspage.site.api.shapes import BASE, Heard, HeardVoice, Taken

JSON = "application/json"
JSON_LINES = "application/x-ndjson"


@dataclass(frozen=True)
class Write:
    """One address that takes POST. Without `row` and `one` it takes no body."""

    name: str
    pattern: str
    summary: Said
    scope: str | None  # None: the key in the address is the authority, or none is needed
    row: type[Model] | None
    answer: type[Model]
    one: type[Model] | None = None  # the body is one object of this, and what it makes is new
    is_open: bool = False  # anybody may, as by the form of the same name
    by_get: bool = False  # for what can only open an address, such as wget or an appliance

    @property
    def path(self) -> str:
        return f"{BASE}{self.pattern}"


WRITES = (
    Write(
        "feedback",
        "/feedback",
        said("Say what you want, as at /feedback."),
        None,
        None,
        HeardVoice,
        FeedbackBody,
        is_open=True,
    ),
    Write(
        "incidents",
        "/incidents",
        said("Open an incident, or keep it as a draft."),
        "incidents",
        None,
        PostedUpdate,
        IncidentBody,
    ),
    Write(
        "updates",
        "/incidents/{incident}/updates",
        said("Post an update on an incident or on planned work: it goes on, or it is over."),
        "incidents",
        None,
        PostedUpdate,
        UpdateBody,
    ),
    Write("checks", "/checks", said("Push results of probes."), "measurements", Check, Taken),
    Write(
        "cases",
        "/cases",
        said("Push support cases; a known id updates."),
        "cases",
        Case,
        Taken,
    ),
    Write("ratings", "/ratings", said("Push answers to surveys."), "cases", Rating, Taken),
    Write("ratios", "/ratios", said("Push good and total events."), "cases", Ratio, Taken),
    Write(
        "heartbeat",
        "/heartbeats/{key}",
        said("A job calls in: it is up."),
        None,
        None,
        Heard,
        by_get=True,
    ),
    Write(
        "heartbeat_signal",
        "/heartbeats/{key}/{signal}",
        said("A job says that it begins, that it failed, or how it ended."),
        None,
        None,
        Heard,
        by_get=True,
    ),
)
