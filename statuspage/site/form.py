"""A form on a page: what stands in it, what is wrong with it, and how it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from statuspage.said import Said

Values = Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """What a form shows. `values` and `faults` go by the names of its fields."""

    values: Values = field(default_factory=dict)
    faults: Mapping[str, Said] = field(default_factory=dict)
    notice: str | Said = ""
    preview: Markup | None = None
    code: int = 200
    is_untouched: bool = False  # nothing was written in it yet; a draft of the browser may fill it


Taker = Callable[..., str]
"""(values, submission, **params) -> the address to go on with.

What was sent before under the same submission is not done again. Raises StatusPageError.
"""

Query = Mapping[str, Sequence[str]]

Opener = Callable[[Query], Form]
"""From the query of an address to what the form shows to whoever asks with it."""
