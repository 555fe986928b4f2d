"""The log: one JSON object a line where that is asked for, and which request a line belongs to."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from statuspage import logs

_PROGRAM = """
import logging, os
from statuspage import logs
logs.begin(os.environ)
log = logging.getLogger("statuspage.test")
log.info("began with %s\\nand more", "ä")
with logs.of_request("abc-1"):
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("failed", extra={"duration": 0.25})
"""


def logged(form: str) -> list[str]:
    environ = {logs.FORM_VARIABLE: form, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, env=environ
    )
    return done.stderr.splitlines()


def test_json_has_one_object_a_line() -> None:
    first, second = (json.loads(line) for line in logged("json"))
    at = first.pop("time")
    assert (len(at), at[-1]) == (24, "Z")
    assert first == {
        "level": "info",
        "logger": "statuspage.test",
        "message": "began with ä\nand more",
    }
    assert (second["request_id"], second["duration"]) == ("abc-1", 0.25)
    assert "ZeroDivisionError" in second["trace"]


def test_text_names_the_request_behind_the_words() -> None:
    lines = logged("text")
    assert lines[0] == "INFO statuspage.test: began with ä"
    assert any(line.endswith("[abc-1]") for line in lines)


def test_form_that_is_not_known_is_told() -> None:
    first, second, *_ = logged("jsn")
    assert first.endswith('STATUSPAGE_LOG is "jsn"; it may be json or text, and is text now')
    assert second == "INFO statuspage.test: began with ä"


@pytest.mark.parametrize(
    ("told", "is_taken"),
    [
        ("0af7651916cd43dd8448eb211c80319c", True),
        ("Root=1-67891233-abcdef012345678912345678", True),
        ("", False),
        ("with spaces", False),
        ('"}, {"level": "error', False),
        ("line\nbreak", False),
        ("x" * 101, False),
        ("ä", False),
    ],
)
def test_id_of_a_proxy_is_taken_where_it_is_sane(told: str, is_taken: bool) -> None:
    environ: dict[str, Any] = {"HTTP_X_REQUEST_ID": told}
    found = logs.id_of(environ)
    assert (found == told) is is_taken
    assert logs.id_of(environ) == found
