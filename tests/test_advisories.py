"""What is known against the lock: an advisory is a fault, an index that is away is none."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from tests.helpers.answering import Answering, Asked, answering
from tests.helpers.processes import free_port

SCRIPT = Path(__file__).parents[1] / ".ci" / "advisories.py"
_spec = importlib.util.spec_from_file_location("advisories", SCRIPT)
assert _spec is not None
assert _spec.loader is not None
advisories = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(advisories)


def told(asked: Asked, name: str = "") -> Answering:
    """An index that knows one advisory, about one package."""
    queries = json.loads(asked.body)["queries"]
    assert all(query["package"]["ecosystem"] == "PyPI" and query["version"] for query in queries)
    known = {"vulns": [{"id": "GHSA-1"}]}
    results = [known if query["package"]["name"] == name else {} for query in queries]
    return Answering(body=json.dumps({"results": results}).encode())


def test_lock_without_advisories_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    with answering(told) as index:
        assert advisories.main(index.address) == 0
    assert "locked packages, 0 advisories" in capsys.readouterr().out


def test_advisory_is_named_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    with answering(lambda asked: told(asked, "flask")) as index:
        assert advisories.main(index.address) == 1
    assert "https://osv.dev/vulnerability/GHSA-1" in capsys.readouterr().err


@pytest.mark.parametrize("body", [b"", b"<p>Sign in</p>", b"[]", b'{"results": []}', b"{}"])
def test_index_that_does_not_tell_is_one_line(
    body: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering(lambda _: Answering(body=body)) as index:
        assert advisories.main(index.address) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("The lock was not held against advisories")


def test_index_that_is_away_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert advisories.main(f"http://127.0.0.1:{free_port()}/") == 0
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("The lock was not held against advisories")
