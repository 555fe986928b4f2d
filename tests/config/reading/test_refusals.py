"""What config.toml may not say: every fault, with its line and what to write."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from statuspage.config import Settings, load
from statuspage.config.database import DatabaseServer
from statuspage.errors import ConfigError
from statuspage.figures.indicators import INDICATORS
from statuspage.probes.registry import PROBE_KINDS
from statuspage.sources.registry import SOURCE_KINDS
from tests.config.written import EXAMPLE, MINIMAL, faults, read


def test_load_tells_every_fault_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = """[site]
nam = "Acme"
url = "status.acme.example"
timezone = "Europe/Londn"
smtp_password = "hunter2"
language = "English"
contact = "us"
demo = "yes"

[store]
database = "postgresql://user:pw@host/db"
keep_samples = 14

[[components]]
id = "My API"
name = ""

[[components]]
id = "web"
name = 5
group = "platfrom"

[[groups]]
id = "platform"
name = "Platform"

[[probes]]
id = "p"
component = "webb"
type = "htp"
token = "t"
"""
    assert faults(tmp_path, text) == [
        'config.toml:1: "name" is missing in [site]; add it',
        'config.toml:2: "nam" is not known in [site]; did you mean "name"?',
        'config.toml:3: "url": "status.acme.example" is not a whole web address; '
        'write one such as "https://api.example.com"',
        'config.toml:4: "timezone": "Europe/Londn" is not a time zone; '
        'write an IANA name such as "Europe/London" or "UTC"',
        'config.toml:5: "smtp_password" looks like a secret, and this file never holds secrets; '
        "remove it and set it in the environment (`statuspage --help` lists the variables)",
        'config.toml:6: "language": "English" is not a language; '
        'write a code such as "en" or "pt-BR"',
        'config.toml:7: "contact": "us" is neither a mail address nor a web address; '
        'write one such as "support@example.com"',
        'config.toml:8: "demo" must be true or false, without quotes',
        'config.toml:11: "database": holds a password; leave it out here, and give the whole '
        "address in STATUSPAGE_DATABASE, or the password in PGPASSWORD or a passfile",
        'config.toml:12: "keep_samples": must be a length of time in quotes, '
        'such as "90s", "30m", "72h" or "14d"',
        'config.toml:15: "id": "My API" cannot stand in an address; use small letters, digits and '
        "hyphens, 64 at most, a letter or digit first",
        'config.toml:16: "name": is empty; write something there',
        'config.toml:20: "name" must be text in quotes, such as "text"',
        'config.toml:21: "group" names "platfrom", which is not in [[groups]]; '
        'did you mean "platform"?',
        'config.toml:29: "component" names "webb", which is not in [[components]]; '
        'did you mean "web"?',
        'config.toml:30: "type" must be one of http, tcp, dns, tls, icmp, heartbeat; '
        'did you mean "http"?',
        'config.toml:31: "token" looks like a secret, and this file never holds secrets; remove '
        "it and set it in the environment (`statuspage --help` lists the variables)",
    ]


REFUSED = [
    ('target = "99.95%"', "target = 99.95", "must be a percentage in quotes"),
    ('target = "99.95%"', 'target = "100%"', "must be above 0% and below 100%"),
    ('target = "99.95%"', 'target = "0%"', "must be above 0% and below 100%"),
    ('target = "99.95%"', 'target = "999%"', "more than 100%"),
    ('credit = "10%"', 'credit = "0%"', "must be more than 0%"),
    ('{ below = "99%"', '{ below = "100%"', "must be above 0% and below 100%"),
    ("major_outage = 1.0", "major_outage = 1.5", "must be a number from 0 to 1"),
    ("major_outage = 1.0", "major_outage = 1e999999999", "must be a number from 0 to 1"),
    ("major_outage = 1.0", "major_outage = nan", "must be a number from 0 to 1"),
    ("major_outage = 1.0", "major_outage = true", "must be a number from 0 to 1"),
    ('source = "worst_of_both"', 'source = "incidents"', '"min_run" is about outages that checks'),
    ('indicator = "latency"', 'indicator = "speed"', '"indicator" must be one of'),
    ('source = "worst_of_both"', 'source = "probs"', 'did you mean "probes"?'),
    ('under = "500ms"', "", 'the indicator "latency" needs "under"'),
    ('under = "500ms"', 'under = "0s"', "must be longer than zero"),
    ("min_events = 30", 'within = "4h"', '"within" means nothing to the indicator "latency"'),
    ("min_events = 30", "min_events = 0", '"min_events" must be at least 1'),
    ("min_events = 30", 'source = "probes"', '"source" means nothing to the indicator'),
    ('within = "4h"', "", 'the indicator "first_response" needs "within"'),
    ('components = ["web"]', "", 'the indicator "latency" needs "components"'),
    ('components = ["web"]', 'components = "web"', 'must be a list, such as ["one", "two"]'),
    ('components = ["web"]', 'components = ["wob"]', "which is not in [[components]]"),
    ('calendar = "office"', 'calendar = "offices"', 'did you mean "office"?'),
    ('"agreements/mail.md"', '"agreements/post.md"', "has no such Markdown file"),
    ('"agreements/mail.md"', '"../config.toml"', "points outside content/"),
    ('"agreements/mail.md"', '"/etc/passwd"', "points outside content/"),
    ('"agreements/mail.md"', '"a\\u0000.md"', "points outside content/"),
    ('template = "outage"', 'template = "outrage"', 'did you mean "outage"?'),
    ('timeout = "5s"', 'timeout = "31s"', 'is longer than "interval" (30s)'),
    ('interval = "30s"', 'interval = "500ms"', "must be whole seconds, at least 1s"),
    ("quorum = 2", "quorum = 4", "there are only 3 locations"),
    ("fail_after = 3", 'fail_after = "3"', "must be a whole number, without quotes"),
    ("status = [200, 204]", "status = [200, 1000]", "must be status codes such as"),
    ("status = [200, 204]", 'status = ["2xy"]', "must be status codes such as"),
    ("status = [200, 204]", 'status = ["299-200"]', "must be status codes such as"),
    ("port = 25", "port = 70000", '"port" must be at most 65535'),
    ('host = "mx.harbour.example"', 'host = "tcp://mx"', "is not a host"),
    ('Accept = "text/plain"', 'X-API-Key = "k"', "this file never holds secrets"),
    ('Accept = "text/plain"', "Accept = 1", "must be text in quotes"),
    ('headers = { Accept = "text/plain" }', "headers = 1", '"headers" must be a table'),
    ('"https://one.example"', '"https://me:pw@one.example"', "this file never holds"),
    ('id = "web"\n', 'id = "mail"\n', 'two [[components]] have the id "mail"; give each its own'),
    ('"sqlite:///var/harbour.db"', '"sqlite://harbour.db"', "is not the address of a database"),
    ('"sqlite:///var/harbour.db"', '"sqlite:///"', "is not the address of a database"),
    ('"https://status.harbour.example/"', '"https://x.example/?a=b"', 'has a "?"'),
    ('"https://status.harbour.example/"', '"https://[x"', "is not a whole web address"),
    ('name = "Harbour Mail"', 'name = "Har\\u202ebour"', "an invisible character"),
    ('name = "Harbour Mail"', f'name = "{"x" * 201}"', "is 201 characters long"),
    ('timezone = "Europe/Lisbon"', 'timezone = "../etc/passwd"', "is not a time zone"),
    ('timezone = "Europe/Lisbon"', 'timezone = "localtime"', "is not a time zone"),
    ('timezone = "Europe/Lisbon"', 'timezone = "Europe"', "is not a time zone"),
    ('fri = "09:00-13:00"', 'fri = "22:00-06:00"', "is not a range within one day"),
    ('fri = "09:00-13:00"', "fri = 9", '"fri" must be a list'),
    ('fri = "09:00-13:00"', 'thu = "09:00-13:00"', '"thu" is named twice'),
    ('fri = "09:00-13:00"', 'sat-fri = "09:00-13:00"', "runs backwards"),
    ('"13:30-18:00"', '"12:00-18:00"', "two ranges on mon overlap"),
    ('"2026-12-25"', '"2026-12-32"', "must be a day, such as 2026-12-25"),
    ("[[groups]]", "[groups]", "must be written as [[groups]], in double brackets"),
    ('"192.0.2.7"', '"proxy"', "is neither an address nor a network; write one such as"),
    ('"192.0.2.7"', '"10.0.0.0/8/8"', "is neither an address nor a network; write one such as"),
    ('"192.0.2.7"', '"0.0.0.0/0"', "would trust anybody"),
    ('"192.0.2.7"', '"::/0"', "would trust anybody"),
    ("[network]", "[[network]]", '"network" must be a table'),
    ('record = "MX"', 'record = "AAA"', 'did you mean "AAAA"?'),
    ('type = "tcp"', "", '"type" is missing in [[probes]]'),
    ('warn_before = "21d"', 'warn_befor = "21d"', 'did you mean "warn_before"?'),
]


@pytest.mark.parametrize(("before", "after", "fault"), REFUSED)
def test_load_refuses(tmp_path: Path, before: str, after: str, fault: str) -> None:
    assert before in EXAMPLE
    found = faults(tmp_path, EXAMPLE.replace(before, after, 1))
    assert any(fault in line for line in found), found
    assert not any("_type" in line or "Input should" in line for line in found)


def test_load_asks_for_tables_where_it_finds_words(tmp_path: Path) -> None:
    found = faults(tmp_path, 'probes = ["ping"]\nslas = ["all"]\n' + MINIMAL)
    assert found == [
        'config.toml:1: "probes" must be a table, such as { name = "value" }',
        'config.toml:2: "slas" must be a table, such as { name = "value" }',
    ]


def test_misspelt_indicator_is_one_fault(tmp_path: Path) -> None:
    text = EXAMPLE.replace('indicator = "latency"', 'indicator = "latencies"')
    [found] = faults(tmp_path, text)
    assert 'did you mean "latency"?' in found


@pytest.mark.parametrize("value", ["7", '["latency"]', "{}"])
def test_indicator_that_is_no_text_is_one_fault(tmp_path: Path, value: str) -> None:
    text = EXAMPLE.replace('indicator = "latency"', f"indicator = {value}")
    [found] = faults(tmp_path, text)
    assert '"indicator" must be one of availability, latency' in found


def test_load_asks_for_open_hours(tmp_path: Path) -> None:
    text = MINIMAL + '[[calendars]]\nid = "office"\nhours = {}\n'
    assert "has no open hours" in faults(tmp_path, text)[0]


def test_load_asks_for_a_component(tmp_path: Path) -> None:
    text = MINIMAL.split("[[components]]", maxsplit=1)[0]
    assert faults(tmp_path, text) == [
        "config.toml: there is no [[components]]; add one, with an id and a name"
    ]


@pytest.mark.parametrize(
    "address", ["postgresql://u:pw@h", "postgresql:h/d", "postgresql://h:x/d", "postgresql://h/d/e"]
)
def test_load_checks_the_database_of_the_environment(tmp_path: Path, address: str) -> None:
    [told] = faults(tmp_path, MINIMAL, STATUSPAGE_DATABASE=address)
    assert told.startswith("STATUSPAGE_DATABASE: is not the address of a database; write")
    assert "pw" not in told


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("postgresql://ada:pw@h:5433/d", "postgresql://ada@h:5433/d"),
        ("postgresql://:pw@h/d?sslmode=require", "postgresql://@h/d?sslmode=require"),
        ("postgres:///d?password=pw&host=/tmp", "postgres:///d?host=/tmp"),
        ("postgresql://ada@[::1]/d", "postgresql://ada@[::1]/d"),
    ],
)
def test_password_of_the_database_is_never_kept(tmp_path: Path, address: str, kept: str) -> None:
    environ = {"STATUSPAGE_DATABASE": address}
    found = read(tmp_path, MINIMAL, **environ)
    assert found.store.database == kept
    place = found.database_place(tmp_path, environ)
    assert isinstance(place, DatabaseServer)
    assert place.url == address.replace("postgres:", "postgresql:")
    assert "pw" not in repr(place) + repr(found)


def test_load_says_where_the_file_should_be(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml: there is no such file; create a site"):
        load(tmp_path / "absent.toml", {}, INDICATORS, PROBE_KINDS, SOURCE_KINDS)


def test_load_says_that_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, {}, INDICATORS, PROBE_KINDS, SOURCE_KINDS)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"[site]\nname = 'caf\xe9'", "config.toml:2: is not UTF-8 text; save it as UTF-8"),
        (b"[site]\nname = \nurl = 1", "config.toml:2: is not TOML from here on: "),
        (b"[site]\nname = 'a'\nname = 'b'", "config.toml:3: is not TOML from here on: "),
        (b"[site]\nname = '''a\n\n", "config.toml:4: is not TOML from here on: "),
        (b"a = " + b"[" * 5000, "config.toml: is nested too deeply; make it flatter"),
        (b"a = " + b"[" * 400 + b"]" * 400, "config.toml: is nested too deeply; make it flatter"),
        (b"a = " + b"9" * 5000, "config.toml: is not TOML"),
        (b"#" * (1024 * 1024 + 1), "config.toml: is larger than 1 MiB"),
        (b"", 'config.toml: "site" is missing; add it'),
    ],
    ids=[
        "latin1",
        "no-value",
        "twice",
        "open-string",
        "deep",
        "less-deep",
        "long-number",
        "large",
        "empty",
    ],
)
def test_load_refuses_what_it_cannot_read(tmp_path: Path, content: bytes, fault: str) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "config.toml", {}, INDICATORS, PROBE_KINDS, SOURCE_KINDS)
    assert str(caught.value).startswith(fault)


ODD = [
    "1",
    "-1",
    "1.5",
    "true",
    '""',
    '"x"',
    "[]",
    "[1]",
    "[[]]",
    "[{}]",
    "{}",
    "1979-05-27",
    "nan",
]
WHOLE_LINES = [
    number for number, line in enumerate(EXAMPLE.splitlines()) if re.match(r"\w+ = .*[^\[]$", line)
]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(WHOLE_LINES), st.sampled_from(ODD), min_size=1, max_size=9))
def test_load_says_what_is_wrong_whatever_stands_there(
    tmp_path: Path, changes: dict[int, str]
) -> None:
    lines = EXAMPLE.splitlines()
    for number, value in changes.items():
        lines[number] = f"{lines[number].split(' = ')[0]} = {value}"
    with suppress(ConfigError):
        loaded = read(tmp_path, "\n".join(lines))
        assert Settings.model_validate_json(loaded.model_dump_json()) == loaded
        return
    told = "\n".join(faults(tmp_path, "\n".join(lines)))
    assert "does not fit here" not in told
    assert all(re.match(r"config\.toml:\d+: ", line) for line in told.splitlines())


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (
            'oidc_issuer = "http://login.example"',
            'must begin with "https://"; only an address on this machine',
        ),
        ('oidc_issuer = "https://login.example?a"', 'has a "?" or a "#"'),
        ('oidc_issuer = "https://login.example"', '"oidc_issuer" needs "oidc_client_id" beside it'),
        ('oidc_client_id = "x"', '"oidc_client_id" needs "oidc_issuer" beside it'),
        ('oidc_client_secret = "x"', "this file never holds secrets"),
    ],
)
def test_sign_in_settings_name_their_faults(tmp_path: Path, table: str, fault: str) -> None:
    assert any(fault in found for found in faults(tmp_path, f"{MINIMAL}\n[sign_in]\n{table}\n"))
