"""What other programs write in OpenSLO: what fits is taken, the rest is refused by line."""

from __future__ import annotations

import pytest

from statuspage.imports.openslo.reading import ReadPromises, read

GOOD = """\
apiVersion: openslo/v1
kind: SLO
metadata:
  name: checkout-success
  displayName: Checkout goes well
spec:
  service: shop
  indicatorRef: checkout
  timeWindow:
    - duration: 1M
      calendar:
        startTime: 2026-02-01 00:00:00
        timeZone: America/New_York
  budgetingMethod: Occurrences
  objectives:
    - targetPercent: 99.95
---
apiVersion: openslo/v1
kind: SLI
metadata:
  name: checkout
spec:
  ratioMetric:
    counter: true
    good: {metricSource: {type: Prometheus, spec: {query: good}}}
    total: {metricSource: {type: Prometheus, spec: {query: total}}}
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: {name: page}
spec: {}
"""


def _read(text: str) -> ReadPromises:
    return read(text, "slos.yaml", ["shop"], "Europe/London")


def test_ratio_in_a_month_is_taken_with_its_zone_and_component() -> None:
    found = _read(GOOD)
    [promise] = found.promises
    assert promise.sla.model_dump(mode="json", exclude_defaults=True) == {
        "id": "checkout-success",
        "title": "Checkout goes well",
        "indicator": "ratio",
        "target": "99.95%",
        "components": ["shop"],
        "timezone": "America/New_York",
    }
    assert [str(note) for note in found.notes] == [
        "slos.yaml:29: AlertPolicy is left out: here [[hooks]] and subscriptions tell people"
    ]
    assert found.faults == ()


def test_slices_and_rolling_windows_are_taken() -> None:
    text = GOOD.replace("Occurrences", "RatioTimeslices").replace(
        "targetPercent: 99.95", "target: 0.9\n      timeSliceWindow: 5"
    )
    begin, end = text.index("    - duration"), text.index("  budgetingMethod")
    rolling = "    - {duration: 90d, isRolling: true}\n"
    [promise] = _read(text[:begin] + rolling + text[end:]).promises
    told = promise.sla.model_dump(mode="json", exclude_defaults=True)
    assert (told["slice"], told["window"], told["target"]) == ("5m", "rolling-90d", "90%")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("openslo/v1\nkind: SLO", "openslo/v1alpha\nkind: SLO", '1: "apiVersion" must be'),
        ("kind: SLO", "kind: Objective", '2: "kind" must be one of'),
        ("  name: checkout-success\n", "", '3: "metadata" has no "name"'),
        ("1M", "28d", '10: the window "28d" is none here; write one of'),
        ("1M", "1Q", '12: "startTime" must be where a calendar quarter begins'),
        ("02-01 00:00", "02-31 00:00", '12: "startTime" must be where a calendar month begins'),
        ("Occurrences", "Timeslices", '14: "budgetingMethod" must be'),
        ("Occurrences", "RatioTimeslices", '16: the objective needs "timeSliceWindow"'),
        ("targetPercent: 99.95", "target: yes", '16: the objective needs "target"'),
        ("targetPercent: 99.95", "target: .inf", '16: the objective needs "target"'),
        ("targetPercent: 99.95", "targetPercent: 100", '16: "target": must be above 0% and below'),
        ("99.95\n", "99.95\n    - target: 0.9\n", '15: "objectives" must hold one'),
        ("99.95\n", "99.95\n      compositeWeight: 2\n", '17: "compositeWeight" makes it'),
        ("indicatorRef: checkout", "indicatorRef: other", '8: there is no SLI "other"'),
        ("ratioMetric:", "thresholdMetric:", '8: it needs a "ratioMetric"'),
        ("    total:", "    raw:", '8: "raw" tells no events'),
        ("America/New_York", "Mars/Olympus", "is not a time zone"),
        ("spec:\n  service", "spec: &a\n  x: *a\n  service: *b\n  service", "is not YAML here"),
        ("kind: SLO", "kind: SLO\n\tx: 1", "is not YAML here"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_line(old: str, new: str, fault: str) -> None:
    assert old in GOOD
    found = _read(GOOD.replace(old, new, 1))
    assert found.promises == ()
    assert found.refused == 1
    assert fault in " ".join(str(one) for one in found.faults)


def test_aliases_without_end_are_no_trouble() -> None:
    bomb = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    found = _read(f"a0: &a0 [x]\n{bomb}")
    assert [str(one) for one in found.faults] == [
        "slos.yaml: is nested too deeply, or holds no value; mend it"
    ]


@pytest.mark.parametrize(
    ("name", "known"), [("a--b", "a--b"), ("Check Out!", "check-out"), ("a_b", "a-b")]
)
def test_name_that_fits_stays_and_another_is_made_to_fit(name: str, known: str) -> None:
    found = _read(GOOD.replace("name: checkout-success", f'name: "{name}"'))
    assert [one.sla.id for one in found.promises] == [known]
