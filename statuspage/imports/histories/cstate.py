"""cState, and Netlify's statuskit before it: a Hugo site whose content/issues/ has the incidents.

Source: cstate/cstate (layouts/issues, archetypes/default.md, its wiki "Usage") and Hugo's rules for
front matter, drafts, page bundles and translations. A time without a zone is UTC, or in the
`timeZone` of the site's own configuration, as Hugo has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from statuspage.content.front_matter import FrontMatterError
from statuspage.domain.incidents.imported import UNSTATED, Batch, Window
from statuspage.domain.vocabulary.states import Impact
from statuspage.errors import InvalidInput, SourceError, message
from statuspage.imports.document import decoded
from statuspage.imports.entry import Gathering, RawEntry
from statuspage.imports.histories.cstate_body import IssueWords, posts_of
from statuspage.imports.histories.fields import TheirFields
from statuspage.imports.histories.given import Given
from statuspage.imports.histories.hugo import HugoSite, home_of, language_of, site_of, taken_apart
from statuspage.imports.posts import RawPost
from statuspage.said import Said, said

_ENDINGS = frozenset({".md", ".markdown", ".mdown"})
_IMPACTS = {
    "down": Impact.CRITICAL,
    "major-outage": Impact.CRITICAL,
    "disrupted": Impact.MAJOR,
    "partial-outage": Impact.MAJOR,
    "degraded-performance": Impact.MINOR,
    "notice": Impact.NONE,
    "maintenance": Impact.MAINTENANCE,
    "under-maintenance": Impact.MAINTENANCE,
    "": Impact.NONE,
}


@dataclass
class _Reading:
    """One run over a site."""

    site: HugoSite
    root: Path
    gathering: Gathering


def read(given: Given) -> Batch:
    """Read a cState site: its folder, content/ of it, or content/issues."""
    folder = Path(given.place)
    if not folder.is_dir():
        raise SourceError(
            said("{name} is no folder; name that of the cState site.", name=given.place)
        )
    root = folder / "content" if (folder / "content").is_dir() else folder
    gathering = Gathering(given.place, given.now)
    site = site_of(home_of(folder))
    site = replace(site, zone=given.zone_or(site.zone))
    reading = _Reading(site, root, gathering)
    files = sorted(one for one in root.rglob("*") if one.suffix.lower() in _ENDINGS)
    if not files:
        raise SourceError(
            said("{name} holds no .md files; name the folder of the cState site.", name=given.place)
        )
    for file in files:
        _take(reading, file)
    return gathering.batch()


def _take(reading: _Reading, file: Path) -> None:
    gathering, name = reading.gathering, str(file)
    try:
        values, body, line = taken_apart(decoded(file.read_bytes()))
    except (FrontMatterError, ValueError, yaml.YAMLError, OSError) as error:
        if _is_issue(reading, file, {}):
            where = error.line if isinstance(error, FrontMatterError) else 1
            gathering.take(where, partial(_fail, error), name)
        return
    if file.stem.startswith("_index") or not _is_issue(reading, file, values):
        return
    facts = TheirFields(values, reading.site.zone)
    if why := _left_out(reading, file, facts):
        gathering.note(name, 1, why)
        return
    gathering.take(1, partial(_entry, reading, file, facts, body, line), name)


def _fail(error: Exception) -> RawEntry:
    text = error.text if isinstance(error, FrontMatterError) else message(error)
    raise InvalidInput({"front matter": text})


def _is_issue(reading: _Reading, file: Path, values: Mapping[str, Any]) -> bool:
    """By its section, which Hugo takes from the folder where the file does not say."""
    section = str(values.get("section") or values.get("type") or "").lower()
    if section:
        return section in ("issue", "issues", "post", "incident", "incidents")
    inside = {part.lower() for part in file.relative_to(reading.root).parts[:-1]}
    return not inside or bool(inside & {"issues", "incidents", "post", "posts"})


def _left_out(reading: _Reading, file: Path, facts: TheirFields) -> Said | None:
    """Why a file is not part of the history that readers see."""
    if facts.flag("draft") or (facts.text("published") and not facts.flag("published")):
        return said("It is a draft; left out.")
    if facts.values.get("published") is False:
        return said("It is a draft; left out.")
    name, language = language_of(reading.site, file)
    if language not in ("", reading.site.language):
        own = (f"{name}{file.suffix}", f"{name}.{reading.site.language}{file.suffix}")
        original = next((one for one in own if file.with_name(one).exists()), None)
        if original:
            return said(
                "It is a translation of {original}, which is taken; this one is left out.",
                original=original,
            )
    return None


def _entry(reading: _Reading, file: Path, facts: TheirFields, body: str, line: int) -> RawEntry:
    site = reading.site
    begun = facts.needed("date", "publishdate")
    if begun > reading.gathering.now:
        raise InvalidInput({"date": _ahead(facts, begun)})
    odd: list[Said] = []
    ended = _ended(facts, begun, odd)
    is_over = facts.flag("resolved", "informational")
    severity = facts.text("severity").strip().lower()
    impact = _IMPACTS.get(severity)
    if impact is None:
        odd.append(said("its severity '{severity}' is unknown; taken as none", severity=severity))
        impact = Impact.NONE
    told = posts_of(body, begun, ended if is_over else None, site.zone, line)
    posts = _closed(told, begun, ended, facts, odd) if is_over else [*told.posts]
    path = _path(reading, file, facts)
    window = Window(begun, ended) if is_over and ended and ended >= begun else UNSTATED
    return RawEntry(
        origin=f"{site.address}{path}/" if site.address else "",
        origin_id=path,
        title=facts.text("title") or file.stem,
        impact=impact,
        components=facts.words("affected", "affectedsystems"),
        posts=_planned(posts) if impact is Impact.MAINTENANCE else posts,
        window=window,
        odd=(*odd, *told.odd),
        is_newest_first=told.is_newest_first,
    )


def _ahead(facts: TheirFields, begun: datetime) -> Said:
    """Its announcement bears no time of its own, and notice counts from that."""
    return said(
        "It begins at {at:%Y-%m-%d %H:%M} UTC, which is still to come; announce it here: {command}",
        at=begun,
        command=f'statuspage maintenance schedule --title "{facts.text("title")}" --body "..." '
        f"--from {begun.astimezone(UTC):%Y-%m-%dT%H:%MZ} --until ...",
    )


def _ended(facts: TheirFields, begun: datetime, odd: list[Said]) -> datetime | None:
    """When it is said to have been over. Before its beginning it cannot have been."""
    found = facts.at("resolvedwhen", "resolved_on", "enddate")
    if found is not None and found < begun:
        odd.append(
            said(
                "resolvedWhen, {until:%Y-%m-%d %H:%M} UTC, is before its date, "
                "{at:%Y-%m-%d %H:%M} UTC; taken as over with its last word",
                until=found,
                at=begun,
            )
        )
        return None
    return found


def _closed(
    told: IssueWords,
    begun: datetime,
    ended: datetime | None,
    facts: TheirFields,
    odd: list[Said],
) -> list[RawPost]:
    """The posts of what is over, with a last word where none of them says so."""
    posts = [*told.posts]
    if facts.flag("informational"):
        odd.append(said("it only informs; taken as over at once, without any impact"))
        return [RawPost("resolved", one.message, one.at) for one in posts]
    last = max((one.at for one in posts), default=begun)
    if told.is_closed:
        return posts
    if ended is None and "resolvedwhen" not in facts.values:
        odd.append(said("it is resolved, and does not say when; taken as over with its last word"))
    end = ended or last
    if end < last:
        odd.append(
            said(
                "its last update is of {at:%Y-%m-%d %H:%M} UTC, after resolvedWhen; taken as over "
                "with that update",
                at=last,
            )
        )
        end = last
    if not posts:
        return [RawPost("investigating", "", begun), RawPost("resolved", "", end)]
    return [*posts, RawPost("resolved", "", end)]


def _planned(posts: list[RawPost]) -> list[RawPost]:
    """Labels of incidents as what they mean of planned work."""
    names = {"resolved": "completed", "monitoring": "verifying"}
    kept = {"scheduled", "in progress", "verifying", "completed", "update"}
    found = []
    for one in posts:
        label = one.status.lower().replace("_", " ")
        label = names.get(label, label if label in kept else "in progress")
        found.append(RawPost(label, one.message, one.at))
    return found


def _path(reading: _Reading, file: Path, facts: TheirFields) -> str:
    """Where Hugo puts the page, below the address of the site."""
    if url := facts.text("url").strip("/"):
        return url
    inside = file.relative_to(reading.root)
    stem = inside.with_name(language_of(reading.site, file)[0])
    if stem.name == "index":  # a page bundle
        stem = stem.parent
    parts = [*stem.parts]
    if slug := facts.text("slug").strip("/"):
        parts[-1] = slug
    if "issues" not in parts and reading.root.name == "issues":
        parts.insert(0, "issues")
    return "/".join(re.sub(r"\s+", "-", part) for part in parts).lower()
