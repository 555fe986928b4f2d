"""What there is, with its ids, from the shell; and what is said of an id that is wrong."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from tests.helpers.shell import run


def opened(config: Path, title: str = "Search is slow", *more: str) -> str:
    words = ("incident", "open", "--title", title, "--body", "We look.", *more)
    return run(config, *words).stdout.splitlines()[-1]


def test_open_incidents_are_listed_with_their_ids(config: Path) -> None:
    first = opened(config)
    second = opened(config, "Mail is late", "--next-update", "1h30m")
    run(config, "incident", "resolve", first, "--body", "Over.")
    lines = run(config, "incident", "list").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == [second]
    assert "Mail is late\tnext update by" in lines[0]
    assert "investigating" in lines[0]
    every = json.loads(run(config, "incident", "list", "--all", "--json").stdout)
    assert [one["id"] for one in every] == [second, first]
    assert [one["status"] for one in every] == ["investigating", "resolved"]


def test_empty_list_says_so_and_prints_nothing(config: Path) -> None:
    result = run(config, "incident", "list")
    assert (result.stdout, result.stderr) == ("", "No incident is open.\n")
    assert run(config, "incident", "list", "--json").stdout == "[]\n"
    assert run(config, "maintenance", "list").stderr == "No work is planned.\n"


def test_incident_is_shown_with_the_ids_of_its_updates(config: Path) -> None:
    key = opened(config, "Slow", "--component", "api=partial_outage")
    run(config, "incident", "update", key, "--body", "Line one.\n\nLine two.")
    told = json.loads(run(config, "incident", "show", key, "--json").stdout)
    assert [one["body"] for one in told["updates"]] == ["Line one.\n\nLine two.", "We look."]
    text = run(config, "incident", "show", key).stdout
    assert f"(update {told['updates'][0]['id']})" in text
    assert "API: partial outage" in text
    assert "  Line two." in text


def test_planned_work_is_listed_by_its_beginning(config: Path) -> None:
    words = ("maintenance", "schedule", "--title", "Upgrade", "--body", "x", "--component", "api")
    later = run(config, *words, "--from", "2d", "--until", "1h").stdout.splitlines()[-1]
    sooner = run(config, *words, "--from", "1d", "--until", "1h").stdout.splitlines()[-1]
    found = json.loads(run(config, "maintenance", "list", "--json").stdout)
    assert [one["id"] for one in found] == [sooner, later]
    assert found[0]["planned"]["scheduled_until"] > found[0]["planned"]["scheduled_for"]
    assert run(config, "incident", "list").stdout == ""


@pytest.mark.parametrize("text", ["30", "30m", "0h30m", "30 min"])
def test_lengths_of_a_promise_are_read_alike(config: Path, text: str) -> None:
    key = opened(config, "Slow", "--next-update", text)
    told = json.loads(run(config, "incident", "show", key, "--json").stdout)
    due = datetime.fromisoformat(told["next_update"])
    assert abs(due - clock.now() - timedelta(minutes=30)) < timedelta(minutes=2)


def test_time_of_the_past_counts_backwards(config: Path) -> None:
    key = opened(config, "Slow", "--impact-from", "45m")
    told = run(config, "incident", "list").stdout
    began = clock.now() - timedelta(minutes=45)
    assert any(f"{began + timedelta(minutes=late):%H:%M}" in told for late in (-1, 0, 1))
    assert key in told


def test_no_time_names_every_form(config: Path) -> None:
    words = ("incident", "open", "--title", "a", "--body", "b", "--next-update", "soon")
    result = run(config, *words)
    assert result.exit_code == 2
    assert "a length such as 30m or 1h30m, an hour such as 17:30" in result.stderr


@pytest.mark.parametrize(
    "verb", [("update",), ("resolve",), ("amend",), ("erase",), ("withdraw", "x")]
)
def test_wrong_id_is_answered_with_the_nearest(config: Path, verb: tuple[str, ...]) -> None:
    key = opened(config)
    wrong = key[:-2] + key[-1] + key[-2]
    wrong = wrong if wrong != key else key[:-1]
    words = ("--body", "x") if verb[0] in ("update", "resolve") else ("--reason", "x")
    result = run(config, "incident", verb[0], wrong, *verb[1:], *words)
    assert result.exit_code == 1
    assert f"Did you mean '{key}'?" in result.stderr


def test_id_like_none_is_answered_with_those_there_are(config: Path) -> None:
    key = opened(config)
    result = run(config, "incident", "update", "!!!", "--body", "x")
    assert f"Not over yet: {key} (Search is slow)." in result.stderr
    result = run(config, "maintenance", "cancel", "!!!")
    assert "None is planned; `maintenance list --all`" in result.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("incident", "open", "--title", "a", "--body", "b", "--component", "apl=major_outage"),
            'did you mean "api"?',
        ),
        (("sla", "show", "api-availabilty"), "Did you mean 'api-availability'?"),
        (("token", "revoke", "prober-ue"), "token 'prober-ue'; known: prober-eu.\n"),
    ],
)
def test_other_wrong_names_are_answered_too(
    config: Path, words: tuple[str, ...], told: str
) -> None:
    run(config, "token", "create", "prober-eu", "--scope", "measurements")
    assert told in run(config, *words).stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--next-update", "0"), "--next-update: The next update is due before this one"),
        (("--impact-from=10m", "--impact-until=20m"), "--impact-until: The impact ends before"),
        (("--component", "nope=major_outage"), "--component: "),
        (("--component", "api=major_outage", "--component", "api=operational"), "named twice"),
        (("--posted-at", "tomorrow 9:00"), "--posted-at: That is in the future"),
    ],
)
def test_fault_is_told_by_the_option_that_was_typed(
    config: Path, words: tuple[str, ...], told: str
) -> None:
    result = run(config, "incident", "open", "--title", "Slow", "--body", "We look.", *words)
    assert result.exit_code != 0
    assert told in result.stderr
    assert run(config, "incident", "list").stdout == ""


def test_planned_work_that_ends_too_early_is_told_by_its_option(config: Path) -> None:
    times = ("--from", "tomorrow 9:00", "--until", "tomorrow 8:00")
    words = ("--title", "Upgrade", "--body", "Short.", "--component", "api", *times)
    result = run(config, "maintenance", "schedule", *words)
    assert "--until: " in result.stderr


def test_choices_are_taken_without_regard_to_case(config: Path) -> None:
    words = ("--status", "Identified", "--impact", "MAJOR", "--component", "api=Major Outage")
    told = json.loads(
        run(config, "incident", "show", opened(config, "Slow", *words), "--json").stdout
    )
    assert (told["status"], told["impact"]) == ("identified", "major")
    assert "major_outage" in json.dumps(told)


def test_work_that_is_over_is_listed_by_when_it_took_place(config: Path) -> None:
    words = ("--title", "Upgrade", "--body", "Short.", "--component", "api")
    times = ("--from", "20d", "--until", "1h")
    key = run(config, "maintenance", "schedule", *words, *times).stdout.splitlines()[-1]
    run(config, "maintenance", "start", key, "--end", "keep")
    run(config, "maintenance", "complete", key)
    [line] = run(config, "maintenance", "list", "--all").stdout.splitlines()
    begun, over = line.split("\t")[2].split(" - ")
    assert abs(datetime.fromisoformat(over) - datetime.fromisoformat(begun)) < timedelta(minutes=5)
    assert datetime.fromisoformat(over) < clock.now().replace(tzinfo=None) + timedelta(days=2)


def test_notices_are_listed_with_their_days(config: Path) -> None:
    assert run(config, "notice", "list").stdout == ""
    file = config.parent / "content" / "notices" / "price.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    day = clock.now().date()
    later = day + timedelta(days=20)
    file.write_text(
        f"---\ntitle: Prices rise\ndate: {day}\nkind: price\neffective: {later}\n"
        "reason: Power costs more.\n---\n",
        "utf-8",
    )
    assert run(config, "sync").exit_code == 0
    [line] = run(config, "notice", "list").stdout.splitlines()
    assert line.split("\t")[:4] == ["price", "Price", "Announced", later.isoformat()]
    [told] = json.loads(run(config, "notice", "list", "--all", "--json").stdout)
    assert told["lead_days"] == 20
