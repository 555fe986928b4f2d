"""A form on a page: what stands in it, what is wrong with it, and how it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from statuspage.domain.vocabulary.entry import Entry
from statuspage.errors import StatusPageError
from statuspage.said import Said, said

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
    alike: Sequence[Entry] = ()  # what is published already, and may be what is meant


class LookFirst(StatusPageError):
    """Before a form is taken, whoever sent it is to look at what may be the same."""

    def __init__(self, alike: Sequence[Entry]) -> None:
        super().__init__(said("Is it one of these?"))
        self.alike = alike


Taker = Callable[..., str]
"""(values, submission, **params) -> the address to go on with.

What was sent before under the same submission is not done again. Raises StatusPageError.
"""

Query = Mapping[str, Sequence[str]]

Opener = Callable[[Query], Form]
"""From the query of an address to what the form shows to whoever asks with it."""
