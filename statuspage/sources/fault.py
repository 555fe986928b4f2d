"""What a source says in place of an answer."""

from __future__ import annotations

from datetime import timedelta

from statuspage.errors import StatusPageError
from statuspage.said import Said


class SourceFault(StatusPageError):
    """A source did not say what it was asked, and why; `wait` is how long it wants to be left."""

    def __init__(self, text: Said, wait: timedelta = timedelta(0)) -> None:
        super().__init__(text)
        self.wait = wait
