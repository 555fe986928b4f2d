"""What the server says to check, and what of it can be done on this machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from statuspage.elsewhere.assignment import Assignment, read
from statuspage.errors import SourceError

PROBE = {"id": "api", "component": "api", "type": "http", "url": "https://api.example/"}


def told(*probes: Any, environ: dict[str, str] | None = None) -> Assignment:
    text = json.dumps({"location": "eu-1", "connectivity": ["https://a.example"], "probes": probes})
    return read(text, environ or {})


def test_probes_and_references_are_read() -> None:
    found = told(PROBE)
    assert [probe.id for probe in found.probes] == ["api"]
    assert (found.connectivity, found.faults) == (("https://a.example",), ())


def test_what_the_environment_lacks_is_one_line_and_stays_unknown() -> None:
    probe = PROBE | {"headers": {"Authorization": "Bearer env:KEY"}, "body": "env:BODY"}
    found = told(probe, environ={"BODY": "x"})
    assert [one.id for one in found.probes] == ["api"]
    assert found.faults == (
        "api needs KEY, which the environment here lacks; it stays unknown until that is set",
    )
    assert not told(probe, environ={"KEY": "k", "BODY": "x"}).faults


def test_own_token_is_sent_nowhere_whatever_the_server_says() -> None:
    asked = {"headers": {"X-A": "env:STATUSPAGE_TOKEN"}, "body": "env:STATUSPAGE_TOKEN_FILE"}
    found = told(PROBE | asked, environ={"STATUSPAGE_TOKEN": "t", "STATUSPAGE_TOKEN_FILE": "f"})
    assert found.probes == ()
    assert found.faults == (
        "api is not checked: STATUSPAGE_TOKEN, STATUSPAGE_TOKEN_FILE is never sent from here",
    )


def test_file_that_is_not_here_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "ca.pem")
    [fault] = told(PROBE | {"ca": missing}).faults
    assert f"api needs {missing}, which cannot be read here" in fault


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (PROBE | {"id": "new", "type": "quic"}, "new is not checked: this version knows no probe"),
        (PROBE | {"shape": "round"}, "api is not checked: this version cannot read http.shape"),
        ({"id": "job", "component": "x", "type": "heartbeat"}, "job is not checked: results of"),
        ("nonsense", "? is not checked"),
    ],
)
def test_probe_of_another_version_is_left_out_and_named(table: Any, why: str) -> None:
    found = told(table, PROBE | {"id": "good"})
    assert [probe.id for probe in found.probes] == ["good"]
    [fault] = found.faults
    assert fault.startswith(why.replace("http.shape", "shape"))


@pytest.mark.parametrize("text", ["[" * 100_000, "", "[]", "null", '{"probes": 1}', "<html>"])
def test_what_is_no_assignment_is_refused(text: str) -> None:
    with pytest.raises(SourceError):
        read(text, {})
