"""What may be said of surveys, by the examples of numbers.md; few answers stay private."""

from __future__ import annotations

from tests.recompute.surveys import counted, words


def test_satisfaction_has_its_interval() -> None:
    published = {"kind": "csat", "counts": [10, 18, 40, 152, 260]}
    found = counted(published)
    assert (found["percent"], found["low"], found["high"]) == ("85.83", "82.42", "88.66")
    assert found["mean"] == "4.32"
    assert "With 480 answers, the true share lies between 82.42% and 88.66%" in words(found)


def test_recommendation_has_its_margin() -> None:
    counts = [30, 0, 0, 0, 0, 0, 0, 50, 0, 0, 120]
    found = counted({"kind": "nps", "counts": counts})
    assert (found["score"], found["margin"]) == ("+45", "10.3")
    assert words(found).startswith("+45 ± 10.3")


def test_ease_is_the_share_of_five_and_more() -> None:
    found = counted({"kind": "ces", "counts": [1, 1, 1, 1, 10, 10, 16]})
    assert (found["percent"], found["mean"]) == ("90.00", "5.80")


def test_few_answers_must_not_tell() -> None:
    nothing = {"kind": "nps", "shown": "nothing", "answers": None, "suppressed": True}
    assert counted({"kind": "nps", "counts": [0] * 6 + [4] + [0] * 4}) == nothing
    assert counted({"kind": "nps"}) == nothing
    some = counted({"kind": "ces", "counts": [0, 0, 0, 4, 25, 0, 0]})
    assert set(some) == {"kind", "answers", "counts", "shown", "suppressed"}
    assert words(some) == (
        "29 answers, too few for a percentage: 25 found it easy (5 or more out of 7), 4 did not."
    )
