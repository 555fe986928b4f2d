"""Faults in plain words: what pydantic found, said so that a person can mend it.

Used for config.toml and for the front matter of content/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from statuspage.errors import message
from statuspage.said import Said, joined, said

Path = tuple[str | int, ...]
"""Where a value stands: ("components", 1, "group") is `group` of the second [[components]]."""

_TABLE = said('"{key}" must be a table, such as {{ name = "value" }}')
_TRUTH = said('"{key}" must be true or false, without quotes')
_LIST = said('"{key}" must be a list, such as ["one", "two"]')
_WORDS = {
    "string_type": said('"{key}" must be text in quotes, such as "text"'),
    "int_type": said('"{key}" must be a whole number, without quotes'),
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "dict_type": _TABLE,
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "greater_than_equal": said('"{key}" must be at least {ge}'),
    "less_than_equal": said('"{key}" must be at most {le}'),
}
_UNFORESEEN = said('"{key}" does not fit here; compare it with docs/configuration.md')
_MEANT = {
    "ping": "icmp",
    "https": "http",
    "web": "http",
    "url": "http",
    "keyword": "http",
    "port": "tcp",
    "ssl": "tls",
    "cert": "tls",
    "certificate": "tls",
    "push": "heartbeat",
    "cron": "heartbeat",
}
"""What other programs call the kinds of a probe."""

_OTHER_WORDS = {
    "30d": "rolling-30d",
    "90d": "rolling-90d",
    "monthly": "month",
    "weekly": "week",
    "quarterly": "quarter",
    "improved": "changed",
    "improvement": "changed",
    "updated": "changed",
    "new": "added",
    "feature": "added",
    "bug": "fixed",
    "bugfix": "fixed",
    "fix": "fixed",
    "deleted": "removed",
    "email": "contact",
    "mail": "contact",
    "support": "contact",
    "uptime": "availability",
    "notes": "changelog",
    "news": "changelog",
    "releases": "changelog",
    "feedback": "outcomes",
}
"""What people call things of ours by other words, where spelling alone would mislead."""

_EXAMPLES = {
    "status": '["2xx"]',
    "contains": '"all is well"',
    "not_contains": '"error"',
    "json_path": '{ "$.status" = "ok" }',
    "slower_than": '"800ms"',
}
_QUOTED = re.compile(r"'([^']*)'")
_SECRET = re.compile(
    r"pas+w|passphrase|secret|token|credential|(access|api)[-_]?key|private[-_]?key|^authorization$|^(set-)?cookie",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with the value at a path, and the mend."""

    path: Path
    text: Said


def hint(word: str, known: Iterable[str]) -> Said:
    """The nearest of the known names, or all of them, as the end of a sentence."""
    names = list(known)
    if nearest := _nearest(word, names):
        return said('did you mean "{nearest}"?', nearest=nearest)
    return said("known here: {names}", names=[*names]) if names else said("there is none yet")


def _nearest(word: str, names: Sequence[str]) -> str | None:
    """The name that is meant by another word for it, or else the one that is spelt most alike."""
    meant = _OTHER_WORDS.get(word.lower())
    if meant in names:
        return meant
    return next(iter(get_close_matches(word, names, n=1, cutoff=0.65)), None)


def is_secret(key: str) -> bool:
    """Whether a key sounds like something that must not be written into a file."""
    return _SECRET.search(key) is not None


def keep_out(key: str) -> Said:
    """What to do with a value that sounds like a secret."""
    return said(
        '"{key}" looks like a secret, and this file never holds secrets; remove it and set it in '
        "the environment (`statuspage --help` lists the variables)",
        key=key,
    )


def faults_of(error: ValidationError, model: type[BaseModel]) -> Iterator[Fault]:
    """Everything pydantic found wrong in a table of this model, in our words."""
    for found in error.errors(include_url=False):
        path, tag = _without_tag(model, found["loc"])
        if found["type"].startswith("union_tag"):
            yield from _tag_faults(model, path, found)
        elif found["type"] == "extra_forbidden":
            yield Fault(path, _unknown_key(_tables_at(model, path[:-1], tag), path))
        else:
            context = found.get("ctx", {})
            yield Fault(path, _sentence(model, found["type"], path, context, found["input"]))


