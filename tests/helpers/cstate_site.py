"""A cState site of 300 incidents in all the forms that people write them, from a fixed seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

_WORDS = [
    "The",
    "API",
    "answers",
    "slowly",
    "again",
    "and",
    "*some*",
    "uploads_fail,",
    "see",
    "https://acme.example/a_b.",
]


@dataclass(frozen=True)
class Issue:
    """What one file says, before it was written in any form."""

    title: str
    severity: str
    begun: datetime
    ended: datetime
    posts: tuple[tuple[str, str, datetime], ...]  # status, words, time; oldest first
    affected: tuple[str, ...]


def write_cstate(folder: Path, many: int = 300) -> list[Issue]:
    """Write content/issues/ and config.yml; what its files say, by their names in order."""
    dice = random.Random(7)
    issues = folder / "content" / "issues"
    issues.mkdir(parents=True)
    (folder / "config.yml").write_text(
        "title: Old\nbaseURL: https://old.acme.example/\ntheme: cstate\n", "utf-8"
    )
    (issues / "_index.md").write_text("---\ntitle: All\n---\n", "utf-8")
    found = [_issue(dice, number) for number in range(many)]
    for number, issue in enumerate(found):
        name = f"{issue.begun:%Y-%m-%d}-{number:03}"
        bundle = number % 10 == 9
        file = issues / name / "index.md" if bundle else issues / f"{name}.md"
        file.parent.mkdir(exist_ok=True)
        text = _FORMS[number % len(_FORMS)](issue)
        file.write_bytes(text.replace("\n", "\r\n" if number % 7 == 0 else "\n").encode())
    return found


def _issue(dice: random.Random, number: int) -> Issue:
    begun = datetime(2019, 1, 1, tzinfo=UTC) + timedelta(
        days=number * 9, minutes=dice.randrange(900)
    )
    names = ["Investigating", "Identified", "Monitoring", "Resolved"]
    kept = sorted(dice.sample(range(1, 3), dice.randrange(3)))
    at, posts = begun, []
    for name in [names[0], *(names[one] for one in kept), names[3]]:
        words = " ".join(dice.choices(_WORDS, k=8)) + f" ({number})"
        posts.append((name, words, at))
        at += timedelta(minutes=dice.randrange(5, 120))
    severity = dice.choice(["down", "disrupted", "notice"])
    affected = tuple(dice.sample(["API", "Website", "Media Proxy"], dice.randrange(1, 3)))
    return Issue(f"Trouble {number}: more", severity, begun, posts[-1][2], tuple(posts), affected)


def _stamp(at: datetime) -> str:
    return f'{{{{< track "{at:%Y-%m-%d %H:%M:%S}" >}}}}'


def _yaml(issue: Issue) -> str:
    names = "".join(f"  - {one}\n" for one in issue.affected)
    return (
        f"---\ntitle: '{issue.title}'\ndate: {issue.begun:%Y-%m-%d %H:%M:%S}\nresolved: true\n"
        f"resolvedWhen: {issue.ended:%Y-%m-%d %H:%M:%S}\n# down, disrupted, notice\n"
        f"severity: {issue.severity}\naffected:\n{names}section: issue\n---\n\n"
    )


def _toml(issue: Issue) -> str:
    names = ", ".join(f'"{one}"' for one in issue.affected)
    return (
        f'+++\nTitle = "{issue.title}"\nDate = {issue.begun:%Y-%m-%dT%H:%M:%SZ}\nResolved = true\n'
        f"ResolvedWhen = {issue.ended:%Y-%m-%dT%H:%M:%S}\nSeverity = '{issue.severity}'\n"
        f"Affected = [{names}]\nsection = 'issue'\n+++\n"
    )


def _taught(issue: Issue) -> str:
    told = (f"*{name}* - {words} {_stamp(at)}" for name, words, at in issue.posts[::-1])
    return _yaml(issue) + "\n\n".join(told) + "\n"


def _oldest_first(issue: Issue) -> str:
    told = (f"**{name}**: {words} {_stamp(at)}" for name, words, at in issue.posts)
    return _toml(issue) + "\n\n".join(told)


def _percent(issue: Issue) -> str:
    told = (
        f"__{name}:__ {words}\n{_stamp(at).replace('<', '%').replace('>', '%')}"
        for name, words, at in issue.posts[::-1]
    )
    return _yaml(issue) + "<!-- to be reviewed by Bob -->\n" + "\n\n".join(told)


_FORMS = (_taught, _oldest_first, _percent)
