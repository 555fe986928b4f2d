"""`incident amend`, `withdraw` and `erase` from the shell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff.drafts import save_draft
from statuspage.cli import main
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Impact
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.desk import drafts
from statuspage.store.incidents import incidents

BOB = Actor("bob")
WHY = ("--reason", "It was wrong")


class Shell:
    """Runs commands on one site that has one incident."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        states = {"api": ComponentState.PARTIAL_OUTAGE}
        made = open_incident(
            "API errors", NewUpdate("A third fails.", components=states), Actor("ada")
        )
        self.key = made.key
        self.update = made.updates[0].key

    def run(self, *words: str) -> Result:
        config = str(self._folder / "config.toml")
        result = CliRunner().invoke(main, ["--config", config, "incident", *words])
        db.open_store(self._folder / "var" / "statuspage.db")
        return result

    def incident(self) -> Incident:
        return incidents.by_key(self.key)


@pytest.fixture
def shell(store: Path) -> Iterator[Shell]:
    yield Shell(store)
    db.close_store()


def test_amend_changes_what_is_named_and_leaves_the_rest(shell: Shell) -> None:
    result = shell.run("amend", shell.key, shell.update, "--body", "A half fails.", *WHY)
    assert result.output == "Changed: API errors\n"
    [update] = shell.incident().updates
    assert update.body == "A half fails."
    assert shell.incident().declared == {"api": ComponentState.PARTIAL_OUTAGE}


def test_amend_without_an_update_changes_the_heading(shell: Shell) -> None:
    words = ("--title", "Search errors", "--impact", "critical", *WHY)
    assert shell.run("amend", shell.key, *words).exit_code == 0
    assert (shell.incident().title, shell.incident().impact) == ("Search errors", Impact.CRITICAL)


@pytest.mark.parametrize("of_update", [True, False])
def test_amend_refuses_options_of_the_other_sort(shell: Shell, of_update: bool) -> None:
    words = (shell.update, "--title", "T") if of_update else ("--component", "api=operational")
    result = shell.run("amend", shell.key, *words, *WHY)
    assert result.exit_code == 2
    assert " needs " in result.output


def test_withdraw_leaves_a_stub(shell: Shell) -> None:
    assert shell.run("withdraw", shell.key, shell.update, *WHY).exit_code == 0
    assert str(shell.incident().updates[0].words[0]).startswith("Withdrawn ")
    again = shell.run("withdraw", shell.key, shell.update, *WHY)
    assert again.exit_code == 1
    assert "was withdrawn" in again.output


def test_erase_replaces_texts_and_needs_what_is_there(shell: Shell) -> None:
    result = shell.run("erase", shell.key, shell.update, "--body", "Some fail.", *WHY)
    assert result.exit_code == 0, result.output
    told, removed = shell.incident().updates[0].words
    assert (told, isinstance(removed, Said) and removed.key) == ("Some fail.", "erasure.removed")
    assert shell.run("erase", shell.key, "nothing", *WHY).exit_code == 1
    assert shell.run("erase", shell.key, "--title", "Errors", *WHY).exit_code == 0
    assert shell.incident().title == "Errors"


def test_dry_run_of_an_erasure_says_what_would_go_and_erases_nothing(shell: Shell) -> None:
    words = {"body": "A third fails. So they say."}
    save_draft("/admin/changelog/new", said("draft.change"), {"body": "A third fails."}, BOB)
    save_draft(f"/admin/incidents/{shell.key}", said("draft.change"), words, BOB)
    erase = ("erase", shell.key, shell.update, "--body", "It fails.", *WHY)
    told = shell.run(*erase, "--dry-run").output.splitlines()
    assert told[0].startswith("dropped: a draft by bob")
    assert told[1:] == ["Nothing is erased yet."]
    assert shell.incident().updates[0].body == "A third fails."
    assert len(drafts.all_drafts()) == 2
    assert shell.run(*erase).output.startswith("dropped: a draft by bob")
    assert [dict(draft.fields) for draft in drafts.all_drafts()] == [words]
