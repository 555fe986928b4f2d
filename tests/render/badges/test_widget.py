"""The script of the widget stays small, in whatever languages it speaks."""

from __future__ import annotations

from statuspage.render.badges.widget import LARGEST, script
from statuspage.render.words.locale import translated


def test_script_is_small_and_holds_what_it_says_when_nothing_is_known() -> None:
    found = script("en", tuple(translated()))
    assert len(found) <= LARGEST == 3 * 1024
    assert b"State unknown at the moment" in found
    assert b"__" not in found
    assert b"innerHTML" not in found
    assert b"Storage" not in found
