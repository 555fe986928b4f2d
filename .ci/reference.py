"""Writes the tables of docs/configuration.md from the models that read config.toml.

Each table stands between `<!-- keys of NAME -->` and `<!-- end -->`; what stands around them is
written by hand. The meaning of a key is the docstring below it in its model. With `--check` nothing
is written, and a table that is not as it would be, or a key without a meaning, is a fault.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from statuspage.config import Settings
from statuspage.config.probes import AskedProbe, Expect
from statuspage.config.sources import RatioKeys, SeriesKeys, SourceKeys
from statuspage.figures.indicators import INDICATORS
from statuspage.probes.registry import PROBE_KINDS
from statuspage.sources.registry import SOURCE_KINDS

PAGE = Path(__file__).parents[1] / "docs" / "configuration.md"
TABLE = re.compile(r"(<!-- keys of (\S+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
VALUES: Mapping[str, str] = {
    "Id": "an id: small letters, digits, hyphens",
    "Name": "a line of text",
    "ShortLine": "a line of text",
    "Filled": "text",
    "str": "text",
    "StrictStr": "text",
    "Accent": 'a colour, `"#2672c8"`',
    "Contact": "a mail or web address",
    "MailAddress": "a mail address",
    "ReturnAddress": "a mail address",
    "SendingRate": 'a number in some time, `"20/h"`',
    "DnsName": "a name in DNS",
    "Address": "a web address",
    "Headers": "a table: text = text",
    "HookUrl": 'a web address, or `"env:NAME"`',
    "HookAccount": 'text, or `"env:NAME"`',
    "ToldKind": (
        '`"incidents"`, `"maintenance"`, `"changelog"`, `"outcomes"`, `"notices"`, `"stories"`, '
        '`"sla"`, `"reports"`'
    ),
    "ReportLength": '`"month"`, `"quarter"` or `"year"`',
    "ToldImpact": '`"minor"`, `"major"` or `"critical"`',
    "HookAddress": 'a web address, or `"env:NAME"`',
    "SiteAddress": "a web address",
    "NtfyServer": "a web address",
    "Host": "a host name or IP address",
    "Zone": 'a time zone, `"Europe/London"`',
    "Language": 'a language, `"en"`',
    "Languages": 'a list, each a language, `["en", "de"]`',
    "CronText": 'a line of cron, `"0 3 * * *"`',
    "Source": '`"probes"`, `"incidents"` or `"worst_of_both"`',
    "Duration": 'a length of time, `"30m"`',
    "Positive": 'a length of time, `"30m"`',
    "Days": 'a number of days, `"30d"`',
    "Selector": "a selector of PromQL",
    "Comparison": 'a comparison, `">= 1"`',
    "Label": "the name of a label",
    "Interval": "a length of time in whole seconds",
    "Lead": 'a length of time, or `"off"`',
    "Target": 'a percentage, `"99.9%"`',
    "Credit": 'a percentage, `"10%"`',
    "Weight": "a number from 0 to 1",
    "StrictBool": "`true` or `false`",
    "StrictInt": "a whole number",
    "StrictFloat": "a number",
    "Count": "a whole number",
    "Port": "a port",
    "Codes": "status codes",
    "Secret": '`"env:NAME"`',
    "ChatKind": '`"slack"`, `"mattermost"` or `"teams"`',
    "ChatStaff": "a table: id in the chat = name of an account",
    "AlertSender": ('`"alertmanager"`, `"grafana"`, `"pagerduty"`, `"opsgenie"` or `"generic"`'),
    "Matcher": "a condition, `'severity = \"page\"'`",
    "WebAddress": "a web address",
    "FilePath": "the path of a file",
    "Location": "a name",
    "Day": "a day, `2026-12-25`",
    "JsonPath": "a place in JSON, `$.status`",
    "WeightedState": "a state",
}

SHARED: Mapping[str, type[BaseModel]] = {
    "probes": AskedProbe,
    "sources": SourceKeys,
    "sources.series": SeriesKeys,
}
"""What the kinds of a table have in common."""

Table = tuple[str, type[BaseModel]]
"""A table of config.toml: its name, such as "slas.credits" or "probes:http", and its model."""


def tables(model: type[BaseModel] = Settings, name: str = "") -> Iterator[Table]:
    """One table and each below it."""
    if name:
        yield name, model
    for key, field in model.model_fields.items():
        place = f"{name}.{key}" if name else key
        if place == "probes":  # what they have in common once, then the keys of each kind
            yield from tables(AskedProbe, place)
            for kind in PROBE_KINDS.values():
                yield f"{place}:{kind.name}", kind.settings
            continue
        if place == "sources":
            yield place, SourceKeys
            yield f"{place}.series", SeriesKeys
            yield f"{place}.ratios", RatioKeys
            for kind in SOURCE_KINDS.values():
                yield f"{place}:{kind.name}", kind.settings
                [one] = _models_in(kind.settings.model_fields["series"].annotation)
                yield f"{place}.series:{kind.name}", one
            continue
        for one in _models_in(field.annotation):
            yield from tables(one, place)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for part in get_args(annotation):
            yield from _models_in(part)


@cache
def _written(model: type[BaseModel]) -> dict[str, tuple[str, str]]:
    """The annotation and the docstring of each key of a model, as written in it or its bases."""
    found: dict[str, tuple[str, str]] = {}
    for base in reversed(model.__mro__):
        if not issubclass(base, BaseModel) or base is BaseModel:
            continue
        [body] = ast.parse(textwrap.dedent(inspect.getsource(base))).body
        statements = body.body if isinstance(body, ast.ClassDef) else []
        for place, one in enumerate(statements):
            if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
                after = statements[place + 1] if place + 1 < len(statements) else None
                text = after.value if isinstance(after, ast.Expr) else None
                words = text.value if isinstance(text, ast.Constant) else ""
                found[one.target.id] = ast.unparse(one.annotation), " ".join(str(words).split())
    return found


def _value(annotation: str, field: FieldInfo) -> str:
    """What may stand there, in words."""
    if any(_models_in(field.annotation)):
        many = annotation.startswith("tuple")
        return "tables, see below" if many else "a table, see below"
    if "_known_indicator" in annotation:
        return ", ".join(f'`"{name}"`' for name in INDICATORS)
    choices = re.findall(r"'([^']+)'", annotation) or [
        choice for choice in get_args(field.annotation) if isinstance(choice, str)
    ]
    if choices:
        return ", ".join(f'`"{choice}"`' for choice in choices)
    names = [name for name in re.findall(r"\w+", annotation) if name in VALUES]
    words = [VALUES[name] for name in dict.fromkeys(names)]
    if annotation.startswith("tuple"):
        return f"a list, each {words[0]}"
    if "dict[" in annotation:
        return f"a table: {words[0]} = {' or '.join(words[1:] or words)}"
    return " or ".join(words) or annotation


def _default(model: type[BaseModel], key: str, field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    shown = model.model_construct().model_dump(mode="json", include={key}).get(key)
    if shown in (None, "", [], {}) or any(_models_in(field.annotation)):
        return ""
    if isinstance(shown, list):
        return f"`{json.dumps(shown)}`"
    return f"`{str(shown).lower()}`" if isinstance(shown, bool | int) else f'`"{shown}"`'


def keys(name: str, model: type[BaseModel]) -> Iterator[str]:
    """The table of one table. Raises ValueError for a key whose meaning nobody wrote."""
    yield "| key | value | default | meaning |"
    yield "|---|---|---|---|"
    written = _written(model)
    for key, field in model.model_fields.items():
        annotation, meaning = written[key]
        shared = SHARED[name.partition(":")[0]].model_fields if ":" in name else {}
        if key in shared and (key not in model.__annotations__ or annotation.startswith("tuple")):
            continue  # it stands in the table that all kinds share
        if ":" in name and key == "type":
            meaning = "The kind."
        if any(_models_in(field.annotation)) and ":" in name:
            yield from _inner(key, field)
            continue
        if not meaning:
            raise ValueError(f"{name}.{key} has no meaning; write a docstring below it")
        value = _value(annotation, field).replace("|", "\\|")
        yield f"| `{field.alias or key}` | {value} | {_default(model, key, field)} | {meaning} |"


def _inner(key: str, field: FieldInfo) -> Iterator[str]:
    """The keys of a table within the table of a kind, such as expect.status."""
    for model in _models_in(field.annotation):
        for name, inner in model.model_fields.items():
            if name in Expect.model_fields:
                continue
            annotation, meaning = _written(model)[name]
            value = _value(annotation, inner).replace("|", "\\|")
            yield f"| `{key}.{name}` | {value} | {_default(model, name, inner)} | {meaning} |"


def page(text: str) -> str:
    """The page with its tables as they are now. Raises ValueError."""
    known = dict(tables())
    named = [name for _, name, _, _ in TABLE.findall(text)]
    if set(named) != set(known):
        odd = sorted(set(named) ^ set(known))
        raise ValueError(
            f"docs/configuration.md and config.toml do not have the same tables: {odd}"
        )

    def table(found: re.Match[str]) -> str:
        lines = keys(found[2], known[found[2]])
        return found[1] + "".join(f"{line}\n" for line in lines) + found[4]

    return TABLE.sub(table, text)


def main() -> int:
    """0 when all is well."""
    text = PAGE.read_text("utf-8")
    try:
        wanted = page(text)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if "--check" in sys.argv:
        if text != wanted:
            print("docs/configuration.md is not as the models say: make reference", file=sys.stderr)
        return int(text != wanted)
    PAGE.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
