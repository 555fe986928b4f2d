"""The stricter of two definitions, whichever of its keys was changed."""

from __future__ import annotations

from typing import Any

import pytest

from statuspage.config import Sla
from statuspage.figures.strictness import strictness

_AVAILABILITY = {"indicator": "availability", "source": "probes", "target": "99.9%"}
_REQUESTS = {"indicator": "first_contact_resolution", "target": "95%", "within": "7d"}


def definition(keys: dict[str, Any]) -> Sla:
    return Sla.model_validate({"id": "a", "title": "A", **keys})


@pytest.mark.parametrize(
    ("stricter", "laxer"),
    [
        ({"target": "99.9%"}, {"target": "90%"}),
        ({"target": "99.9%", "min_run": "5m"}, {"target": "90%"}),
        ({"weights": {"partial_outage": 1}}, {"weights": {"partial_outage": 0.1}}),
        ({}, {"min_run": "5m"}),
        ({"min_run": "5m"}, {"min_run": "10m"}),
        ({"combine": "worst"}, {"combine": "mean"}),
        ({"source": "worst_of_both"}, {"source": "probes"}),
        ({}, {"maintenance": {}}),
        ({"maintenance": {"notice": "72h"}}, {"maintenance": {"notice": "24h"}}),
        ({"maintenance": {"monthly_cap": "4h"}}, {"maintenance": {}}),
    ],
)
def test_harder_definition_of_availability_is_the_stricter(
    stricter: dict[str, Any], laxer: dict[str, Any]
) -> None:
    hard, easy = definition(_AVAILABILITY | stricter), definition(_AVAILABILITY | laxer)
    assert strictness(hard) > strictness(easy)


def test_shorter_time_to_answer_and_to_load_is_the_stricter() -> None:
    answer = {"indicator": "first_response", "target": "95%"}
    load = {"indicator": "latency", "target": "95%", "source": "probes"}
    for keys, name, short, long in ((answer, "within", "1h", "4h"), (load, "under", "1s", "2s")):
        hard, easy = definition(keys | {name: short}), definition(keys | {name: long})
        assert strictness(hard) > strictness(easy)


def test_longer_time_without_asking_again_is_the_stricter() -> None:
    assert strictness(definition(_REQUESTS)) > strictness(definition(_REQUESTS | {"within": "3d"}))
