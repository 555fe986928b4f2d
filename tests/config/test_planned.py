"""[maintenance]: lengths, switches and the word "off"."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import ValidationError

from statuspage.config import Steps


def test_steps_are_usual_where_nothing_is_said() -> None:
    steps = Steps()
    assert (steps.remind, steps.begin) == (timedelta(minutes=60), True)
    assert (steps.verify, steps.complete) == (None, True)


@pytest.mark.parametrize(
    ("text", "lead"), [("off", None), ("0s", timedelta(0)), ("90m", timedelta(minutes=90))]
)
def test_a_lead_is_a_length_or_off(text: str, lead: timedelta | None) -> None:
    steps = Steps.model_validate({"remind": text})
    assert steps.remind == lead
    assert Steps.model_validate_json(steps.model_dump_json()) == steps


@pytest.mark.parametrize("value", ["soon", 60, True, "60"])
def test_what_is_no_length_is_refused(value: object) -> None:
    with pytest.raises(ValidationError, match="length of time"):
        Steps.model_validate({"verify": value})


@pytest.mark.parametrize("value", ["yes", 1])
def test_a_switch_is_true_or_false(value: object) -> None:
    with pytest.raises(ValidationError, match="boolean"):
        Steps.model_validate({"begin": value})
