"""config.toml of an export: what the site is and promises, without what belongs to one machine."""

from __future__ import annotations

from typing import Any

from statuspage.config import Settings
from statuspage.config.writing import as_toml
from statuspage.domain.vocabulary.site import Look

_OF_A_MACHINE = (*("web", "publish", "metrics", "sign_in", "desk", "hooks", "alerting", "alerts"),)
_KEYS_OF_A_MACHINE = (
    ("store", "database"),
    ("store", "keep_deliveries"),
    ("mail", "bounces"),
    ("record", "timestamps"),
    ("record", "timestamps_ca"),
    ("record", "allow_private"),
)
_HEAD = """\
# The settings of an exported site. What belongs to one machine is not here: where the store lies,
# proxies, the copy, hooks, alerts, how staff sign in, time stamps, mail that comes back. Secrets
# never stand in this file.

"""
_PROBES = """\
# What [[probes]] and [[sources]] ask may be known inside your house alone: take that out before
# you publish this file.

"""


def settings_files(settings: Settings, look: Look, policy: str) -> dict[str, bytes]:
    """config.toml, and the files that it names."""
    tables: dict[str, Any] = settings.model_dump(mode="json", exclude_defaults=True)
    tables = {name: table for name, table in tables.items() if name not in _OF_A_MACHINE}
    for table, key in _KEYS_OF_A_MACHINE:
        tables.get(table, {}).pop(key, None)
    # What sources measure is listed with them.
    tables["probes"] = [one for one in tables.get("probes", ()) if not one.get("source")]
    series = [one for source in tables.get("sources", ()) for one in source.get("series", ())]
    for table in (*tables["probes"], *tables.get("sources", ()), *series):
        table.pop("template", None)  # words that are prepared for staff stay here
        _leave_out_what_says_nothing(table)
    files: dict[str, bytes] = {}
    for name, key, text in (
        ("logo.svg", "logo", look.logo),
        ("logo-dark.svg", "logo_dark", look.logo_dark),
    ):
        if text:
            tables["site"][key] = name
            files[name] = text.encode()
        else:
            tables["site"].pop(key, None)
    if policy:
        tables["record"]["witnesses"] = "witnesses.txt"
        files["witnesses.txt"] = policy.encode()
    asks = tables["probes"] or tables.get("sources")
    head = _HEAD + (_PROBES if asks else "")
    files["config.toml"] = (head + as_toml({n: t for n, t in tables.items() if t})).encode()
    return files


def _leave_out_what_says_nothing(table: dict[str, Any]) -> None:
    for key, value in [*table.items()]:
        if isinstance(value, dict):
            _leave_out_what_says_nothing(value)
        if value in ({}, [], None):
            del table[key]
