"""What one table alone cannot know: names that must exist, and keys that must fit one another.

Works on the raw tables, so that a fault in one key hides no fault in another.
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from statuspage.addresses import is_private_host
from statuspage.config.faults import Fault, Path, hint
from statuspage.config.kinds.duration import duration_text, parse_duration
from statuspage.config.kinds.logo import read_logo
from statuspage.config.slas import Indicators
from statuspage.config.subscriptions import unnamed_push
from statuspage.errors import message
from statuspage.said import Said, joined, said

Raw = Mapping[str, Any]

_KINDS = ["groups", "components", "probes", "slas", "calendars", "hooks", "alerts"]
_KINDS += ["sources", "suppliers", "chat"]
_REFERENCES = (
    ("components", "group", "groups"),
    ("probes", "component", "components"),
    ("slas", "components", "components"),
    ("slas", "calendar", "calendars"),
    ("hooks", "components", "components"),
    ("alerts", "components", "components"),
    ("suppliers", "components", "components"),
    ("feedback", "calendar", "calendars"),
)


def cross_faults(raw: Raw, content: pathlib.Path, indicators: Indicators) -> Iterator[Fault]:
    """All faults between keys and tables; `content` is the folder of agreements and templates."""
    if not raw.get("components"):
        yield Fault(
            ("components",), said("there is no [[components]]; add one, with an id and a name")
        )
    yield from _twice(raw)
    yield from _unknown_names(raw)
    yield from _sign_in_faults(raw)
    yield from _language_faults(raw)
    yield from _logo_faults(raw, content.parent)
    yield from _private_addresses(raw)
    yield from unnamed_push(raw)
    for number, sla in _tables(raw, "slas"):
        files = [
            one for key in ("agreement", "budget_policy") for one in _file_faults(sla, key, content)
        ]
        for key, text in (*_indicator_faults(sla, indicators), *files):
            yield Fault(("slas", number, key), text)
    for number, probe in _tables(raw, "probes"):
        for key, text in _probe_faults(probe):
            yield Fault(("probes", number, key), text)
    for kind in ("probes", "alerts"):
        for number, table in _tables(raw, kind):
            yield from _template_faults((kind, number, "template"), table, content)


def _logo_faults(raw: Raw, folder: pathlib.Path) -> Iterator[Fault]:
    for key in ("logo", "logo_dark"):
        name = next((site.get(key) for _, site in _placed(raw, "site")), None)
        if isinstance(name, str) and name.strip():
            try:
                read_logo(folder, name)
            except ValueError as error:
                yield Fault(("site", key), joined([f'"{key}"', message(error)], ": "))


def _sign_in_faults(raw: Raw) -> Iterator[Fault]:
    table = raw.get("sign_in")
    keys = {"oidc_issuer", "oidc_client_id"}
    if isinstance(table, dict) and len(keys & table.keys()) == 1:
        [given], [missing] = keys & table.keys(), keys - table.keys()
        yield Fault(
            ("sign_in", given),
            said('"{given}" needs "{missing}" beside it; add it', given=given, missing=missing),
        )


def _language_faults(raw: Raw) -> Iterator[Fault]:
    table = raw.get("site")
    found = table.get("languages") if isinstance(table, dict) else None
    language = table.get("language", "en") if isinstance(table, dict) else "en"
    if isinstance(found, list) and found and language not in found:
        yield Fault(
            ("site", "languages"),
            said('lacks "{language}", the language of the site; add it', language=language),
        )
    named = (language, *(found if isinstance(found, list) else ()))
    spoken = [one for one in named if isinstance(one, str)]
    for number, hook in _tables(raw, "hooks"):
        if isinstance(hook.get("language"), str) and hook["language"] not in spoken:
            yield Fault(
                ("hooks", number, "language"),
                said(
                    'names "{language}", which is no language of [site]; {hint}',
                    language=hook["language"][:40],
                    hint=hint(hook["language"], spoken),
                ),
            )


def _private_addresses(raw: Raw) -> Iterator[Fault]:
    """What a name leads to is looked at on connecting; an address says at once what it is."""
    for kind, number, table in ((k, *t) for k in ("hooks", "suppliers") for t in _tables(raw, k)):
        url = _host_of(table.get("url"))
        if is_private_host(url) and table.get("allow_private") in (None, False):
            text = said(
                "{url} is inside a private network. If that is meant, write allow_private = true "
                "beside it.",
                url=url,
            )
            yield Fault((kind, number, "url"), joined(['"url"', text], ": "))


def _host_of(url: object) -> str:
    with suppress(ValueError):  # told as a fault of its own
        return (isinstance(url, str) and urlsplit(url).hostname) or ""
    return ""


def _tables(raw: Raw, kind: str) -> Iterator[tuple[int, Raw]]:
    found = raw.get(kind)
    for number, table in enumerate(found if isinstance(found, list) else ()):
        if isinstance(table, dict):
            yield number, table


def _placed(raw: Raw, kind: str) -> Iterator[tuple[Path, Raw]]:
    """The tables of a kind, or the one of that name, each with its place."""
    found = raw.get(kind)
    if isinstance(found, dict):
        yield (kind,), found
    for number, table in _tables(raw, kind):
        yield (kind, number), table


def _ids(raw: Raw, kind: str) -> list[str]:
    return [table["id"] for _, table in _tables(raw, kind) if isinstance(table.get("id"), str)]


def _twice(raw: Raw) -> Iterator[Fault]:
    for kind in _KINDS:
        seen: set[str] = set()
        for number, table in _tables(raw, kind):
            key = table.get("id")
            if isinstance(key, str):
                if key in seen:
                    yield Fault(
                        (kind, number, "id"),
                        said(
                            'two [[{kind}]] have the id "{key}"; give each its own',
                            key=key,
                            kind=kind,
                        ),
                    )
                seen.add(key)


def _unknown_names(raw: Raw) -> Iterator[Fault]:
    for kind, key, target in _REFERENCES:
        known = _ids(raw, target)
        if kind == "hooks":
            known += _ids(raw, "groups")  # a group stands for its components
        for above, table in _placed(raw, kind):
            value = table.get(key)
            names = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
            for place, name in names:
                if isinstance(name, str) and name not in known:
                    path = (*above, key) if place is None else (*above, key, place)
                    text = said(
                        '"{key}" names "{name}", which is not in [[{target}]]; {hint}',
                        key=key,
                        name=name[:80],
                        target=target,
                        hint=hint(name, known),
                    )
                    yield Fault(path, text)


def _indicator_faults(sla: Raw, indicators: Indicators) -> Iterator[tuple[str, Said]]:
    indicator = sla.get("indicator")
    if not isinstance(indicator, str) or indicator not in indicators:
        return  # a fault of its own, which would make every other key look misplaced
    for key in sla:
        owners = [name for name, one in indicators.items() if key in one.takes]
        if owners and indicator not in owners:
            yield (
                key,
                (
                    said(
                        '"{key}" means nothing to the indicator "{indicator}"; remove it (it '
                        "belongs to {owners})",
                        key=key,
                        indicator=indicator,
                        owners=[*owners],
                    )
                ),
            )
    if sla.get("min_run") is not None and sla.get("source") == "incidents":
        yield (
            "min_run",
            said(
                '"min_run" is about outages that checks measure, but this promise counts '
                'incidents; remove it, or set source = "probes"'
            ),
        )
    for key, example in indicators[indicator].needed.items():
        if not sla.get(key):
            yield (
                key,
                said(
                    'the indicator "{indicator}" needs "{key}"; add it, such as {example}',
                    key=key,
                    indicator=indicator,
                    example=example,
                ),
            )


def _file_faults(sla: Raw, key: str, content: pathlib.Path) -> Iterator[tuple[str, Said]]:
    name = sla.get(key)
    if not isinstance(name, str) or not name.strip():
        return
    shown = name[:80]
    if not _lies_in(content, name):
        text = said(
            '"{key}" points outside content/: "{shown}"; name a file inside it',
            key=key,
            shown=shown,
        )
        yield key, text
    elif not name.endswith(".md") or not (content / name).is_file():
        text = said(
            '"{key}" names "{shown}", but content/ has no such Markdown file; write it, '
            "or correct the name",
            key=key,
            shown=shown,
        )
        yield key, text


def _lies_in(content: pathlib.Path, name: str) -> bool:
    try:
        return (content / name).resolve().is_relative_to(content.resolve())
    except (OSError, ValueError):  # a name no file can have, or a loop of links
        return False


def _template_faults(place: Path, table: Raw, content: pathlib.Path) -> Iterator[Fault]:
    template = table.get("template")
    known = sorted(path.stem for path in (content / "templates").glob("*.md"))
    if isinstance(template, str) and template not in known:
        text = said(
            '"template" names "{name}", which is not in content/templates; {hint}',
            name=template[:80],
            hint=hint(template, known),
        )
        yield Fault(place, text)


def _probe_faults(probe: Raw) -> Iterator[tuple[str, Said]]:
    interval = _length(probe.get("interval", "60s"))
    timeout = _length(probe.get("timeout", "10s"))
    if probe.get("type") != "heartbeat" and interval and timeout and timeout > interval:
        key = "timeout" if "timeout" in probe else "interval"
        yield (
            key,
            said(
                '"timeout" ({timeout}) is longer than "interval" '
                '({interval}); make it "{interval}" or shorter',
                timeout=duration_text(timeout),
                interval=duration_text(interval),
            ),
        )
    locations, quorum = probe.get("locations"), probe.get("quorum")
    if isinstance(locations, list) and isinstance(quorum, int) and quorum > len(locations) > 0:
        yield (
            "quorum",
            said(
                '"quorum" is {quorum}, but there are only {count} locations; lower it',
                quorum=quorum,
                count=len(locations),
            ),
        )


def _length(value: object) -> timedelta | None:
    try:
        return parse_duration(value) if isinstance(value, str) else None
    except ValueError:
        return None
