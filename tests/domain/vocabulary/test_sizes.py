"""Numbers of bytes, in the unit that fits."""

from __future__ import annotations

import pytest

from statuspage.domain.vocabulary.sizes import Size


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1234, "1.2 kB"),
        (12_345_678, "12 MB"),
        (40e9, "40 GB"),
        (5e15, "5000 TB"),
    ],
)
def test_size_has_the_unit_that_fits(count: float, text: str) -> None:
    assert str(Size(count)) == f"{Size(count)}" == text
