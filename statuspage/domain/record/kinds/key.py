"""The key that signs from its entry on."""

from __future__ import annotations

from dataclasses import dataclass

from statuspage.domain.record.codec import Field, Form, Kind
from statuspage.domain.record.note import Verifier, parse_verifier


@dataclass(frozen=True)
class SigningKey:
    """The public half of it."""

    key: Verifier


KEY = Kind("key", SigningKey, (Field("key", Form(str, parse_verifier)),))
