"""How long something took, in words."""

from datetime import UTC, datetime, timedelta

from statuspage.render.words import lengths
from statuspage.render.words.locale import ENGLISH

NOW = datetime(2026, 7, 3, 14, 0, tzinfo=UTC)


def test_lasted_counts_elapsed_time() -> None:
    assert lengths.lasted(ENGLISH, NOW, NOW + timedelta(minutes=65)) == "1 h 5 min"
    assert lengths.lasted(ENGLISH, NOW, NOW + timedelta(seconds=59)) == "less than a minute"
