"""Places in JSON documents."""

from __future__ import annotations

import pytest

from statuspage.config.kinds.json_path import steps


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("status", ("status",)),
        ("$.status", ("status",)),
        ("a.b[0][12].c-d", ("a", "b", 0, 12, "c-d")),
        ("[3].x", (3, "x")),
    ],
)
def test_steps_go_from_the_outside_in(path: str, found: tuple[str | int, ...]) -> None:
    assert steps(path) == found


@pytest.mark.parametrize("path", ["", "$", ".", "a..b", "a.", "a[", "a[x]", "a[*]", "a b", "a[0]b"])
def test_steps_refuse_what_is_no_place(path: str) -> None:
    with pytest.raises(ValueError, match="is not a place in JSON"):
        steps(path)
