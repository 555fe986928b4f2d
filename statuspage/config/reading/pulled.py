"""What one table of a source alone cannot know: names that must exist, and that no two share."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from statuspage.config.faults import Fault, Path, hint
from statuspage.said import Said, said

Raw = Mapping[str, Any]


def source_faults(raw: Raw, content: pathlib.Path) -> Iterator[Fault]:
    """All faults between [[sources]] and other tables; `content` is the folder of templates."""
    components = _ids(raw, "components")
    templates = sorted(path.stem for path in (content / "templates").glob("*.md"))
    taken, counted = _ids(raw, "probes"), list[object]()
    for number, source in _tables(raw.get("sources")):
        place: Path = ("sources", number)
        if not source.get("series") and not source.get("ratios"):
            text = said('"series" is missing; add a [[sources.series]] with a component and more')
            yield Fault((*place, "series"), text)
        if source.get("ratios") and source.get("type") != "prometheus":
            text = said('"ratios" are counted from Prometheus alone; remove them here')
            yield Fault((*place, "ratios"), text)
        for at, ratio in _tables(source.get("ratios")):
            yield from _ratio_faults((*place, "ratios", at), ratio, raw, counted)
        for at, series in _tables(source.get("series")):
            here = (*place, "series", at)
            yield from _unknown(here, series, "component", "[[components]]", components)
            yield from _unknown(here, series, "template", "content/templates", templates)
            name = series.get("id") or f"{source.get('id')}-{series.get('component')}"
            if name in taken:
                text = said(
                    'another series or probe is named "{name}", too; give this one an id of its '
                    "own",
                    name=str(name)[:80],
                )
                yield Fault((*here, "id"), text)
            taken.append(name)


def _ratio_faults(here: Path, ratio: Raw, raw: Raw, counted: list[object]) -> Iterator[Fault]:
    promised = [one for _, one in _tables(raw.get("slas")) if one.get("indicator") == "ratio"]
    known = [str(one.get("id")) for one in promised]
    yield from _unknown(here, ratio, "sla", said("[[slas]] with the indicator ratio"), known)
    if ratio.get("sla") in counted:
        text = said('"sla" names "{name}" a second time; keep one of both', name=ratio["sla"])
        yield Fault((*here, "sla"), text)
    counted.append(ratio.get("sla"))


def _unknown(
    here: Path, table: Raw, key: str, target: str | Said, known: Sequence[str]
) -> Iterator[Fault]:
    name = table.get(key)
    if isinstance(name, str) and name not in known:
        text = said(
            '"{key}" names "{name}", which is not in {target}; {hint}',
            key=key,
            name=name[:80],
            target=target,
            hint=hint(name, known),
        )
        yield Fault((*here, key), text)


def _tables(found: object) -> Iterator[tuple[int, Raw]]:
    for number, table in enumerate(found if isinstance(found, list) else ()):
        if isinstance(table, dict):
            yield number, table


def _ids(raw: Raw, kind: str) -> list[str]:
    return [table["id"] for _, table in _tables(raw.get(kind)) if isinstance(table.get("id"), str)]
