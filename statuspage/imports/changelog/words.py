"""From the words of one item to a change: its title and body, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from statuspage.domain.desk.imported_change import ImportedChange
from statuspage.imports.changelog.dates import find_day
from statuspage.imports.changelog.headings import guessed_kind, is_breaking
from statuspage.imports.changelog.plain import bold_alone, plain, title_of

_BREAKING = re.compile(r"\*\*Breaking:\*\*[ \t]*")
_FACTS = re.compile(r"[ \t]*<!-- (?:components|answers|day): [^<>]*-->")
_FACT = re.compile(r"(components|answers|day): ([^;<>]*?)(?=;| -->)")
_SCOPE = re.compile(r"\*\*([^*:]+):?\*\*:?")
_TYPED = re.compile(r"(?:fix|bugfix|feat|feature):[ \t]+(?=\S)", re.IGNORECASE)
_BREAKS = re.compile(r"BREAKING(?: CHANGES?)?:[ \t]+(?=\S)")
_LEADS = re.compile(r"\]\(|\]\[|://|</?[A-Za-z!]")
_USED = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True)
class Section:
    """Where an item stands: of which kind it is, and the headings above it that are no kind."""

    kind: str = ""
    breaking: bool = False
    names: tuple[str, ...] = ()


def change_of(
    words: str,
    paragraph: str,
    section: Section,
    known: Mapping[str, str],
    references: Mapping[str, str],
) -> ImportedChange:
    """A change as its words tell it.

    `paragraph` is the first one of them, `known` has the id of each component by its id and name in
    small letters, `references` the lines that say where named links lead.
    """
    facts = {name: _listed(told) for name, told in _FACT.findall("".join(_FACTS.findall(words)))}
    words, paragraph = (_FACTS.sub("", text) for text in (words, paragraph))
    marked = _BREAKING.match(words)
    if marked:
        words, paragraph = words[marked.end() :], paragraph[marked.end() :]
    named = [known[name.casefold()] for name in section.names if name.casefold() in known]
    scope = _SCOPE.match(paragraph)
    if scope and scope[1].casefold() in known and scope.end() < len(paragraph.strip()):
        named.append(known[scope[1].casefold()])
    title, body = _parts(words.strip("\n"), paragraph)
    if not body and _uses(words, references):
        body = words.strip()
    found = ImportedChange(
        title=title if bold_alone(paragraph) else _without_type(title, section),
        body=_with_references(body, references) if body else "",
        type=section.kind or guessed_kind(_BREAKS.sub("", paragraph, count=1)),
        breaking=section.breaking
        or bool(marked)
        or (is_breaking(paragraph) and not bold_alone(paragraph)),
        components=tuple(dict.fromkeys([*facts.get("components", ()), *named])),
        feedback=facts.get("answers", ()),
        day=find_day("".join(facts.get("day", ())))[0],
    )
    above = [name for name in section.names if name.casefold() not in known]
    return replace(found, title=": ".join([*above, found.title])) if above else found


def _without_type(title: str, section: Section) -> str:
    """A title without the words that were understood as its kind, or as that it breaks."""
    rest = _BREAKS.sub("", title, count=1) if _BREAKS.match(title) else title
    typed = None if section.kind else _TYPED.match(rest)
    rest = rest[typed.end() :] if typed else rest
    return title if rest == title else rest[:1].upper() + rest[1:]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _parts(words: str, paragraph: str) -> tuple[str, str]:
    """The title, and the body where there is more to say."""
    rest = words[len(paragraph) :]
    if title := bold_alone(paragraph):
        return title, _without_edges(rest)
    title = title_of(paragraph)
    # Marks of code or weight may go; a link, or more than the title, stays below it.
    has_all = not rest.strip() and title == plain(paragraph) and not _LEADS.search(paragraph)
    return title or title_of(words) or words.strip()[:100], "" if has_all else words.strip()


def _without_edges(text: str) -> str:
    """A text without empty lines above and below it; the first line keeps its indentation."""
    lines = text.split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)


def _with_references(body: str, references: Mapping[str, str]) -> str:
    """A body with where its named links lead, which its changelog says elsewhere."""
    lines = [references[name] for name in _uses(body, references)]
    return "\n".join([body, "", *lines]) if lines else body


def _uses(text: str, references: Mapping[str, str]) -> list[str]:
    """The named links that a text uses and its changelog defines."""
    used = dict.fromkeys(name.casefold() for name in _USED.findall(text))
    return [name for name in used if name in references]


def words_alone(text: str) -> str:
    """What a heading says, for whoever reads it before a title."""
    return plain(text).strip(" :")
