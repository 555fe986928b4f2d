"""Until when what is asked: of incidents, of outcomes, and of what was answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Kind, Status

CHANGEABLE_FOR = timedelta(days=7)
"""How long an answer can be changed by whoever gave it."""

ASKED_FOR = timedelta(days=30)
"""How long after an incident it is asked whether its updates told enough."""

FORGOTTEN_AFTER = timedelta(days=365)
"""Answers are deleted so long after they came; what was counted of them stays."""

_OVER = (Status.RESOLVED, Status.POSTMORTEM)


def told_until(incident: Incident) -> datetime | None:
    """Until when readers of an incident are asked; None where nobody is."""
    ended = incident.resolved_at
    is_asked = incident.kind is Kind.INCIDENT and incident.status in _OVER and ended is not None
    return ended + ASKED_FOR if is_asked and ended is not None else None


def is_felt(incident: Incident) -> bool:
    """Whether readers may say that it affects them, too."""
    return incident.kind is Kind.INCIDENT and incident.is_open
