"""Trends in a mail: the picture draws what the page draws, its words tell the same figures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from statuspage.domain.promises.figure import Verdict
from statuspage.domain.reports.facts import Trend, TrendPoint
from statuspage.render.charts.periods import bars_of, trend_chart
from statuspage.render.mail.trends import trend_picture, trend_svg, trend_words
from statuspage.render.words.locale import ENGLISH
from tests.render.facts import SITE

MET = TrendPoint("2026-09", "99.97", "99.95", "99.97", "99.9", Verdict.MET, 1, 1)
MISSED = replace(MET, period="2026-10", value="98.2", share="98.2", verdict=Verdict.MISSED)
SILENT = replace(MET, period="2026-08", value=None, share=None, verdict=Verdict.INSUFFICIENT_DATA)
TREND = Trend("api", "The API <answers>", (SILENT, MET, MISSED))


def _paths(text: str) -> list[tuple[str, str]]:
    return re.findall(r'<path class="(\w+)" d="([^"]+)"', text)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_picture_draws_what_the_page_draws(language: str) -> None:
    site = replace(SITE, language=language)
    svg = trend_svg(site, bars_of(TREND))
    assert _paths(svg) == _paths(trend_chart(ENGLISH, TREND)) != []
    picture = trend_picture(site, TREND)
    assert picture.data.startswith(b"\x89PNG")
    assert picture == trend_picture(site, TREND)


def test_words_tell_every_figure() -> None:
    assert trend_words(ENGLISH, TREND) == (
        "The API <answers>, target 99.9%. 3 periods, the newest last: 1 met, 1 missed. "
        "1 period without a figure, September 2026 99.97%, October 2026 98.2%."
    )
