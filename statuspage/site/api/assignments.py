"""What only programs with a token read: the probes that one location is to check."""

from __future__ import annotations

from dataclasses import dataclass

from statuspage.config import Settings
from statuspage.config.faults import hint
from statuspage.errors import Conflict, NotFound
from statuspage.probes.registry import PROBE_KINDS
from statuspage.said import Said, said
from statuspage.site.answers import Answer
from statuspage.site.api.bodies.changes import ChangeDrafts
from statuspage.site.api.shapes import BASE, Assignment

_OURS = frozenset(
    {"on_failure", "template", "resolve_on_recovery", "fail_after", "quorum", "vote", "locations"}
)
"""Keys of a probe that say what becomes of its results: whoever checks has no use for them."""


@dataclass(frozen=True)
class GuardedReading:
    """An address that is read with a token: it has a query, and no page of the catalogue."""

    name: str
    path: str
    summary: Said
    scope: str
    answer: type[Answer]
    query: str = ""  # its only parameter, if it has one
    about: Said | None = None


GUARDED = (
    GuardedReading(
        "assignment",
        f"{BASE}/probes",
        said("What one location checks: its probes, without any secret."),
        "measurements",
        Assignment,
        "location",
        said("A name from the locations of probes in config.toml."),
    ),
    GuardedReading(
        "drafts",
        f"{BASE}/changelog/drafts",
        said("Drafts of changes that are not published yet, the newest first."),
        "changelog",
        ChangeDrafts,
    ),
)


def assigned(settings: Settings, location: str) -> Assignment:
    """What a location checks. Raises NotFound for one that no probe names, Conflict for ours.

    Values of the environment are not known here, only their names.
    """
    if location and location == settings.network.location:
        text = said(
            "'{location}' is where the server itself checks; use another name.", location=location
        )
        raise Conflict(text)
    chosen = settings.elsewhere.get(location)
    if chosen is None:
        known = [*settings.elsewhere]
        text = said(
            "No probe has '{location}' among its locations; {hint}",
            location=location,
            hint=hint(location, known),
        )
        raise NotFound(text)
    return Assignment(
        location=location,
        connectivity=[*settings.network.connectivity],
        probes=[
            {name: value for name, value in probe.written().items() if name not in _OURS}
            for probe in chosen
            if PROBE_KINDS[probe.type].measure is not None
        ],
    )
