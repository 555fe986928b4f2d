"""Faults of probes that point to the form that is right, and names in any letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from statuspage.config.kinds.statuses import Statuses
from statuspage.config.probes import Probe
from statuspage.probes.http import HttpProbe
from statuspage.probes.registry import PROBE_KINDS
from tests.config.written import MINIMAL, faults, read

HEAD = f'{MINIMAL}\n[[probes]]\nid = "web"\ncomponent = "mail"\n'


def probe(folder: Path, lines: str) -> Probe:
    [found] = read(folder, HEAD + lines).probes
    return found


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (
            'type = "http"\nurl = "https://x.example"\nstatus = 200',
            '"status" belongs in "expect"; write expect = { status = ["2xx"] }',
        ),
        (
            'type = "dns"\nname = "x.example"\ncontains = "y"',
            '"contains" belongs in "expect"; write expect = { contains = "all is well" }',
        ),
        ('type = "ping"\nhost = "x.example"', 'did you mean "icmp"?'),
        ('type = "https"\nurl = "https://x.example"', 'did you mean "http"?'),
        ('type = "cron"', 'did you mean "heartbeat"?'),
        (
            'type = "http"\nurl = "https://a:b@x.example"',
            'write user = "..." and password = "env:NAME" beside it',
        ),
        (
            'type = "http"\nurl = "https://x.example"\nheaders = { Authorization = "Bearer x" }',
            'write "env:NAME" or "Bearer env:NAME" there',
        ),
        ('type = "http"\nurl = "https://x.example"\nca = "own.pem"', "must be a whole path"),
        ('type = "heartbeat"\nschedule = "3 o\'clock"', "is not a cron line"),
        ('type = "heartbeat"\nschedule = "0 3 * * *"\ntimezone = "CET+1x"', "is not a time zone"),
    ],
)
def test_fault_points_to_the_form_that_is_right(tmp_path: Path, lines: str, fault: str) -> None:
    found = faults(tmp_path, HEAD + lines)
    assert any(fault in line for line in found), found


def test_keys_known_here_are_those_of_the_kind(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, HEAD + 'type = "tcp"\nhost = "x.example"\nport = 25\nzzz = 1')
    assert "port" in fault
    assert "packets" not in fault
    assert "warn_before" not in fault


def test_target_of_all_says_why_not(tmp_path: Path) -> None:
    sla = (
        '\n[[slas]]\nid = "up"\ntitle = "Up"\ncomponents = ["mail"]\n'
        'indicator = "availability"\ntarget = "100%"\n'
    )
    assert any('write it such as "99.99%"' in line for line in faults(tmp_path, MINIMAL + sla))


def test_site_in_other_letters_is_told_its_form(tmp_path: Path) -> None:
    text = MINIMAL.replace("status.harbour.example", "status.größe.example")
    [fault] = faults(tmp_path, text)
    assert "xn--" in fault


@pytest.mark.parametrize("path", ['/a"b', "/<b>", "/a//b", "/../b", "/a%20b", "/."])
def test_site_stands_at_a_plain_path(tmp_path: Path, path: str) -> None:
    text = MINIMAL.replace("status.harbour.example", "harbour.example" + path.replace('"', '\\"'))
    [fault] = faults(tmp_path, text)
    assert '"https://example.com/status"' in fault


@pytest.mark.parametrize("path", ["", "/", "/status", "/a/b.c_d~1-2/"])
def test_site_may_stand_below_a_path(tmp_path: Path, path: str) -> None:
    text = MINIMAL.replace("status.harbour.example", f"harbour.example{path}")
    assert read(tmp_path, text).site.url == f"https://harbour.example{path}".rstrip("/")


@pytest.mark.parametrize(
    ("lines", "key", "shown"),
    [
        ('type = "http"\nurl = "https://größe.example/ä?ü"', "url", "https://größe.example/ä?ü"),
        ('type = "tcp"\nhost = "größe.example"\nport = 25', "host", "größe.example"),
        ('type = "dns"\nname = "例え.テスト"', "name", "例え.テスト"),
    ],
)
def test_names_are_kept_as_they_were_written(
    tmp_path: Path, lines: str, key: str, shown: str
) -> None:
    found = probe(tmp_path, lines)
    assert getattr(PROBE_KINDS[found.type].settings.model_validate(found.written()), key) == shown


@pytest.mark.parametrize("host", ["größe ß", "ü/x", "tcp://größe", "ä@b"])
def test_host_that_is_none_is_refused_in_any_letters(tmp_path: Path, host: str) -> None:
    assert faults(tmp_path, f'{HEAD}type = "tcp"\nport = 25\nhost = "{host}"')


@pytest.mark.parametrize(
    ("status", "good", "bad"),
    [
        ('["2xx"]', 299, 300),
        ('["200-204", 401]', 401, 205),
        ('[204, "3XX"]', 301, 200),
        ("[999]", 999, 998),
    ],
)
def test_status_codes_may_be_spans(tmp_path: Path, status: str, good: int, bad: int) -> None:
    given = f'type = "http"\nurl = "https://x.example"\nexpect = {{ status = {status} }}'
    found: Any = HttpProbe.model_validate(probe(tmp_path, given).written())
    wanted = Statuses(found.expect.status)
    assert good in wanted
    assert bad not in wanted


def test_schedule_tells_its_interval(tmp_path: Path) -> None:
    lines = 'type = "heartbeat"\nschedule = "0 3 * * mon-fri"\ntimezone = "Europe/Berlin"'
    found = probe(tmp_path, lines)
    assert found.interval is not None
    assert found.interval.days == 3
