"""Icons and pictures of links have the colours that pages have."""

from __future__ import annotations

import re

import pytest

from statuspage.render.assets import assets
from statuspage.render.icons import INKS, TINTS


def painted(name: str) -> list[str]:
    """A colour of the stylesheet: on light pages, then on dark ones."""
    return re.findall(rf"--{name}: (#[0-9a-f]+);", assets()["style.css"].body.decode())


@pytest.mark.parametrize("tone", INKS)
def test_states_are_painted_alike_in_tabs_and_on_pages(tone: str) -> None:
    assert painted("dim" if tone == "unknown" else tone) == [*INKS[tone]]
    assert painted("soft" if tone == "unknown" else f"tint-{tone}")[0] == TINTS[tone]
