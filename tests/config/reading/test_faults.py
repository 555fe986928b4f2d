"""Faults of config.toml have no English of their own: a made-up language says them whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from statuspage.config import Settings, load
from statuspage.config.faults import hint
from statuspage.errors import ConfigError
from statuspage.figures.indicators import INDICATORS
from statuspage.probes.registry import PROBE_KINDS
from statuspage.sources.registry import SOURCE_KINDS
from tests.config.reading.test_refusals import REFUSED
from tests.config.written import EXAMPLE, read
from tests.helpers.made_up import left_over, made_up


def _names(schema: Any) -> Iterator[str]:
    """The keys and choices of a schema."""
    if isinstance(schema, list):
        for part in schema:
            yield from _names(part)
    elif isinstance(schema, dict):
        yield from schema.get("properties", ())
        yield from map(str, schema.get("enum", ()))
        yield from _names(list(schema.values()))


NAMES = {
    word
    for name in (EXAMPLE, *INDICATORS, *PROBE_KINDS, *_names(Settings.model_json_schema()))
    for word in re.findall(r"[A-Za-z]+", name)
} | {"AAAA", "CNAME", "NS", "SOA", "TXT", "PTR", "SRV", "CAA"}
"""Keys, ids and choices: they are written alike in every language."""

PLACES = (r"config\.toml(:\d+)?", r'"[^"]*"', r"\[\[?\w+\]?\]")


def test_faults_of_settings_are_said_in_the_language_asked_for(tmp_path: Path) -> None:
    with made_up(tmp_path) as strange:
        for before, after, _ in REFUSED:
            with pytest.raises(ConfigError) as caught:
                read(tmp_path, EXAMPLE.replace(before, after, 1))
            told = strange.say(caught.value.said)
            assert set(left_over(told, *PLACES)) <= NAMES, told


@pytest.mark.parametrize("content", [b"", b"[site]\nname = 'caf\xe9'", b"a = " + b"[" * 5000])
def test_file_that_cannot_be_read_is_said_in_the_language_asked_for(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    with made_up(tmp_path) as strange, pytest.raises(ConfigError) as caught:
        load(tmp_path / "config.toml", {}, INDICATORS, PROBE_KINDS, SOURCE_KINDS)
    told = strange.say(caught.value.said)
    assert left_over(told, *PLACES) == []


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("improved", ["added", "changed", "removed"], 'did you mean "changed"?'),
        ("Bugfix", ["added", "fixed"], 'did you mean "fixed"?'),
        ("30d", ["month", "rolling-30d", "rolling-90d"], 'did you mean "rolling-30d"?'),
        ("email", ["name", "url", "contact"], 'did you mean "contact"?'),
        ("notes", ["outcomes", "pages"], "known here: outcomes, pages"),
        ("chnaged", ["added", "changed"], 'did you mean "changed"?'),
    ],
)
def test_another_word_for_a_name_is_understood(word: str, known: list[str], meant: str) -> None:
    assert str(hint(word, known)) == meant
