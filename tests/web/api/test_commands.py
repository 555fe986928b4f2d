"""POST /api/v1/commands: the shell's commands, as whoever has the token, and no others."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from statuspage.actions.staff.tokens import create_token
from statuspage.store import db
from statuspage.store.desk import audit, drafts
from statuspage.store.incidents import incidents
from tests.helpers.sites import add_to_config

OPEN = ["incident", "open", "--title", "Slow", "--body", "We look."]


class Caller:
    """A program that types commands."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._tokens: dict[str, str] = {}

    def answer(
        self, *words: str, scope: str = "incidents", key: str = "", **more: Any
    ) -> TestResponse:
        if scope not in self._tokens:
            self._tokens[scope] = create_token(f"types-{scope}", [scope], [])
        headers = {"Authorization": f"Bearer {self._tokens[scope]}"}
        headers |= {"Idempotency-Key": key} if key else {}
        body = {"words": list(words), **more}
        return self._client.post("/api/v1/commands", json=body, headers=headers)

    def typed(self, *words: str, **more: Any) -> tuple[int, str, str]:
        """How it ended, and what it printed on both ways."""
        told = self.answer(*words, **more).json
        out, err = (
            "".join(one["text"] for one in told["printed"] if one["to"] == way)
            for way in ("stdout", "stderr")
        )
        return told["exit"], out, err


@pytest.fixture
def caller(client: Client) -> Caller:
    return Caller(client)


def _open_ones() -> list[str]:
    with db.snapshot():
        return [one.title for one in incidents.open_ones()]


def test_command_is_carried_out_once_as_the_token(caller: Caller) -> None:
    first = caller.answer(*OPEN, key="k")
    assert caller.answer(*OPEN, key="k").data == first.data
    assert _open_ones() == ["Slow"]
    with db.snapshot():
        newest = audit.newest(1)[0]
    assert (newest.who, str(newest.via)) == ("types-incidents", "API")


def test_each_of_several_drafts_is_published_and_a_repeat_says_the_same(caller: Caller) -> None:
    types = partial(caller.answer, scope="changelog")
    for title in ("Faster search", "Better help"):
        types("changelog", "draft", "--title", title, "--version", "2.4.0")
    first = types("changelog", "publish", "--version", "2.4.0", key="k")
    assert len(first.json["printed"]) == 2
    assert types("changelog", "publish", "--version", "2.4.0", key="k").data == first.data
    assert types("changelog", "publish", "--version", "2.4.0", key="l").json["exit"] == 1


def test_what_is_refused_leaves_nothing_and_may_be_sent_again(caller: Caller) -> None:
    words = ["maintenance", "cancel", "nothing", "--series"]
    assert caller.typed(*words, key="k")[0] == 1
    assert caller.typed(*OPEN, key="k")[0] == 0
    assert _open_ones() == ["Slow"]


@pytest.mark.parametrize(
    ("words", "scope", "status"),
    [
        (["incident", "list"], "measurements", 403),
        (["changelog", "list"], "incidents", 403),
        (["incident", "erase", "x", "--reason", "R"], "incidents", 403),
        (["incident", "open"], "changelog", 403),
        (["staff", "list"], "incidents", 422),
        (["backup", "/tmp/x"], "incidents", 422),
        (["--config", "/etc/passwd"], "incidents", 422),
        (["changelog", "list"], "changelog", 200),
    ],
)
def test_command_needs_its_scope_and_is_one_of_four_groups(
    caller: Caller, words: list[str], scope: str, status: int
) -> None:
    assert caller.answer(*words, scope=scope).status_code == status


def test_command_behind_two_dashes_is_no_way_around_its_scope(caller: Caller) -> None:
    caller.typed(*OPEN)
    with db.snapshot():
        key = incidents.open_ones()[0].key
    told = caller.answer("incident", "--", "erase", key, "--title", "Gone", "--reason", "R").json
    assert told["exit"] == 2
    assert _open_ones() == ["Slow"]


@pytest.mark.parametrize(
    "words",
    [
        ["incident"],
        ["incident", "open", "--help"],
        ["incident", "nothing"],
        ["incident", "list", "--server", "http://127.0.0.1:1"],
        ["incident", "open", "--title", "T"],
    ],
)
def test_words_that_are_not_understood_print_nothing(caller: Caller, words: list[str]) -> None:
    told = caller.answer(*words).json
    assert (told["exit"], told["printed"]) == (2, [])
    assert told["usage"]["message"]


def test_words_come_in_the_language_asked_for(caller: Caller) -> None:
    assert "No incident is open." in caller.typed("incident", "list")[2]
    assert "Keine Störung" in caller.typed("incident", "list", language="de")[2]
    assert caller.answer("incident", "list", language="../de").status_code == 422


def test_where_a_second_person_reads_it_is_a_draft_or_refused(caller: Caller, store: Any) -> None:
    caller.typed(*OPEN)
    with db.snapshot():
        key = incidents.open_ones()[0].key
    add_to_config(store, "[desk]\napproval = true\n")
    for words in (OPEN, ["incident", "resolve", key, "--body", "Over."]):
        status, out, _ = caller.typed(*words, key=words[1])
        assert status == 0
        assert (
            "Nothing is published yet. The draft: https://status.acme.example/admin/drafts/" in out
        )
    with db.snapshot():
        found = drafts.all_drafts()
    assert all(one.waits_since for one in found)
    assert len(found) == 2
    refused = caller.typed("incident", "amend", key, "--reason", "R", "--title", "Other")
    assert refused[0] == 1
    assert "A second person has to read" in refused[2]
    assert caller.typed("incident", "list")[0] == 0
    assert _open_ones() == ["Slow"]


def test_no_command_of_these_reads_or_writes_a_file_of_the_server() -> None:
    import click

    from statuspage.cli import main
    from statuspage.cli.afar.groups import GROUPS

    context = click.Context(main)
    for name in GROUPS:
        group = main.get_command(context, name)
        assert isinstance(group, click.Group)
        for child in group.list_commands(context):
            command = group.get_command(context, child)
            assert command is not None
            for one in command.params:
                assert not isinstance(one.type, click.Path | click.File)
                assert not getattr(one, "prompt", None)
