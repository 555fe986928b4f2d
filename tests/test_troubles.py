"""A fault that lasts is logged once, then counted; its end is told, too."""

from __future__ import annotations

import logging

import pytest

from statuspage.troubles import Troubles


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def troubles(time: Time) -> Troubles:
    return Troubles(logging.getLogger("tests.troubles"), time)


def test_fault_is_logged_once_then_counted_and_its_end_is_told(
    troubles: Troubles, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    for time.now in range(0, 180, 10):
        troubles.met("disk", "The disk is full.")
    assert caplog.messages == ["The disk is full."]
    troubles.good("disk")  # too early to tell
    time.now = 210.0
    troubles.good("disk")
    troubles.good("disk")
    assert caplog.messages[1:] == ["good again after 3 min: The disk is full. (17 more times)"]


def test_fault_that_lasts_is_told_again_ever_later(
    troubles: Troubles, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    for time.now in range(86_400):
        troubles.met("disk", "The disk is full.")
    assert caplog.messages[1] == "The disk is full. (180 more times in 3 min)"
    assert len(caplog.messages) < 35


def test_other_words_of_one_fault_are_told_and_do_not_flood(
    troubles: Troubles, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    for time.now in range(1000):
        troubles.met("results", f"{time.now} results could not be recorded")
    assert caplog.messages[:2] == [
        "0 results could not be recorded",
        "1 results could not be recorded",
    ]
    assert len(caplog.messages) < 20


def test_what_many_suffer_from_is_told_once_and_is_over_with_the_last(
    troubles: Troubles, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    for time.now in range(100):
        for name in ("freezing", "files", "probing"):
            troubles.met(name, "The disk is full.")
        troubles.good("files")  # it comes and goes
    time.now = 200.0
    for name in ("freezing", "files", "probing"):
        troubles.good(name)
    told = "good again after 2 min: The disk is full. (299 more times)"
    assert caplog.messages == ["The disk is full.", told]


def test_fault_of_ours_brings_its_place_in_the_program_once(
    troubles: Troubles, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        try:
            raise RuntimeError("a bug")
        except RuntimeError as error:
            troubles.met("page", error, trace=error)
    assert caplog.text.count("Traceback") == 1


def test_faults_of_many_names_take_little_memory(troubles: Troubles) -> None:
    for number in range(5000):
        troubles.met(f"/page/{number}", "It could not be made.")
    troubles.good("/page/0")
