"""Prepared words with gaps."""

from __future__ import annotations

from statuspage.content.templates import fill, variables

TEXT = "Errors in {{region}} since {{ since }}: {{region}} { { no } } {{1x}} {{}}"


def test_variables_names_each_gap_once_in_order() -> None:
    assert variables(TEXT) == ["region", "since"]


def test_fill_leaves_open_gaps_visible() -> None:
    assert fill(TEXT, {"region": "eu-1", "since": ""}) == (
        "Errors in eu-1 since {{ since }}: eu-1 { { no } } {{1x}} {{}}"
    )


def test_fill_does_not_fill_what_it_filled_in() -> None:
    assert fill("{{a}}{{b}}", {"a": "{{b}}", "b": r"\1"}) == r"{{b}}\1"
