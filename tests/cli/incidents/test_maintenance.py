"""`maintenance` from the shell: from the announcement to the end, series, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.actions.maintenance.series import step_series
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Status
from statuspage.store import db
from statuspage.store.incidents import incidents, plans
from tests.helpers.shell import run

TIMES = ("--from", "2030-01-06 10:00", "--until", "2030-01-06 11:00")
WORDS = ("--title", "Upgrade", "--body", "Pause.", "--component", "api")


def scheduled(config: Path, *more: str) -> str:
    result = run(config, "maintenance", "schedule", *WORDS, *TIMES, *more)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()[-1]


def read(config: Path, key: str) -> tuple[Incident, plans.Plan]:
    db.open_store(config.parent / "var" / "statuspage.db")
    with db.snapshot():
        entry = incidents.by_key(key)
        plan = plans.of([entry.number])[entry.number]
    db.close_store()
    return entry, plan


def test_schedule_prints_its_id_alone_and_cancel_calls_it_off(config: Path) -> None:
    key = scheduled(config)
    assert key.isalnum()
    assert "cancelled" in run(config, "maintenance", "cancel", key).stdout


def test_each_verb_has_its_command(config: Path) -> None:
    key = scheduled(config)
    assert run(config, "maintenance", "remind", key).exit_code == 0
    extended = ("extend", key, "--until", "2030-01-06 11:30", "--body", "It will take longer.")
    assert run(config, "maintenance", *extended).exit_code == 0
    for verb, status in (("start", "in progress"), ("verify", "verifying"), ("complete", "compl")):
        end = ("--end", "keep") if verb == "start" else ()
        assert f"({status}" in run(config, "maintenance", verb, key, "--body", "Now.", *end).stdout
    entry, _ = read(config, key)
    assert entry.status is Status.COMPLETED
    assert len(entry.updates) == 6
    assert [f"{one.until:%H:%M}" for one in entry.extensions] == ["11:30"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify", "KEY"), "Possible from here: scheduled, in progress, cancelled."),
        (("complete", "KEY"), "Possible from here"),
        (("extend", "KEY", "--until", "2030-01-06 10:30", "--body", "B"), "not later than the end"),
        (("cancel", "KEY", "--series"), "not one of a series"),
        (("start", "KEY"), "--end: It begins"),
        (("reschedule", "KEY", *TIMES, "--reason", "R"), "for these times already"),
        (("start", "nothing"), "There is no maintenance 'nothing'."),
    ],
)
def test_what_is_not_possible_is_one_plain_line(
    config: Path, words: tuple[str, ...], said: str
) -> None:
    key = scheduled(config)
    result = run(config, "maintenance", *(key if word == "KEY" else word for word in words))
    assert result.exit_code == 1
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_reschedule_moves_both_times(config: Path) -> None:
    key = scheduled(config)
    times = ("--from", "2030-01-07 09:00", "--until", "2030-01-07 10:00")
    assert (
        run(config, "maintenance", "reschedule", key, *times, "--reason", "Later.").exit_code == 0
    )
    entry, _ = read(config, key)
    assert [f"{one.start:%d %H:%M}" for one in entry.moves] == ["07 09:00"]


def test_schedule_repeats_in_plain_words(config: Path) -> None:
    entry, _ = read(config, scheduled(config, "--repeat", "every sunday"))
    assert entry.repeats is not None
    assert entry.repeats.rule == "FREQ=WEEKLY;BYDAY=SU"


def test_personal_data_is_warned_of(config: Path) -> None:
    words = ("--title", "Slow", "--body", "Max (max@example.org) waits.")
    result = run(config, "incident", "open", *words)
    assert "“max@example.org” looks like an email address." in result.stderr
    assert result.stdout.strip().isalnum()


def test_schedule_says_what_comes_by_itself_over_the_settings(config: Path) -> None:
    text = config.read_text("utf-8") + '\n[maintenance]\nremind = "off"\nverify = "5m"\n'
    config.write_text(text, "utf-8")
    assert run(config, "sync").exit_code == 0
    _, plan = read(config, scheduled(config))
    assert plan.steps.model_dump(mode="json") == {
        "remind": "off",
        "begin": True,
        "verify": "5m",
        "complete": True,
        "tell": False,
    }
    _, plan = read(config, scheduled(config, "--remind", "2h", "--no-begin", "--verify", "off"))
    assert plan.steps.model_dump(mode="json") == {
        "remind": "2h",
        "begin": False,
        "verify": "off",
        "complete": True,
        "tell": False,
    }


def test_a_lead_that_is_no_length_is_wrong_usage(config: Path) -> None:
    result = run(config, "maintenance", "schedule", *WORDS, *TIMES, "--remind", "soon")
    assert result.exit_code == 2
    assert "Write a length such as 60m" in result.stderr


def test_a_series_is_begun_and_called_off_as_a_whole(config: Path) -> None:
    key = scheduled(config, "--repeat", "FREQ=WEEKLY;BYDAY=SU")
    first, plan = read(config, key)
    assert plan.series is not None
    assert first.status is Status.SCHEDULED
    result = run(config, "maintenance", "cancel", key, "--series")
    assert result.stdout == "Published: Upgrade (cancelled)\n"
    db.open_store(config.parent / "var" / "statuspage.db")
    assert step_series() == []


def test_a_rule_that_fires_too_often_is_refused(config: Path) -> None:
    result = run(config, "maintenance", "schedule", *WORDS, *TIMES, "--repeat", "FREQ=HOURLY")
    assert result.exit_code == 1
    assert "not more often" in result.stderr
