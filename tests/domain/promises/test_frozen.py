"""Frozen figures: kept exactly, and corrected only when something else was counted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from statuspage.config import Sla
from statuspage.domain.measured.availability import Counts
from statuspage.domain.promises.beside import NOTHING, Beside
from statuspage.domain.promises.figure import compose
from statuspage.domain.promises.frozen import LATE_DATA, given_back, kept, reason_for
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.window import Period

JULY = Period(
    "2026-07", Span(datetime(2026, 6, 30, 23, tzinfo=UTC), datetime(2026, 7, 31, 23, tzinfo=UTC))
)
NOW = datetime(2026, 8, 9, tzinfo=UTC)
COUNTS = Counts(*map(Fraction, ("2677999", "1/3", "200", "0", "0", "2677999", "1/3")))
FIGURE = compose(
    Sla(id="api", title="API", indicator="availability", target=Fraction(999, 1000)),
    1,
    JULY,
    COUNTS,
    now=NOW,
    coverage=COUNTS.coverage,
)


def test_figure_survives_its_way_through_json() -> None:
    text = json.dumps(kept(FIGURE))
    published = replace(FIGURE, is_provisional=False)
    assert given_back(json.loads(text), 1) == published
    assert given_back(json.loads(text), 2) == replace(published, revision=2)


def test_figure_of_a_program_that_knew_less_keeps_its_method() -> None:
    former = kept(FIGURE)
    for name in ("method", "credit_if_unknown_was_bad", "is_since_stated", "beside"):
        former.pop(name, None)
    found = given_back(former, 1)
    assert (found.method, found.beside) == (1, NOTHING)
    assert kept(found) == former


def test_another_method_alone_is_no_news_of_a_period() -> None:
    former = replace(FIGURE, method=1, counts=replace(COUNTS, unknown=Fraction(0)))
    assert reason_for(FIGURE, former) is None
    assert reason_for(FIGURE, former, has_late_data=True) == LATE_DATA


def test_what_checks_tell_is_kept_where_it_is_known() -> None:
    told = Beside(
        unconfirmed=3,
        can_miss_seconds=120,
        probes=2,
        silent_probes=("api-http",),
        measured_by=("prom: up",),
    )
    found = replace(FIGURE, beside=told, is_provisional=False)
    assert given_back(json.loads(json.dumps(kept(found))), 1) == found
    assert "beside" not in kept(FIGURE)


def test_only_other_counts_are_a_reason() -> None:
    assert reason_for(FIGURE, None) == ""
    assert reason_for(replace(FIGURE, title="API in all", as_of=JULY.span.end), FIGURE) is None
    late = replace(FIGURE, counts=replace(COUNTS, bad=Fraction(60)))
    assert reason_for(late, FIGURE) == LATE_DATA


def test_frozen_figure_holds_no_sentence() -> None:
    told = kept(replace(FIGURE, title="API"))
    texts = [*told.values(), *told["counts"].values(), *told["budget"].values(), LATE_DATA]
    assert [text for text in texts if isinstance(text, str) and " " in text] == []
