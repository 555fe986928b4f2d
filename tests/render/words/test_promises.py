"""What was promised and what became of it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from statuspage.domain.measured.locations import Panel
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.measured.samples import Cadence
from statuspage.domain.promises.promise import Promise
from statuspage.render.words import promises
from statuspage.render.words.locale import ENGLISH

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 7, 3, 14, 0, tzinfo=UTC)


def plain(text: str) -> str:
    """Without tags, and with plain blanks."""
    return Markup(text).striptags().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("answered", "now", "expected"),
    [
        (None, 20, "Next update promised by 15:30 BST."),
        (None, 32, "The next update was due at 15:30 BST and is late."),
        (None, 20_000, "The next update was due at 15:30 BST and never came."),
        (31, 90, "Next update promised by 15:30 BST: kept."),
        (45, 90, "Next update promised by 15:30 BST: late, it came at 15:45 BST."),
    ],
)
def test_promise_words_say_what_became_of_it(answered: int | None, now: int, expected: str) -> None:
    came = None if answered is None else NOW + timedelta(minutes=answered)
    given = Promise("k", "", "", NOW, (NOW + timedelta(minutes=30),), came)
    told = promises.promise_words(ENGLISH, given, LONDON, NOW + timedelta(minutes=now))
    assert plain(told) == expected


def test_is_late_only_after_the_grace() -> None:
    assert not promises.is_late(NOW, NOW + timedelta(seconds=60))
    assert promises.is_late(NOW, NOW + timedelta(seconds=61))


def test_promise_of_finds_that_of_an_update() -> None:
    given = Promise("k", "", "", NOW, (NOW + timedelta(minutes=30),))
    assert promises.promise_of([given], "k") is given
    assert promises.promise_of([given], "l") is None


@pytest.mark.parametrize(
    ("cadence", "panel", "expected"),
    [
        (
            Cadence(timedelta(minutes=1)),
            Panel(0),
            "a check every 1 min; a failure counts after 2 in a row.",
        ),
        (
            Cadence(None, 1),
            Panel(3, vote="partial"),
            "results are sent in; each failure counts; more than half of 3 locations must "
            "report; a failure at some of them counts as a partial outage.",
        ),
        (
            Cadence(timedelta(seconds=20), 3),
            Panel(3, 2),
            "a check every 20 s; a failure counts after 3 in a row; at least 2 locations must "
            "report.",
        ),
    ],
)
def test_counted_says_how_a_probe_counts(cadence: Cadence, panel: Panel, expected: str) -> None:
    assert promises.counting(ENGLISH, ProbeVersion("api-http", NOW, cadence, panel)) == expected
