"""What changed from one revision of something published to the next, word by word."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from operator import itemgetter
from typing import Any

from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.record.codec import MESSAGE, Shown
from statuspage.domain.record.kinds.registry import KINDS
from statuspage.domain.record.kinds.update import load_sections
from statuspage.domain.record.recorded import Recorded, parse_stamp
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.render.words.cldr import language_name
from statuspage.render.words.locale import Locale, locale
from statuspage.render.words.parts import called
from statuspage.render.words.times import full_text
from statuspage.said import Said, said

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_TOKENS = re.compile(r"\s+|\S+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_IN = "@"  # between a part and the further language it is written in
_MOST_PAIRS = 4_000_000  # beyond it whole lines are compared: comparing words would take seconds
_VALUES: Mapping[str, Said] = {
    **{status.value: status.label for status in Status},
    **{impact.value: impact.label for impact in Impact},
    **{who.value: who.label for who in NoticedBy},
}


class Fate(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Fragment:
    """Some words that share a fate."""

    fate: Fate
    text: str


@dataclass(frozen=True)
class ChangedPart:
    """One part that reads otherwise now."""

    label: Said | str
    pieces: tuple[Fragment, ...]


@dataclass(frozen=True)
class Difference:
    """What one revision changed."""

    revision: int
    at: datetime
    reason: str
    fields: tuple[ChangedPart, ...]
    is_erasure: bool  # it blanked the texts before it
    is_readable: bool  # neither text was blanked, so all of the difference is shown


def differences(
    history: Sequence[Recorded], site: Site, names: Mapping[str, str]
) -> list[Difference]:
    """What each revision of a subject changed that readers see, the newest first.

    `history` has the oldest first; `names` gives the name of each component by its id.
    """
    found = [_difference(former, entry, site, names) for former, entry in pairwise(history)]
    shown = [one for one in found if one.fields or one.is_erasure or not one.is_readable]
    return shown[::-1]


def _difference(
    former: Recorded, entry: Recorded, site: Site, names: Mapping[str, str]
) -> Difference:
    is_readable = not (former.is_erased or entry.is_erased)
    before, after = _parts(former, site, names), _parts(entry, site, names)
    fields = [
        ChangedPart(_label(name, site), (compared if is_text else _replaced)(*texts))
        for is_text, name in sorted({**before, **after}, key=itemgetter(0))
        if (is_readable or not is_text)
        and len(set(texts := [part.get((is_text, name), "") for part in (before, after)])) > 1
    ]
    return Difference(
        entry.revision, entry.at, entry.reason, tuple(fields), entry.leaf.erases, is_readable
    )


def _parts(entry: Recorded, site: Site, names: Mapping[str, str]) -> dict[tuple[bool, str], str]:
    """What readers see of an entry: whether it is a text, and its name -> how it reads."""
    found: dict[tuple[bool, str], str] = {}
    for part in KINDS[entry.subject.partition("/")[0]].fields:
        value = entry.text(part.name) if part.is_text else entry.leaf.facts.get(part.name)
        if not value or part.shown is None:
            continue
        if part.shown is Shown.SECTIONS:
            told = load_sections(json.loads(value))
            found[False, "cause"] = locale(site.language).say(told.cause.label)
            found |= {(True, key): one for key, one in told.texts.items()}
        elif part.shown is Shown.WORDINGS:
            found |= {
                (True, f"{name}{_IN}{language}"): one
                for language, texts in json.loads(value).items()
                for name, one in texts.items()
            }
        elif part.shown is Shown.TABLE:
            found |= {
                (True, key): _moment(plain(one), site) for key, one in json.loads(value).items()
            }
        else:
            name = "body" if part.name == "said" else part.name
            found[part.is_text, name] = _read(part.shown, value, site, names)
    return found


def _moment(value: str, site: Site) -> str:
    """A value as readers see it: an instant is a time in the site's zone."""
    if not _STAMP.fullmatch(value):
        return value
    return full_text(locale(site.language), parse_stamp(value), site.zone)


def _label(name: str, site: Site) -> Said | str:
    part, _, language = name.partition(_IN)
    if not language:
        return called(part)
    return said(
        "{part} ({language})", part=called(part), language=language_name(site.language, language)
    )


def _read(shown: Shown, value: str, site: Site, names: Mapping[str, str]) -> str:
    spoken = locale(site.language)
    match shown:
        case Shown.TIME:
            return full_text(spoken, parse_stamp(value), site.zone)
        case Shown.NAME:
            return spoken.say(_VALUES[value])
        case Shown.MESSAGE:
            return spoken.say(MESSAGE.load(value))
        case Shown.STATES:
            return _states(value, names, spoken)
        case _:
            return value


def _states(text: str, names: Mapping[str, str], spoken: Locale) -> str:
    """What an update declared of components and what the page showed then, a line for each."""
    return "\n".join(
        spoken.say(
            "{component}: {declared} (page: {old} → {new})",
            component=names.get(change["component"], change["component"]),
            declared=ComponentState(change["declared"]).small,
            old=ComponentState(change["old"]).small,
            new=ComponentState(change["new"]).small,
        )
        for change in json.loads(text)
    )


def plain(value: Any) -> str:
    """A value of front matter or of a definition, for people."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else str(value)


def compared(before: str, after: str) -> tuple[Fragment, ...]:
    """Two texts as pieces that are the same, gone or new; what replaces something follows it."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if len(old) * len(new) > _MOST_PAIRS:
        old, new = _LINES.findall(before), _LINES.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if _are_strangers(old, new, matcher):
        return _replaced(before, after)
    gone, fresh = "", ""
    pieces: list[Fragment] = []
    for fate, start, end, begin, stop in matcher.get_opcodes():
        was, now = "".join(old[start:end]), "".join(new[begin:stop])
        # A lone space between two changed words belongs to the change.
        if fate != "equal" or (not now.strip() and (gone or fresh) and end < len(old)):
            gone, fresh = gone + was, fresh + now
            continue
        pieces += [*_replaced(gone, fresh), Fragment(Fate.SAME, now)]
        gone = fresh = ""
    return (*pieces, *_replaced(gone, fresh))


def _are_strangers(old: Sequence[str], new: Sequence[str], matcher: SequenceMatcher[str]) -> bool:
    """Whether two texts share words by chance only, so that a difference of words would mislead."""
    shared = sum(
        len(token.strip()) > 0
        for start, _, size in matcher.get_matching_blocks()
        for token in old[start : start + size]
    )
    words = sum(len(token.strip()) > 0 for token in (*old, *new))
    return 6 * shared < words  # less than a third of the words


def _replaced(gone: str, fresh: str) -> tuple[Fragment, ...]:
    found = (Fragment(Fate.GONE, gone), Fragment(Fate.NEW, fresh))
    return tuple(piece for piece in found if piece.text)
