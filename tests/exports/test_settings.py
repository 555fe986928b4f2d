"""config.toml of an export: all that pages rest on comes back as it was, and nothing private."""

from __future__ import annotations

import shutil
from pathlib import Path

from statuspage.config import Settings, load
from statuspage.config.writing import as_toml
from statuspage.domain.vocabulary.site import Look
from statuspage.exports.settings import settings_files
from statuspage.figures.indicators import INDICATORS
from statuspage.probes.registry import PROBE_KINDS
from statuspage.sources.registry import SOURCE_KINDS

EXAMPLE = Path(__file__).parents[1] / "config" / "example.toml"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M4 4"/></svg>'
_STAYS = ("web", "publish", "metrics", "sign_in", "desk", "hooks", "alerting", "alerts")


def _load(folder: Path) -> Settings:
    return load(folder / "config.toml", {}, INDICATORS, PROBE_KINDS, SOURCE_KINDS)


def _example(folder: Path) -> Settings:
    """The settings with every key, and the files that they name."""
    shutil.copy(EXAMPLE, folder / "config.toml")
    words = "---\ntitle: Words\nkind: incident\n---\nWords.\n"
    for name in ("templates/outage", "templates/from-alert", "agreements/mail"):
        place = folder / "content" / f"{name}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(words, "utf-8")
    for name in ("logo.svg", "witnesses.txt", "tsa.pem"):
        (folder / name).write_text(PICTURE, "utf-8")
    return _load(folder)


def test_every_key_comes_back_from_what_is_written(tmp_path: Path) -> None:
    known = _example(tmp_path)
    told = known.model_dump(mode="json", exclude_defaults=True)
    told["probes"] = [one for one in told["probes"] if not one.get("source")]
    (tmp_path / "config.toml").write_text(as_toml(told), "utf-8")
    assert _load(tmp_path) == known


def test_export_keeps_what_pages_rest_on_and_no_more(tmp_path: Path) -> None:
    known = _example(tmp_path)
    files = settings_files(known, Look(PICTURE, PICTURE), "witness ada\n")
    assert sorted(files) == ["config.toml", "logo-dark.svg", "logo.svg", "witnesses.txt"]
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    shutil.rmtree(tmp_path / "content" / "templates")
    found = _load(tmp_path)
    for name in ("components", "groups", "slas", "calendars", "feedback", "notices", "network"):
        assert getattr(found, name) == getattr(known, name)
    without = {"template": None}
    assert found.probes == tuple(one.model_copy(update=without) for one in known.probes)
    for name in _STAYS:
        assert getattr(found, name) == Settings.model_fields[name].default
    assert b"OPS_SECRET" not in files["config.toml"]
