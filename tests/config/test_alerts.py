"""[[alerts]]: conditions as Alertmanager writes them, and rules that lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.config.kinds.matchers import condition
from tests.config.written import MINIMAL, faults, read

RULE = '\n[[alerts]]\nid = "down"\n'


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('severity = "page"', True),
        ("severity=page", True),
        ('severity =~ "critical|page"', True),
        ('severity =~ "pag"', False),
        ('severity !~ "pag"', True),
        ('severity != "page"', False),
        ('team = ""', True),
        ('team !~ ".+"', True),
    ],
)
def test_condition_holds_as_in_alertmanager(text: str, holds: bool) -> None:
    assert condition(text).holds({"severity": "page"}) is holds


def test_first_rule_that_fits_takes_it(tmp_path: Path) -> None:
    lines = 'senders = ["grafana"]\nmatch = [\'severity = "page"\']\ncomponents = ["mail"]\n'
    [rule] = read(tmp_path, MINIMAL + RULE + lines).alerts
    assert rule.takes("grafana", {"severity": "page"})
    assert not rule.takes("alertmanager", {"severity": "page"})
    assert not rule.takes("grafana", {})


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("match = ['severity']\ncomponents = [\"mail\"]", "is no condition on a label"),
        ('match = [\'severity =~ "("\']\ncomponents = ["mail"]', "is no pattern"),
        ('components = ["apo"]', "which is not in [[components]]"),
        ("match = ['a = b']", 'is missing: name what is affected, or write on_alert = "nothing"'),
        ('components = ["mail"]\ntemplate = "gone"', "which is not in content/templates"),
    ],
)
def test_rule_that_leads_nowhere_is_a_fault(tmp_path: Path, lines: str, fault: str) -> None:
    assert fault in " ".join(faults(tmp_path, f"{MINIMAL}{RULE}{lines}\n"))


def test_alerts_that_are_left_alone_need_no_component(tmp_path: Path) -> None:
    lines = "match = ['alertname = Watchdog']\non_alert = \"nothing\"\n"
    assert read(tmp_path, MINIMAL + RULE + lines).alerts[0].on_alert == "nothing"
