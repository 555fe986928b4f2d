"""Whether an expected text stands in an answer, however its letters are put together."""

from __future__ import annotations

import unicodedata

import pytest

from statuspage.net.exchange import Answer
from statuspage.probes.expected import HttpExpect
from statuspage.probes.judgement import judge
from statuspage.probes.kind import Failed

OPEN = HttpExpect(contains="geöffnet")


def _answer(text: str) -> Answer:
    return Answer(200, (), text.encode(), True, "192.0.2.1")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_text_is_found_in_either_form_of_its_letters(form: str) -> None:
    judge(_answer("Wir haben " + unicodedata.normalize(form, "geöffnet") + "."), OPEN, 1_000)
    judge(_answer("Wir haben ge&ouml;ffnet."), OPEN, 1_000)


def test_run_of_accents_costs_no_more_than_its_length() -> None:
    accents = "a" + "\u0301\u0316" * 240_000  # to normalise it takes minutes
    with pytest.raises(Failed):
        judge(_answer(accents), OPEN, 1_000_000)
