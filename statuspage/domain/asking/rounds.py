"""A round of a survey: one question, asked of as many people as there are links for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.domain.asking.questions import QuestionKind

LASTS = timedelta(days=90)
"""How long the links of a round are taken."""

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
"""What a round may be called: part of addresses, and shown to readers as it is."""


@dataclass(frozen=True)
class SurveyRound:
    """`links` were made for it; with `is_open` whoever has its address may answer, too."""

    kind: QuestionKind
    name: str
    links: int
    is_open: bool
    made_at: datetime

    @property
    def path(self) -> str:
        return f"/ask/{self.kind}/{self.name}"

    def is_taken(self, now: datetime) -> bool:
        """Whether answers to it still are."""
        return now < self.made_at + LASTS
