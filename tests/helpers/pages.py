"""Public pages as they are made at some instant, and the words a reader finds on them."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime

from lxml import html

from statuspage import clock
from statuspage.site import catalogue
from statuspage.site.page import Rendering


def rendered(path: str, now: datetime | None = None) -> Rendering:
    """What the catalogue gives for an address, now or at an instant."""
    found = catalogue.find(path)
    assert found is not None
    with clock.standing_at(now) if now else nullcontext():
        return catalogue.render(found)


def words_of(rendering: Rendering) -> str:
    """The readable text, white space folded."""
    return " ".join(html.fromstring(rendering.body).text_content().split())
