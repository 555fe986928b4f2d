"""The hook that hears of changed addresses, on a real server."""

from __future__ import annotations

import json

import pytest

from statuspage.config import Publish
from statuspage.errors import Unreachable
from statuspage.publish.hook import AT_ONCE, EVERYTHING, batches, call
from statuspage.publish.places import address_of
from tests.helpers.answering import Answering, answering


def _settings(url: str, **headers: str) -> Publish:
    return Publish(purge=url, purge_headers=headers)


def test_hook_is_told_the_addresses_with_its_secret() -> None:
    with answering(lambda _: Answering(200, b"done")) as server:
        publish = _settings("env:HOOK", Authorization="Bearer env:TOKEN")
        environ = {"HOOK": f"{server.address}/purge?zone=1", "TOKEN": "hunter2"}
        call(publish, ["https://a.example/", "https://a.example/history"], environ)
        call(publish, [], environ)
        first, second = server.asked
    assert (first.method, first.path) == ("POST", "/purge?zone=1")
    assert first.headers["authorization"] == "Bearer hunter2"
    assert first.headers["content-type"] == "application/json"
    told = {"files": ["https://a.example/", "https://a.example/history"]}
    assert json.loads(first.body) == told
    assert json.loads(second.body) == {"purge_everything": True}


def test_nobody_is_told_where_no_hook_is_named() -> None:
    call(Publish(), ["https://a.example/"], {})


@pytest.mark.parametrize("status", [302, 403, 500, 0])
def test_fault_of_the_hook_names_no_secret(status: int) -> None:
    answer = Answering(status, b"hunter2", {"Location": "/elsewhere"})
    with answering(lambda _: answer) as server:
        environ = {"HOOK": f"{server.address}/hunter2", "TOKEN": "hunter2"}
        with pytest.raises(Unreachable) as caught:
            call(_settings("env:HOOK", Authorization="env:TOKEN"), [], environ)
        assert len(server.asked) == 1  # a redirect is not followed
    assert "env:HOOK" in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert "127.0.0.1" not in str(caught.value)


def test_variable_of_the_hook_that_is_missing_is_named() -> None:
    with pytest.raises(Unreachable, match="has no HOOK; set it"):
        call(_settings("env:HOOK"), [], {})


def test_many_addresses_are_told_in_batches_and_very_many_as_everything() -> None:
    addresses = [f"https://a.example/{number}" for number in range(EVERYTHING)]
    found = list(batches(addresses[:250]))
    assert [len(batch) for batch in found] == [AT_ONCE, AT_ONCE, 50]
    assert [one for batch in found for one in batch] == addresses[:250]
    assert list(batches(addresses)) == [()]
    assert list(batches([])) == []


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("index.html", "/"),
        ("history/index.html", "/history"),
        ("de/index.html", "/de/"),
        ("de/history/index.html", "/de/history"),
        ("api/v1/incidents/index.json", "/api/v1/incidents"),
        ("feeds/all.atom", "/feeds/all.atom"),
        ("404.html", "/404.html"),
    ],
)
def test_address_of_a_path(path: str, address: str) -> None:
    assert address_of(path, ("en", "de")) == address
