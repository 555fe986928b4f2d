"""Satisfaction, recommendation and effort: figures, pages, and what few answers do not show."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.helpers.pages import rendered
from tests.site.told_events import figure, page, promise, rate


def test_satisfaction_is_published_with_its_interval(config: Path) -> None:
    promise(config, 'indicator = "csat"\ntarget = "80%"')
    rate(*[1] * 10, *[2] * 18, *[3] * 40, *[4] * 152, *[5] * 260)
    assert figure("2026-07").value == "85.83"
    text = page(datetime(2026, 7, 5, tzinfo=UTC))
    assert "82.42%" in text
    assert "88.66%" in text
    assert ">260<" in text


def test_few_ratings_stay_private_on_the_page_and_in_json(config: Path) -> None:
    promise(config, 'indicator = "csat"\ntarget = "80%"')
    rate(5, 5, 1, 4)
    now = datetime(2026, 7, 5, tzinfo=UTC)
    found = figure("2026-07", now)
    assert (found.counts.good, found.counts.total, found.value) == (0, 0, None)
    text = page(now)
    assert "fewer than 5 answers" in text
    assert ">1 of 5<" not in text


def test_up_to_29_ratings_show_counts_only(config: Path) -> None:
    promise(config, 'indicator = "csat"\ntarget = "80%"')
    rate(*[5] * 10, *[1] * 2)
    now = datetime(2026, 7, 5, tzinfo=UTC)
    assert figure("2026-07", now).value is None
    text = page(now)
    assert "10 of 12" in text
    assert "12 answers are too few for a percentage" in text
    assert "95% confidence" not in text


def also(now: datetime = datetime(2026, 7, 5, tzinfo=UTC)) -> dict[str, Any]:
    """The surveys of the SLA in the API, by kind."""
    shown = json.loads(rendered("/api/v1/slas/it", now).body)["surveys"]
    return {survey["kind"]: survey for survey in shown}


def test_recommendation_and_effort_stand_beside_satisfaction(config: Path) -> None:
    promise(config, 'indicator = "csat"\ntarget = "80%"')
    rate(*[5] * 30)
    rate(*[10] * 120, *[7] * 50, *[3] * 30, kind="nps")
    rate(*[7] * 30, *[1] * 10, kind="ces")
    assert also()["nps"]["score"] == "+45"
    assert (also()["ces"]["percent"], also()["ces"]["mean"]) == ("75.00", "5.50")
    for path in ("/sla/it", "/sla"):
        text = page(datetime(2026, 7, 5, tzinfo=UTC), path)
        assert "<strong>+45 ± 10.3</strong>" in text
        assert "120 would recommend us (9 or 10 out of 10), 50 gave 7 or 8, 30 gave less" in text
        assert "<strong>75.00%</strong> found it easy" in text


def test_few_recommendations_stay_private_and_some_are_counts_only(config: Path) -> None:
    promise(config, 'indicator = "csat"\ntarget = "80%"')
    rate(*[10] * 4, kind="nps")
    rate(*[7] * 20, kind="ces")
    assert also()["nps"] == {
        "kind": "nps",
        "shown": "nothing",
        "answers": None,
        "suppressed": True,
    }
    assert "percent" not in also()["ces"]
    text = page(datetime(2026, 7, 5, tzinfo=UTC))
    assert "Fewer than 5 answers" in text
    assert "recommend us" not in text
    assert "20 answers, too few for a percentage" in text


def test_page_without_a_promise_of_satisfaction_never_shows_recommendation(config: Path) -> None:
    promise(config, 'indicator = "ratio"\ntarget = "80%"')
    rate(*[10] * 100, kind="nps")
    assert "recommend" not in page(datetime(2026, 7, 5, tzinfo=UTC), "/sla")
    assert also() == {}
