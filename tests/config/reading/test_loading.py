"""Reading config.toml: the whole of it, and every fault with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from statuspage.config import Settings, load
from statuspage.config.reading.locate import locate
from statuspage.errors import ConfigError
from statuspage.figures.indicators import INDICATORS
from statuspage.probes.http import HttpProbe
from statuspage.probes.registry import PROBE_KINDS
from statuspage.sources.pulling import AskedSource
from statuspage.sources.registry import SOURCE_KINDS
from tests.config.written import EXAMPLE, MINIMAL, faults, read


def test_load_fills_in_what_a_short_file_leaves_out(tmp_path: Path) -> None:
    settings = read(tmp_path, MINIMAL)
    assert (settings.site.timezone, settings.site.language) == ("UTC", "en")
    assert settings.site.demo is False
    assert settings.store.keep_samples == timedelta(days=14)
    assert settings.store.freeze_after == timedelta(days=3)
    assert settings.database_place(Path("/srv"), {}) == Path("/srv/var/statuspage.db")
    assert (settings.groups, settings.probes, settings.slas, settings.calendars) == ((),) * 4


def _keys(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all keys that hold no table, in a file or in what became of it."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _keys(inner, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, inner in enumerate(value):
            yield from _keys(inner, (*path, number))
    else:
        yield path


KEYS = list(_keys(tomllib.loads(EXAMPLE)))


def test_load_understands_every_key_of_the_example(tmp_path: Path) -> None:
    understood: Any = read(tmp_path, EXAMPLE).model_dump(mode="json")
    for path in KEYS:
        value: Any = understood
        for part in path:
            value = value[part]
        assert value is not None


def test_the_example_names_every_key_there_is(tmp_path: Path) -> None:
    everything = read(tmp_path, EXAMPLE).model_dump(mode="json")
    tables = {
        "expect",
        "weights",
        "headers",
        "oidc_accounts",
        "json_path",
        "maintenance",
        "credits",
        "claim",
        "ratios",
    }  # empty where nothing was said
    assert {path[-1] for path in _keys(everything)} - tables == {path[-1] for path in KEYS}


def test_load_takes_values_exactly(tmp_path: Path) -> None:
    settings = read(tmp_path, EXAMPLE)
    sla, probe = settings.slas[0], settings.probes[0]
    assert settings.site.url == "https://status.harbour.example"
    assert sla.target == Fraction(9995, 10000)
    assert sla.weights["degraded_performance"] == Fraction(1, 20)
    assert sla.credits[1].credit == 1
    assert settings.slas[1].under == timedelta(milliseconds=500)
    assert settings.calendars[0].holidays == (date(2026, 12, 25), date(2027, 1, 1))
    asked = HttpProbe.model_validate(probe.written())
    assert asked.expect.slower_than == timedelta(milliseconds=800)


def test_settings_survive_a_way_through_json(tmp_path: Path) -> None:
    settings = read(tmp_path, EXAMPLE)
    again = Settings.model_validate_json(settings.model_dump_json())
    assert again == settings
    assert again.model_dump_json() == settings.model_dump_json()


FREE = {
    "staff",
    "headers",
    "purge_headers",
    "json_path",
    "oidc_accounts",
}  # tables whose keys the writer chooses


@pytest.mark.parametrize("path", [path for path in KEYS if not FREE & set(path)], ids=str)
def test_load_names_a_misspelt_key_and_its_line(
    tmp_path: Path, path: tuple[str | int, ...]
) -> None:
    line = locate(EXAMPLE)[path]
    lines = EXAMPLE.splitlines()
    lines[line - 1] = re.sub(rf"(?<![\w-]){path[-1]} =", f"{path[-1]}z =", lines[line - 1])
    wanted = re.compile(rf'config.toml:{line}: .*"{path[-1]}z" is not (known|a day).*;')
    found = faults(tmp_path, "\n".join(lines))
    assert any(wanted.match(fault) for fault in found), found


def _sla(indicator: str, more: str = "") -> str:
    head = f'[[slas]]\nid = "it"\ntitle = "T"\nindicator = "{indicator}"\ntarget = "99%"\n'
    return MINIMAL + head + more


def test_availability_comes_from_probes_when_nothing_else_is_said(tmp_path: Path) -> None:
    assert read(tmp_path, _sla("availability", 'components = ["mail"]')).slas[0].source == "probes"


def test_first_contact_resolution_is_judged_after_a_week(tmp_path: Path) -> None:
    sla = read(tmp_path, _sla("first_contact_resolution")).slas[0]
    assert (sla.within, sla.source) == (timedelta(days=7), None)


def test_keys_of_an_indicator_are_what_it_says_itself(tmp_path: Path) -> None:
    smiles = replace(INDICATORS["csat"], takes=("under",), needed={"under": 'under = "1s"'})
    known = {**INDICATORS, "smiles": replace(smiles, defaults={"within": timedelta(days=1)})}
    config = tmp_path / "config.toml"
    config.write_text(_sla("smiles", 'under = "2s"\n'))
    sla = load(config, {}, known, PROBE_KINDS, SOURCE_KINDS).slas[0]
    assert (sla.indicator, sla.within) == ("smiles", timedelta(days=1))
    config.write_text(_sla("smiles", 'slice = "1h"\n'))
    with pytest.raises(ConfigError) as caught:
        load(config, {}, known, PROBE_KINDS, SOURCE_KINDS)
    needed, misplaced = sorted(str(problem.text) for problem in caught.value.problems)[::-1]
    assert 'the indicator "smiles" needs' in needed
    assert "it belongs to ratio" in misplaced


def test_load_takes_the_database_from_the_environment(tmp_path: Path) -> None:
    settings = read(tmp_path, EXAMPLE, STATUSPAGE_DATABASE="sqlite:////data/status.db")
    assert settings.database_place(tmp_path, {}) == Path("/data/status.db")


def test_load_takes_a_byte_order_mark_and_windows_newlines(tmp_path: Path) -> None:
    windows = MINIMAL.replace("\n", "\r\n").encode()
    (tmp_path / "config.toml").write_bytes(b"\xef\xbb\xbf" + windows)
    assert (
        load(tmp_path / "config.toml", {}, INDICATORS, PROBE_KINDS, SOURCE_KINDS).site.name
        == "Harbour Mail"
    )


@pytest.mark.parametrize("host", ["127.0.0.1:9000", "localhost:9000", "[::1]:9000"])
def test_issuer_on_this_machine_may_do_without_tls(tmp_path: Path, host: str) -> None:
    table = f'[sign_in]\noidc_issuer = "http://{host}"\noidc_client_id = "x"\n'
    assert read(tmp_path, f"{MINIMAL}\n{table}").sign_in.has_oidc


@pytest.mark.parametrize(
    ("interval", "rhythm"), [("5s", (5, 5)), ("15s", (15, 10)), ("60s", (60, 10)), ("1h", (60, 10))]
)
def test_source_is_asked_before_what_it_told_is_too_old(
    tmp_path: Path, interval: str, rhythm: tuple[int, int]
) -> None:
    """2.5 intervals after a measurement the state of its component is unknown."""
    component = tomllib.loads(MINIMAL)["components"][0]["id"]
    series = (
        f"[[sources.series]]\ncomponent = '{component}'\nquery = 'up'\ninterval = '{interval}'\n"
    )
    table = "\n[[sources]]\nid = 'prom'\ntype = 'prometheus'\nurl = 'http://127.0.0.1:9090'\n"
    [source] = read(tmp_path, MINIMAL + table + series).sources
    kept = AskedSource.of(source).keys
    assert (kept.every, kept.lag) == tuple(timedelta(seconds=one) for one in rhythm)
