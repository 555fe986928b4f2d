"""A field for each gap that a prepared text left: filled in there, or within the words.

What the form knows already fills itself: title, components, when it began and ended, the time now.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.content.templates import fill, pieces, variables
from statuspage.render.words.locale import Locale, locale
from statuspage.render.words.times import full_text
from statuspage.store import db
from statuspage.store.settings import site
from statuspage.web.forms.fields import Fields
from statuspage.web.language import writer

GAP = "gap:"
TIMES = {"start": "impact_from", "end": "impact_until"}
"""Gaps that are times of the impact, and the fields that hold them."""

_WITH_GAPS = ("title", "body")
_TITLE = ("title", "what")
_COMPONENTS = ("component", "components")
_NOW = ("time", "now")
Known = Mapping[str, str]


def gaps(values: Mapping[str, str]) -> list[str]:
    """The gaps that are open still, in the order in which they stand."""
    return variables("\n".join(values[name] for name in _with_gaps(values)))


def _with_gaps(values: Mapping[str, str]) -> list[str]:
    """The fields whose words may have gaps: the first ones, then those of further languages."""
    further = [name for name in values if name.partition(":")[0] in _WITH_GAPS and ":" in name]
    return [*(name for name in _WITH_GAPS if name in values), *further]


def sentences(values: Mapping[str, str], asked: Collection[str]) -> list[list[tuple[str, str]]]:
    """The lines in which some gaps first stand, in pieces of text with the gap after each.

    What stands there twice, or is filled by another field, is shown by its name.
    """
    found, seen = [], set[str]()
    for line in "\n".join(values[name] for name in _with_gaps(values)).splitlines():
        sentence, before = list[tuple[str, str]](), len(seen)
        for text, gap in pieces(line):
            is_asked = gap in asked and gap not in seen
            seen |= {gap} if is_asked else set()
            shown = text if is_asked or not gap else f"{text}[{gap.replace('_', ' ')}]"
            sentence.append((shown, gap if is_asked else ""))
        if len(seen) > before:
            found.append(sentence)
    return found


def known(
    values: Mapping[str, str],
    title: str,
    components: Sequence[str],
    times: Mapping[str, datetime | None] | None = None,
) -> Known:
    """What fills gaps by itself; `times` are those of the impact that no field of the form says.

    A time for the words of a further language is named "start:de": it is written as they write it.
    """
    if not gaps(values):
        return {}
    with db.snapshot():
        zone = site().zone
    spoken, fields = writer(), Fields(values, zone)
    instants = {gap: fields.instant(field) for gap, field in TIMES.items()}
    instants = {gap: found or (times or {}).get(gap) for gap, found in instants.items()}
    instants |= dict.fromkeys(_NOW, clock.now())
    told = {gap: _written(spoken, found, zone) for gap, found in instants.items() if found}
    for language in {name.partition(":")[2] for name in _with_gaps(values)} - {""}:
        for gap, found in instants.items():
            if found:
                told[f"{gap}:{language}"] = _written(locale(language), found, zone)
    if components:
        told |= dict.fromkeys(_COMPONENTS, spoken.comma.join(components))
    if title.strip() and not variables(title):
        told |= dict.fromkeys(_TITLE, title.strip())
    return told


def _written(spoken: Locale, instant: datetime, zone: ZoneInfo) -> str:
    """A time as people write it, with spaces that may break."""
    return " ".join(full_text(spoken, instant, zone).split())


def with_times(values: Mapping[str, str]) -> dict[str, str]:
    """The fields with what was written for the gaps of times put into the fields of the impact."""
    found = dict(values)
    for gap, field in TIMES.items():
        written = found.get(GAP + gap, "").strip()
        if written and not found.get(field, "").strip() and _is_time(written):
            found[field] = written
            del found[GAP + gap]
    return found


def known_in(language: str, given: Known) -> Known:
    """What fills the gaps of words in a language, where that is told for it; "" for the first."""
    end = f":{language}"
    own = {gap.removesuffix(end): text for gap, text in given.items() if gap.endswith(end)}
    return {**given, **own} if language else given


def _is_time(text: str) -> bool:
    with db.snapshot():
        fields = Fields({"it": text}, site().zone)
    return fields.instant("it") is not None


def filled(values: Mapping[str, str], by_itself: Known) -> dict[str, str]:
    """The fields of a form with what was written for its gaps, or is known, put into the words."""
    given = dict(by_itself) | {
        name.removeprefix(GAP): text.strip()
        for name, text in values.items()
        if name.startswith(GAP) and text.strip()
    }
    words = {
        name: fill(values[name], known_in(name.partition(":")[2], given))
        for name in _with_gaps(values)
    }
    still = {GAP + name for name in gaps(words)}
    rest = {
        name: text for name, text in values.items() if not name.startswith(GAP) or name in still
    }
    return {**rest, **words}
