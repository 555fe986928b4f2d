"""Upptime: the issues of its repository, as GitHub's API prints them.

Source: upptime/uptime-monitor, src/update.ts (labels `status` and the slug of the site, titles such
as "... is down" and "... has degraded performance", the last comment "**Resolved:** ...") and
upptime.js.org/docs/scheduled-maintenance (label `maintenance`, start and end in a comment).
"""

from __future__ import annotations

import re
from functools import partial

from statuspage.domain.incidents.imported import Batch, Window
from statuspage.domain.vocabulary.states import Impact
from statuspage.imports.entry import Gathering, RawEntry
from statuspage.imports.histories.fields import TheirFields
from statuspage.imports.histories.given import Given
from statuspage.imports.histories.shared import planned
from statuspage.imports.histories.tables import TableRow, Tables
from statuspage.imports.posts import RawPost

_OWN = frozenset({"status", "maintenance", "bug", "automated"})
_SIGNS = re.compile(r"^[\U0001F6D1\u26A0\uFE0F\U0001F7E5\U0001F7E8\U0001F7E9\s]+")
_PLAN = re.compile(r"^\s*(start|end|expectedDown|expectedDegraded)\s*:\s*(.+?)\s*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)


def read(given: Given) -> Batch:
    """Read issues.json and comments.json of the repository, in one folder or one file."""
    tables = Tables(given.place, given.zone_or(given.zone), "issues", "comments", "summary")
    gathering = Gathering(given.place, given.now)
    names = tables.names("summary", "slug")
    comments: dict[str, list[TableRow]] = {}
    for one in tables["comments"]:
        number = one.facts.text("issue_url").rpartition("/")[2]
        comments.setdefault(number, []).append(one)
    for row in tables["issues"]:
        labels = {one.text("name") for one in row.facts.several("labels")}
        if row.facts.values.get("pull_request") or not labels & {"status", "maintenance"}:
            continue
        said_there = [one.facts for one in comments.get(row.facts.text("number"), ())]
        touched = [names.get(one, one) for one in sorted(labels - _OWN)]
        entry = (
            partial(_work, row.facts, touched, names, given)
            if "maintenance" in labels
            else partial(_incident, row.facts, touched, said_there)
        )
        gathering.take(row.line, entry, row.file)
    return gathering.batch()


def _incident(facts: TheirFields, touched: list[str], comments: list[TheirFields]) -> RawEntry:
    title = _SIGNS.sub("", facts.text("title"))
    begun, ended = facts.needed("created_at"), facts.at("closed_at")
    posts = [RawPost("investigating", facts.text("body"), begun)]
    for one in comments:
        body = one.text("body")
        is_last = body.lstrip().lower().startswith("**resolved")
        posts.append(RawPost("resolved" if is_last else "update", body, one.needed("created_at")))
    if ended is not None and all(one.status != "resolved" for one in posts):
        posts.append(RawPost("resolved", "", max(ended, *(one.at for one in posts))))
    is_slow = "degraded" in title.lower()
    return RawEntry(
        origin=facts.text("html_url"),
        origin_id=facts.text("number"),
        title=title,
        impact=Impact.MINOR if is_slow else Impact.CRITICAL,
        components=touched,
        posts=posts,
    )


def _work(facts: TheirFields, touched: list[str], names: dict[str, str], given: Given) -> RawEntry:
    body = facts.text("body")
    plan = dict(_PLAN.findall("\n".join(_COMMENT.findall(body)) or body))
    edges = TheirFields(plan, facts.zone)
    slugs = f"{plan.get('expectedDown', '')},{plan.get('expectedDegraded', '')}".split(",")
    touched = [*touched, *(names.get(one.strip(), one.strip()) for one in slugs if one.strip())]
    return planned(
        facts.text("number"),
        _SIGNS.sub("", facts.text("title")),
        _COMMENT.sub("", body).strip(),
        [*dict.fromkeys(touched)],
        facts.at("created_at"),
        Window(edges.at("start"), edges.at("end")),
        given.now,
        origin=facts.text("html_url"),
    )