def _tag_faults(model: type[BaseModel], path: Path, found: ErrorDetails) -> Iterator[Fault]:
    """A table without a type we know: pydantic looks no further, so its keys are looked at here."""
    place, context = (*path, "type"), found.get("ctx", {})
    if "tag" in context:
        choices = _QUOTED.findall(context["expected_tags"])
        meant = _MEANT.get(str(context["tag"]).lower(), "")
        word = meant if meant in choices else context["tag"]
        yield Fault(place, _no_choice("type", word, choices))
    else:
        yield Fault(place, _sentence(model, "missing", place, {}, None))
    known = {name for table in _tables_at(model, path) for name in table.model_fields}
    for key in found["input"]:
        if key not in known:
            yield Fault((*path, key), _unknown_key(_tables_at(model, path), (*path, key)))


def _sentence(
    model: type[BaseModel], kind: str, path: Path, context: dict[str, Any], value: object
) -> Said:
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    if kind == "missing":
        if table := _table(path):
            return said('"{key}" is missing in {table}; add it', key=key, table=table)
        return said('"{key}" is missing; add it', key=key)
    if kind in ("literal_error", "enum"):
        choices = _QUOTED.findall(context["expected"])
        return _no_choice(key, value, choices)
    if kind == "value_error":
        return joined([f'"{key}"', message(context["error"])], ": ")
    if kind == "tuple_type" and len(path) == 1 and _tables_at(model, path):
        return said(
            "must be written as [[{key}]], in double brackets, once for each",
            key=key,
        )
    return Said(_WORDS.get(kind, _UNFORESEEN).key, {"key": key, **context})


def _no_choice(key: str, value: object, choices: list[str]) -> Said:
    if value == key:  # the key itself had to be one of them
        return said('"{key}" is not known here; {hint}', key=key, hint=hint(key, choices))
    nearest = _nearest(value, choices) if isinstance(value, str) else None
    if nearest:
        return said(
            '"{key}" must be one of {choices}; did you mean "{nearest}"?',
            key=key,
            choices=choices,
            nearest=nearest,
        )
    return said('"{key}" must be one of {choices}', key=key, choices=choices)


def _unknown_key(tables: Sequence[type[BaseModel]], path: Path) -> Said:
    key = str(path[-1])
    fields = [pair for table in tables for pair in table.model_fields.items()]
    known = dict.fromkeys(field.alias or name for name, field in fields)
    if is_secret(key) and not get_close_matches(key, known, cutoff=0.85):
        return keep_out(key)
    for name, field in fields:
        if any(key in inner.model_fields for inner in _models_in(field.annotation)):
            example = _EXAMPLES.get(key, "...")
            return said(
                '"{key}" belongs in "{name}"; write {name} = {{ {key} = {example} }}',
                key=key,
                name=name,
                example=example,
            )
    better = hint(key, known)
    if table := _table(path):
        return said('"{key}" is not known in {table}; {hint}', key=key, table=table, hint=better)
    return said('"{key}" is not known; {hint}', key=key, hint=better)


def _table(path: Path) -> str:
    """ "[[probes]]" for a key of a table; "" for a key at the top."""
    if len(path) < 2:
        return ""
    return f"[[{path[0]}]]" if isinstance(path[1], int) else f"[{path[0]}]"


def _tables_at(model: type[BaseModel], path: Path, tag: str = "") -> list[type[BaseModel]]:
    """The models that a table at this path may have; where there are several kinds, that of one."""
    tables = [model]
    for part in path:
        if isinstance(part, int) and tag:
            tables = [table for table in tables if _is_tagged(table, tag)]
        if isinstance(part, str):
            tables = [
                inner
                for table in tables
                if part in table.model_fields
                for inner in _models_in(table.model_fields[part].annotation)
            ]
    return tables


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _is_tagged(table: type[BaseModel], tag: str) -> bool:
    field = table.model_fields.get("type")
    return field is None or tag in get_args(field.annotation)


def _without_tag(model: type[BaseModel], loc: Path) -> tuple[Path, str]:
    """A path as it stands in the file, and the type that pydantic put into its own."""
    path = tuple(part for part in loc if part != "[key]")
    tables = _tables_at(model, path[:1])
    if len(tables) > 1 and len(path) > 2:
        return (*path[:2], *path[3:]), str(path[2])
    return path, ""
