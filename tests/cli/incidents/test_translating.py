"""Words in further languages from the shell: with the others, and added later."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.domain.incidents.incident import Incident
from statuspage.store import db
from statuspage.store.incidents import incidents
from tests.helpers.languages import speak

Shell = Callable[..., Result]
OPEN = ("incident", "open", "--title", "API errors", "--body", "We look.", "--component")
OPEN = (*OPEN, "api=major_outage")


@pytest.fixture
def shell(store: Path) -> Iterator[Shell]:
    speak(store, "de", "ar")

    def run(*words: str) -> Result:
        config = str(store / "config.toml")
        result = CliRunner().invoke(main, ["--config", config, *words])
        db.open_store(store / "var" / "statuspage.db")
        return result

    yield run
    db.close_store()


def newest() -> Incident:
    with db.snapshot():
        return incidents.newest(1)[0]


def test_incident_is_opened_in_several_languages(shell: Shell) -> None:
    german = ("--title-in", "de=API gestört", "--body-in", "de=Wir suchen = jetzt.")
    made = shell(*OPEN, *german, "--json")
    assert made.exit_code == 0, made.output
    told = json.loads(made.stdout)
    assert told["texts"] == {"de": {"title": "API gestört"}}
    assert told["update"]["texts"] == {"de": {"body": "Wir suchen = jetzt."}}


def test_language_is_added_to_the_newest_update(shell: Shell) -> None:
    shell(*OPEN)
    key = newest().key
    result = shell("incident", "translate", key, "--title-in", "ar=عطل", "--body-in", "ar=نبحث.")
    assert result.output == "Added: API errors (ar)\n"
    assert newest().updates[0].wordings.of("ar") == {"body": "نبحث."}
    again = shell("incident", "translate", key, "--body-in", "ar=آخر")
    assert again.exit_code == 1
    assert "That is written in this language already" in again.output
    both = shell("incident", "translate", key, "--body-in", "de=Panne.", "--body-in", "ar=آخر")
    assert both.exit_code == 1
    assert newest().updates[0].wordings.of("de") == {}


def test_amend_changes_one_language_and_leaves_the_rest(shell: Shell) -> None:
    shell(*OPEN, "--body-in", "de=Eins.", "--body-in", "ar=واحد")
    found = newest()
    words = ("--body-in", "de=Zwei.", "--reason", "It was wrong")
    assert shell("incident", "amend", found.key, found.updates[0].key, *words).exit_code == 0
    assert newest().updates[0].wordings.texts == {"de": {"body": "Zwei."}, "ar": {"body": "واحد"}}


@pytest.mark.parametrize("text", ["Panne", "=Panne", "de="])
def test_option_without_its_language_is_refused_in_one_line(shell: Shell, text: str) -> None:
    result = shell(*OPEN, "--body-in", text)
    assert result.exit_code == 2
    assert "LANGUAGE=TEXT" in result.output


def test_planned_work_is_announced_in_several_languages(shell: Shell) -> None:
    window = ("--from", "2036-12-01 22:00", "--until", "2036-12-01 23:00", "--component", "api")
    german = ("--title-in", "de=Umzug", "--body-in", "de=Kurze Pause.")
    words = ("--title", "Move", "--body", "A short pause.")
    assert shell("maintenance", "schedule", *words, *window, *german).exit_code == 0
    assert newest().wordings.of("de") == {"title": "Umzug"}


def test_erasing_replaces_the_words_of_each_language(shell: Shell) -> None:
    shell(*OPEN, "--title-in", "de=Maier", "--body-in", "de=Herr Maier rief an.")
    erase = ("incident", "erase", newest().key)
    why = ("--reason", "He asked for it")
    assert shell(*erase, "--title-in", "de=API", *why).exit_code == 0
    update = newest().updates[0].key
    assert shell(*erase, update, "--body-in", "de=Jemand rief an.", *why).exit_code == 0
    assert newest().wordings.of("de") == {"title": "API"}
    assert newest().updates[0].wordings.of("de") == {"body": "Jemand rief an."}
    missing = shell(*erase, update, "--body-in", "ar=...", *why)
    assert "It has no text of this name" in missing.output


@pytest.mark.parametrize("command", [("incident", "erase"), ("maintenance", "schedule")])
def test_examples_of_more_than_one_line_can_be_copied(command: tuple[str, str]) -> None:
    told = CliRunner().invoke(main, [*command, "--help"]).output
    example = told.partition("Example:\n")[2].partition("\n\n")[0].splitlines()
    assert all(line.endswith(" \\") for line in example[:-1])
    assert len(example) > 1
