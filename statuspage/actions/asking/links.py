"""Addresses by which somebody answers once, and changes that; worked out anew each time.

Nothing of them is stored, so a store that leaks tells nobody who answered what.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from statuspage.domain.asking.questions import QuestionKind
from statuspage.domain.asking.rounds import SurveyRound
from statuspage.domain.telling.signed import opened, signed
from statuspage.store import db

BY, CHOICE = "by", "answer"
"""The fields of a question: the token of a link, and what is chosen."""

_OWN = "own answer"
_BYTES = 10


def path(kind: QuestionKind, about: str, *, by: str = "", choice: str = "") -> str:
    """Where a question is answered; with a choice, that one is preselected there."""
    query = "&".join(f"{name}={value}" for name, value in ((CHOICE, choice), (BY, by)) if value)
    return f"/ask/{kind}/{about}" + (f"?{query}" if query else "")


def token_of_reader(kind: QuestionKind, about: str, subscription: str, time: str = "") -> str:
    """What a subscription may answer once by; the answer does not tell whose it was.

    `time` tells apart the times that the same is asked.
    """
    text = f"asking/{kind}/{about}/{time}/{subscription}".encode()
    digest = hmac.new(_secret(), text, hashlib.sha256).digest()
    whose = base64.b32encode(digest[:_BYTES]).decode().lower()
    return signed(_secret(), _purpose(kind, about), whose)


def token_of_round(found: SurveyRound, number: int) -> str:
    """What a link of a round may answer once by; they are numbered from 1."""
    return signed(_secret(), _purpose(found.kind, found.name), f"{number:x}")


def whose(kind: str, about: str, token: str) -> str | None:
    """Who answers by a token, or None where it is none of ours for this question."""
    return opened(_secret(), _purpose(kind, about), token)


def own_path(answer: str) -> str:
    """Where an answer is changed by whoever gave it."""
    return f"/ask/own/{signed(_secret(), _OWN, answer)}"


def own_answer(token: str) -> str | None:
    """The key of the answer that such an address is of, or None."""
    return opened(_secret(), _OWN, token)


def _purpose(kind: str, about: str) -> str:
    return f"answer {kind} of {about}"


def _secret() -> bytes:
    return db.session_secret(or_passing=True)
