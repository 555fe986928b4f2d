"""Times as people write them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from statuspage.domain.vocabulary.times import parse_instant

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-07-01 15:00", "2026-07-01T14:00:00+00:00"),
        ("2026-07-01T15:00", "2026-07-01T14:00:00+00:00"),
        (" 2026-12-01 15:00 ", "2026-12-01T15:00:00+00:00"),
        ("2026-07-01T15:00:00Z", "2026-07-01T15:00:00+00:00"),
        ("2026-07-01T15:00:00+05:30", "2026-07-01T09:30:00+00:00"),
        ("2026-10-25 01:30", "2026-10-25T00:30:00+00:00"),  # occurs twice: the first one
    ],
)
def test_time_is_read_in_the_sites_zone_unless_it_names_its_own(text: str, instant: str) -> None:
    assert parse_instant(text, LONDON).isoformat() == instant


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30 10:00", "15:00"])
def test_what_is_no_time_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        parse_instant(text, LONDON)


def test_hour_that_clocks_leave_out_is_refused() -> None:
    with pytest.raises(ValueError, match="does not exist in Europe/London"):
        parse_instant("2026-03-29 01:30", LONDON)
