"""Prepared words with gaps: "We see errors in {{region}}"."""

from __future__ import annotations

import re
from collections.abc import Mapping

_GAP = re.compile(r"\{\{[ ]*([A-Za-z][A-Za-z0-9_]*)[ ]*\}\}")


def variables(template: str) -> list[str]:
    """The names of the gaps in the order in which they first stand there."""
    return list(dict.fromkeys(_GAP.findall(template)))


def pieces(template: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the name of the gap after it; "" after the last."""
    split = _GAP.split(template)
    return [*zip(split[::2], [*split[1::2], ""], strict=True)]


def fill(template: str, values: Mapping[str, str]) -> str:
    """The text with its gaps filled; a gap without a value, or with an empty one, stays visible."""
    return _GAP.sub(lambda gap: values.get(gap[1]) or gap[0], template)
