"""The key that signs from its entry on."""

from __future__ import annotations

from dataclasses import dataclass

from statuspage.domain.record.codec import Field, RecordKind, Shape
from statuspage.domain.record.note import Verifier, parse_verifier
from statuspage.said import said


@dataclass(frozen=True)
class SigningKey:
    """The public half of it."""

    key: Verifier


KEY = RecordKind(
    "key",
    said("The key that signs the record"),
    SigningKey,
    (Field("key", Shape(str, parse_verifier)),),
    topic="record",
    is_set_up=True,
)
