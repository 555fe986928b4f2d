"""Reading config.toml: the whole of it, and every fault with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from statuspage.config import HttpProbe, Settings, load
from statuspage.errors import ConfigError

EXAMPLE = (Path(__file__).parent / "example.toml").read_text()
MINIMAL = """[site]
name = "Harbour Mail"
url = "https://status.harbour.example"

[[components]]
id = "mail"
name = "Mail"
"""


def read(folder: Path, text: str, **environ: str) -> Settings:
    content = folder / "content"
    for name in ("agreements/mail.md", "templates/outage.md"):
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text("words")
    (folder / "config.toml").write_text(text)
    return load(folder / "config.toml", environ)


def faults(folder: Path, text: str, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(folder, text, **environ)
    return [str(problem) for problem in caught.value.problems]


def test_load_fills_in_what_a_short_file_leaves_out(tmp_path: Path) -> None:
    settings = read(tmp_path, MINIMAL)
    assert (settings.site.timezone, settings.site.language, settings.site.demo) == (
        *("UTC", "en"),
        False,
    )
    assert settings.store.keep_samples == timedelta(days=14)
    assert settings.store.freeze_after == timedelta(days=3)
    assert settings.database_path(Path("/srv")) == Path("/srv/var/statuspage.db")
    assert (settings.groups, settings.probes, settings.slas, settings.calendars) == ((),) * 4


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all keys that hold no table."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*path, number))
    else:
        yield path


LEAVES = list(_leaves(tomllib.loads(EXAMPLE)))


def test_load_understands_every_key_of_the_example(tmp_path: Path) -> None:
    understood: Any = read(tmp_path, EXAMPLE).model_dump(mode="json")
    for path in LEAVES:
        value: Any = understood
        for part in path:
            value = value[part]
        assert value is not None


def test_the_example_names_every_key_there_is(tmp_path: Path) -> None:
    everything = read(tmp_path, EXAMPLE).model_dump(mode="json")
    named = {path[-1] for path in LEAVES} | {path[0] for path in LEAVES}
    expected = {path[-1] for path in _leaves(everything)}
    assert expected - {"expect", "weights"} <= named | {"maintenance", "headers", "mon-thu"}


def test_load_takes_values_exactly(tmp_path: Path) -> None:
    settings = read(tmp_path, EXAMPLE)
    sla = settings.slas[0]
    assert settings.site.url == "https://status.harbour.example"
    assert sla.target == Fraction(9995, 10000)
    assert sla.weights["degraded_performance"] == Fraction(1, 20)
    assert sla.credits[1].credit == 1
    assert settings.slas[1].under == timedelta(milliseconds=500)
    assert settings.calendars[0].holidays == (date(2026, 12, 25), date(2027, 1, 1))
    probe = settings.probes[0]
    assert isinstance(probe, HttpProbe)
    assert probe.expect.slower_than == timedelta(milliseconds=800)


def test_settings_survive_a_way_through_json(tmp_path: Path) -> None:
    settings = read(tmp_path, EXAMPLE)
    again = Settings.model_validate_json(settings.model_dump_json())
    assert again == settings
    assert again.model_dump_json() == settings.model_dump_json()


def test_an_indicator_fills_in_what_it_takes_for_granted(tmp_path: Path) -> None:
    text = MINIMAL + (
        '[[slas]]\nid = "a"\ntitle = "A"\nindicator = "availability"\ncomponents = ["mail"]\n'
        'target = "99%"\n[[slas]]\nid = "f"\ntitle = "F"\ntarget = "70%"\n'
        'indicator = "first_contact_resolution"\n'
    )
    slas = read(tmp_path, text).slas
    assert slas[0].source == "probes"
    assert slas[1].source is None
    assert slas[1].within == timedelta(days=7)


@pytest.mark.parametrize("path", [path for path in LEAVES if path[-1] != "Accept"])
def test_load_names_the_nearest_key_for_a_misspelt_one(
    tmp_path: Path, path: tuple[str | int, ...]
) -> None:
    key = str(path[-1])
    if path[-2] in ("weights", "hours"):
        pytest.xfail("these keys are values of their own kind, tested elsewhere") if False else None
    lines = EXAMPLE.splitlines()
    number = next(
        place
        for place, line in enumerate(lines)
        if re.search(rf"(^|[ {{]){re.escape(key)} = ", line)
    )
    lines[number] = re.sub(rf"(^|[ {{]){re.escape(key)} = ", rf"\1{key}z = ", lines[number])
    found = faults(tmp_path, "\n".join(lines))
    assert any(f':{number + 1}: "' in fault and f'"{key}z"' in fault for fault in found), found
