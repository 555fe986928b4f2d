"""The hook of the copy: told once of what changed, again until it takes it, seen in /healthz."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.cli import main
from statuspage.errors import Unreachable
from statuspage.health.health import Condition
from statuspage.health.hook import hook
from statuspage.publish import targets
from statuspage.publish.opening import opened
from statuspage.publish.target import Target
from statuspage.publish.telling import tell
from statuspage.publish.whole import publish
from statuspage.worker.duties.purging import Purging
from tests.helpers.answering import Answering, Server, answering
from tests.helpers.sites import URL, add_to_config

SECRET = "hunter2"


@pytest.fixture
def server() -> Iterator[Server]:
    with answering(lambda _: Answering(200)) as found:
        yield found


@pytest.fixture
def target(store: Path, tmp_path: Path) -> Iterator[Target]:
    """A whole copy of which the hook was told."""
    targets.use(store)
    head = '\n[publish]\ntarget = "../www"\npurge = "env:HOOK"\n'
    add_to_config(store, head, 'purge_headers = { Authorization = "Bearer env:TOKEN" }\n')
    found = targets.chosen()
    assert found is not None
    publish(found)
    yield found
    targets.use(Path())


@pytest.fixture
def purging(server: Server, target: Target) -> Purging:
    """Its clock stands still until a test moves it."""
    environ = {"HOOK": f"{server.address}/purge/{SECRET}", "TOKEN": SECRET}
    times = iter(range(0, 10**9, 1000))
    made = Purging(environ, lambda: float(next(times)))
    made.turn()
    return made


def _told(server: Server) -> list[str]:
    return [url for asked in server.asked for url in json.loads(asked.body)["files"]]


def test_hook_is_told_of_what_changed_and_of_nothing_else(
    server: Server, target: Target, purging: Purging
) -> None:
    assert {f"{URL}/", f"{URL}/history", f"{URL}/feeds/all.atom"} <= set(_told(server))
    assert all(asked.headers["authorization"] == f"Bearer {SECRET}" for asked in server.asked)
    server.asked.clear()
    purging.turn()
    assert server.asked == []
    key = open_incident("Search is slow", NewUpdate("We are looking."), Actor("ada")).key
    publish(target)
    purging.turn()
    told = _told(server)
    assert {f"{URL}/", f"{URL}/incidents/{key}"} <= set(told)
    assert f"{URL}/robots.txt" not in told
    assert hook().is_well


def test_hook_that_refuses_is_told_again_and_staff_see_it(
    server: Server, target: Target, purging: Purging
) -> None:
    server.answer = lambda _: Answering(403)
    open_incident("Search is slow", NewUpdate("We are looking."), Actor("ada"))
    publish(target)
    for _ in range(2):
        with pytest.raises(Unreachable, match="answers with status 403") as caught:
            purging.turn()
        assert SECRET not in str(caught.value)
    found = hook()
    assert (found.condition, str(found.text)) == (
        Condition.LATE,
        "The purge hook answers with status 403.",
    )
    assert found.since is not None
    assert found.figures["purge_hook_waiting"] > 2
    server.answer = lambda _: Answering(204)
    server.asked.clear()
    purging.turn()
    assert f"{URL}/" in _told(server)
    assert hook().is_well
    with opened(target.index) as index:
        assert not index.changed()


def test_what_changes_during_a_call_is_told_in_the_next(
    server: Server, store: Path, tmp_path: Path
) -> None:
    add_to_config(store, f'\n[publish]\npurge = "{server.address}"\n')
    place = tmp_path / "index.db"

    def change(_: object) -> Answering:
        with opened(place) as another:
            another.tell(["index.html"])
        return Answering(200)

    with opened(place) as index:
        index.tell(["index.html", "history/index.html"])
        server.answer = change
        tell(index, {})
        server.answer = lambda _: Answering(200)
        tell(index, {})
    assert _told(server) == [f"{URL}/history", f"{URL}/", f"{URL}/"]


def test_hook_is_not_called_more_often_than_caches_take(server: Server, target: Target) -> None:
    times = iter([0.0, 0.0, 1.0, 2.0])
    purging = Purging({"HOOK": server.address, "TOKEN": SECRET}, lambda: next(times, 2.0))
    purging.turn()
    count = len(server.asked)
    open_incident("Search is slow", NewUpdate("We are looking."), Actor("ada"))
    publish(target)
    purging.turn()
    assert len(server.asked) == count


def test_publish_by_hand_tells_the_hook_at_its_end(
    server: Server, target: Target, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", server.address)
    monkeypatch.setenv("TOKEN", SECRET)
    open_incident("Search is slow", NewUpdate("We are looking."), Actor("ada"))
    server.answer = lambda _: Answering(500)
    words = ["--config", str(store / "config.toml"), "publish"]
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code == 1
    assert "written" in refused.stdout  # the copy lies there all the same
    assert refused.stderr.splitlines() == ["env:HOOK answers with status 500."]
    server.answer = lambda _: Answering(200)
    assert CliRunner().invoke(main, words).exit_code == 0
    assert f"{URL}/" in _told(server)
