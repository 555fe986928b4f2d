"""A Hugo site: its configuration, its languages, and the front matter of its files."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from statuspage.content.front_matter import FrontMatterError
from statuspage.content.front_matter import parse as parse_yaml
from statuspage.said import said

_CONFIGS = ("hugo", "config", "config/_default/hugo", "config/_default/config")
_TOML = re.compile(r"\+{3}[ \t]*\r?\n(.*?)^\+{3}[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
_TRANSLATED = re.compile(r"(.+)\.([a-z]{2}(?:-[a-z]{2,4})?)$", re.IGNORECASE)
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class HugoSite:
    """What the configuration of the Hugo site says, where there is one."""

    address: str = ""  # with its last slash
    zone: ZoneInfo = _UTC
    language: str = "en"
    languages: frozenset[str] = frozenset()  # those that it comes in


def home_of(folder: Path) -> Path:
    """The folder that has the configuration: this one, or the one around content/."""
    for one in (folder, *folder.absolute().parents[:3]):
        if any((one / f"{name}.{end}").exists() for name in _CONFIGS for end in _READ):
            return one
    return folder


def site_of(home: Path) -> HugoSite:
    values: dict[str, Any] = {}
    for name in _CONFIGS:
        for end, reads in _READ.items():
            file = home / f"{name}.{end}"
            if file.is_file() and not values:
                try:
                    found = reads(file.read_text("utf-8", "replace"))
                except (ValueError, yaml.YAMLError, RecursionError):
                    continue
                values = _small(found) if isinstance(found, Mapping) else {}
    address = str(values.get("baseurl") or "")
    is_public = re.match(r"https?://(?!localhost|127\.|example\.(?:com|org)\b)[\w.-]+", address)
    try:
        zone = ZoneInfo(str(values.get("timezone") or "UTC"))
    except (ValueError, OSError, KeyError):
        zone = _UTC
    language = str(values.get("defaultcontentlanguage") or "en").lower()
    several = values.get("languages")
    told = several if isinstance(several, Mapping | list) else ()
    languages = frozenset(str(one).lower() for one in told)
    return HugoSite(f"{address.rstrip('/')}/" if is_public else "", zone, language, languages)


_READ: Mapping[str, Callable[[str], Any]] = {
    "toml": tomllib.loads,
    "yaml": yaml.safe_load,
    "yml": yaml.safe_load,
    "json": json.loads,
}


def taken_apart(text: str) -> tuple[dict[str, Any], str, int]:
    """Front matter with keys in small letters, the body, and the line in which that begins."""
    text = text.lstrip("\ufeff").lstrip("\r\n")
    text = text.replace("\r\n", "\n")
    try:
        values, end = _front(text)
    except RecursionError:
        fault = said("its front matter has a value that cannot be read; put it in quotes")
        raise FrontMatterError(1, fault) from None
    if not isinstance(values, Mapping):
        raise FrontMatterError(1, said("its front matter is no list of keys and values"))
    return _small(values), text[end:], text.count("\n", 0, end) + 1


def _front(text: str) -> tuple[Any, int]:
    """Front matter in any of its three forms, and where it ends."""
    if text.startswith("+++"):
        found = _TOML.match(text)
        if found is None:
            raise FrontMatterError(1, said("its front matter has no end; add a line with only +++"))
        return tomllib.loads(found[1]), found.end()
    if text.startswith("{"):
        return json.JSONDecoder().raw_decode(text)
    parsed = parse_yaml(text)
    return parsed.values, len(text) - len(parsed.body)


def _small(values: Mapping[str, Any]) -> dict[str, Any]:
    """Hugo reads keys in any case; times of TOML become text."""
    return {
        str(key).lower(): one.isoformat() if hasattr(one, "isoformat") else one
        for key, one in values.items()
    }


def language_of(site: HugoSite, file: Path) -> tuple[str, str]:
    """The name of a file without the language that it is in, and that; "" where none is told.

    The languages are those that the site names; where it names none, a file beside tells.
    """
    found = _TRANSLATED.fullmatch(file.stem)
    if found is None:
        return file.stem, ""
    language = found[2].lower()
    is_beside = not site.languages and file.with_name(f"{found[1]}{file.suffix}").exists()
    is_one = language in site.languages or language == site.language or is_beside
    return (found[1], language) if is_one else (file.stem, "")
