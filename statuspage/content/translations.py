"""Translations of content files: `about.de.md` beside `about.md` says the same in German.

Its front matter holds the texts that differ, its body the words. Facts, such as dates and states,
stand in the original alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from statuspage.config.faults import Fault, hint
from statuspage.config.reading.locate import line_at
from statuspage.config.settings import Site
from statuspage.content.comments import without_comments
from statuspage.content.front_matter import FrontMatterError, Parsed, parse
from statuspage.content.kinds import MODELS
from statuspage.content.markdown import to_html
from statuspage.content.reading import escaped, file_fault, read_bytes, text_of
from statuspage.domain.vocabulary.entry import TEXTS, EntryKind
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.errors import ConfigError, Problem
from statuspage.said import Said, said

_NAME = re.compile(r"([a-z0-9][a-z0-9-]{0,99})\.([A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*)")
_LINES = ("title", "channel", "period", "audience", "value")
_LONGEST_LINE = 300


@dataclass(frozen=True)
class Named:
    """What the name of a translation says: content/pages/about.de.md."""

    file: str
    original: str  # "content/pages/about.md"
    code: str  # of the language, as it is written there


@dataclass(frozen=True)
class Translations:
    """All that was read beside one original; a file with faults leaves its language as it was."""

    wordings: Wordings = NOT_TRANSLATED
    sha256: Mapping[str, str] = field(default_factory=dict)  # of each good file, by language
    broken: frozenset[str] = frozenset()  # languages whose file has faults
    problems: tuple[Problem, ...] = ()


NONE = Translations()
"""An original that stands alone."""


def named(path: Path, file: str) -> Named | None:
    """What a file is a translation of; None when its name is not that of one."""
    found = _NAME.fullmatch(path.stem)
    if found is None:
        return None
    return Named(file, f"{file.rpartition('/')[0]}/{found[1]}.md", found[2])


def without_original(name: Named, site: Site) -> list[Problem]:
    """The faults of a translation of what is not there."""
    faults = [_language_fault(name, site)]
    text = said(
        "is a translation without its original: there is no {original}; write that, or rename "
        "this one",
        original=name.original,
    )
    return [Problem(name.file, 0, one) for one in (*faults, text) if one is not None]


def read_translations(
    content_dir: Path,
    kind: EntryKind,
    original: Mapping[str, Any],
    further: Iterable[tuple[Path, Named]],
    site: Site,
) -> Translations:
    """What stands beside one original, whose front matter is given as it was read."""
    wordings, marks, broken, problems = NOT_TRANSLATED, {}, set(), []
    for path, name in further:
        try:
            if fault := _language_fault(name, site):
                raise file_fault(name.file, 0, fault)
            data = read_bytes(content_dir, path, name.file)
            texts = _texts(kind, original, text_of(data, name.file), name)
        except ConfigError as error:
            broken.add(name.code)
            problems += error.problems
            continue
        html = {"body": to_html(texts["body"])} if texts.get("body") else {}
        wordings = wordings.with_texts(name.code, texts, html)
        marks[name.code] = hashlib.sha256(data).hexdigest()
    return Translations(wordings, marks, frozenset(broken), tuple(problems))


def _language_fault(name: Named, site: Site) -> Said | None:
    """What is wrong with the language that its name says."""
    if name.code == site.language:
        return said(
            'is in the site\'s own language, "{code}"; those words stand in {original}',
            code=name.code,
            original=name.original,
        )
    known = [one for one in site.languages if one != site.language]
    if name.code in known:
        return None
    spelt = {one.lower().replace("_", "-"): one for one in known}
    meant = spelt.get(name.code.lower().replace("_", "-"))
    return said(
        'says the language "{code}", which is not in [site] languages of config.toml: add it '
        "there or rename the file; {hint}",
        code=name.code,
        hint=said('did you mean "{nearest}"?', nearest=meant) if meant else hint(name.code, known),
    )


def _texts(
    kind: EntryKind, original: Mapping[str, Any], text: str, name: Named
) -> Mapping[str, str]:
    """The texts of a translation by name. Raises ConfigError with all faults of the file."""
    try:
        parsed = _parsed(text)
    except FrontMatterError as error:
        raise file_fault(name.file, error.line, error.text) from None
    texts = {key: _clean(key, value) for key, value in parsed.values.items() if key in TEXTS[kind]}
    body = without_comments(parsed.body).strip()
    faults = [*parsed.doubles, *escaped(parsed.values)]
    faults += _value_faults(kind, parsed.values, texts)
    faults += _fact_faults(kind, original, parsed.values, name.original)
    problems = [
        Problem(name.file, line_at(parsed.lines, one.path) or 1, one.text) for one in faults
    ]
    if not problems and not body and not any(texts.values()):
        problems.append(Problem(name.file, 0, said("says nothing; write its words, or delete it")))
    if problems:
        raise ConfigError(problems)
    return {**texts, "body": body}


def _parsed(text: str) -> Parsed:
    """A translation may be words alone, without front matter."""
    return parse(text) if text.startswith("---") else Parsed({}, {}, text, ())


def _clean(key: str, value: Any) -> str:
    text = value if isinstance(value, str) else str(value) if type(value) is int else ""
    return one_line(text) if key in _LINES else clean_text(text).strip()


def _value_faults(
    kind: EntryKind, values: Mapping[str, Any], texts: Mapping[str, str]
) -> Iterator[Fault]:
    for key, value in values.items():
        if key == "body" or (key in TEXTS[kind] and not texts[key]):
            yield Fault((key,), said('"{key}" must be a text; write it, or remove it', key=key))
        elif key in _LINES and len(texts.get(key, "")) > _LONGEST_LINE:
            yield Fault(
                (key,),
                said(
                    "is {count} characters long; write at most {longest_line}",
                    count=len(str(value)),
                    longest_line=_LONGEST_LINE,
                ),
            )


def _fact_faults(
    kind: EntryKind, original: Mapping[str, Any], values: Mapping[str, Any], file: str
) -> Iterator[Fault]:
    """Keys that are no text: a fact may be repeated, as long as it is the same."""
    known = [one for one in TEXTS[kind] if one != "body"]
    for key, value in values.items():
        if key in TEXTS[kind] or key == "body":
            continue
        if key not in MODELS[kind].model_fields:
            text = said('"{key}" is no text to translate; {hint}', key=key, hint=hint(key, known))
            yield Fault((key,), text)
        elif _told(value) != _told(original.get(key)):
            yield Fault(
                (key,),
                said(
                    '"{key}" differs from {original}, where such facts stand for every language; '
                    "remove it here",
                    key=key,
                    original=file,
                ),
            )


def _told(value: Any) -> Any:
    """A fact as it compares: however it is written, lists as lists, days as texts."""
    if isinstance(value, list | tuple):
        return [_told(one) for one in value]
    return value if value is None or isinstance(value, bool) else str(value)
