"""The made-up language itself: whatever it says is told from what is pasted in."""

from __future__ import annotations

from pathlib import Path

from statuspage.domain.vocabulary.states import Status
from statuspage.said import said
from tests.helpers.made_up import LANGUAGE, left_over, made_up


def test_made_up_language_marks_what_comes_from_the_catalogue(tmp_path: Path) -> None:
    with made_up(tmp_path) as strange:
        told = strange.say(said("There is no incident '{key}'.", key="abc"))
        assert told.startswith("[!! ")
        assert left_over(told) == ["abc"]
        assert left_over(told, "abc") == []
        assert left_over(strange.say(Status.RESOLVED.label)) == []
        assert left_over(f"It is {strange.say(Status.RESOLVED.small)}") == ["It", "is"]
        assert strange.language == LANGUAGE
