"""Rows that a restore lets go of, counted for people."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from statuspage.said import Said, counted

_NOUNS = {
    "record_entry": counted("{count} entry of the record", "{count} entries of the record", 0),
    "incident": counted("{count} incident or maintenance", "{count} incidents or maintenances", 0),
    "incident_update": counted("{count} update", "{count} updates", 0),
    "entry": counted("{count} written entry", "{count} written entries", 0),
    "support_case": counted("{count} support case", "{count} support cases", 0),
    "rating": counted("{count} rating", "{count} ratings", 0),
    "ratio": counted("{count} pushed ratio", "{count} pushed ratios", 0),
    "frozen_figure": counted("{count} frozen figure", "{count} frozen figures", 0),
    "probe_sample": counted("{count} result of a check", "{count} results of checks", 0),
    "probe_hour": counted("{count} hour of checks", "{count} hours of checks", 0),
    "probe_day": counted("{count} day of checks", "{count} days of checks", 0),
    "draft": counted("{count} draft", "{count} drafts", 0),
    "private_note": counted("{count} private note", "{count} private notes", 0),
    "staff": counted("{count} account", "{count} accounts", 0),
    "token": counted("{count} token", "{count} tokens", 0),
}
_OTHERS = counted("{count} other row", "{count} other rows", 0)


def nouns(lost: Mapping[str, int]) -> list[Said]:
    """How many of what, for people; tables that have no word of their own are told as one."""
    told = [
        dataclasses.replace(noun, params={"count": lost[table]})
        for table, noun in _NOUNS.items()
        if table in lost
    ]
    others = sum(count for table, count in lost.items() if table not in _NOUNS)
    return [*told, dataclasses.replace(_OTHERS, params={"count": others})] if others else told
