"""Comparisons with a number, as settings write them: ">= 1", "< 0.5"."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator

from statuspage.said import said

_FORM = re.compile(r"\s*(>=|<=|==|!=|>|<)\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)\s*", re.ASCII)
_SIGNS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}


def _comparison(text: str) -> str:
    if not _FORM.fullmatch(text):
        raise ValueError(
            said(
                '"{text}" compares with no number; write one of >=, >, <=, <, == and != and a '
                'number, such as ">= 1"',
                text=text[:40],
            )
        )
    return text.strip()


def is_so(comparison: str, value: Decimal) -> bool:
    """Whether a comparison holds of a number."""
    found = _FORM.fullmatch(comparison)
    if found is None:
        raise ValueError(comparison)
    return _SIGNS[found[1]](value, Decimal(found[2]))


Comparison = Annotated[str, AfterValidator(_comparison)]
