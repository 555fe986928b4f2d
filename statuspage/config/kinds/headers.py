"""Headers that are sent with a request; what sounds like a secret is taken from the environment."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from statuspage.config.faults import is_secret
from statuspage.config.kinds.environment import is_named
from statuspage.said import said


def _no_secrets(headers: dict[str, str]) -> dict[str, str]:
    for name, text in headers.items():
        if is_secret(name) and not is_named(text):
            raise ValueError(
                said(
                    '"{name}" looks like a secret, and this file never holds secrets; write '
                    '"env:NAME" or "Bearer env:NAME" there, and set NAME in the environment of '
                    "the program",
                    name=name,
                )
            )
    return headers


Headers = Annotated[dict[str, str], AfterValidator(_no_secrets)]
"""Values by name; `"env:NAME"` in a value names a variable."""
