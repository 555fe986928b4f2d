"""Acts of staff in words: the things that they name are looked up, and lead to their pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from statuspage.domain.desk.acts import sentence
from statuspage.domain.desk.audit import AuditEntry
from statuspage.domain.desk.things import Thing, thing_of
from statuspage.domain.vocabulary.entry import PATHS, EntryKind
from statuspage.domain.vocabulary.site import Site
from statuspage.render.words.acts import changed_parts
from statuspage.render.words.links import bdi
from statuspage.render.words.locale import Locale
from statuspage.said import Said, said
from statuspage.store.desk import drafts, named
from statuspage.store.published import entries

_SOMEBODY = said("Somebody")
_DESK = (EntryKind.CHANGELOG, EntryKind.OUTCOME, EntryKind.NOTICE, EntryKind.STORY)


@dataclass(frozen=True)
class ToldAct:
    """An act in words: the sentence for a page, the same as plain text, and what it changed."""

    entry: AuditEntry
    sentence: Markup
    plain: str
    parts: Sequence[Said]
    path: str  # of what it was done to; empty where that has no page


def told_acts(acts: Sequence[AuditEntry], locale: Locale, here: Site) -> list[ToldAct]:
    """Acts in words, their things looked up in a few questions; call it in a snapshot."""
    things = {act.number: thing_of(act) for act in acts}
    names = _names(list(things.values()))
    return [_told(act, things[act.number], names, locale, here) for act in acts]


def _told(
    act: AuditEntry, thing: Thing, names: Mapping[str, tuple[str, str]], locale: Locale, here: Site
) -> ToldAct:
    unknown = thing.name or thing.incident or thing.update or thing.written
    name, path = names.get(_key(thing), (unknown, ""))
    shown = bdi(name)
    if path:
        shown = Markup('<a href="{}">{}</a>').format(path, shown)
    kept = names.get(f"draft:{thing.draft}", ("", ""))[1]
    phrase = locale.markup(thing.phrase(shown))
    if kept and not path:
        phrase = Markup('<a href="{}">{}</a>').format(kept, phrase)
    who = _SOMEBODY if act.who == "somebody" else act.who
    linked = who if isinstance(who, Said) else bdi(who)
    return ToldAct(
        act,
        locale.markup(sentence(act, linked, phrase)),
        locale.say(sentence(act, who, thing.phrase(name))),
        changed_parts(locale, act, here.zone),
        path or kept,
    )


def _key(thing: Thing) -> str:
    if thing.update:
        return f"update:{thing.update}"
    return f"incident:{thing.incident}" if thing.incident else f"written:{thing.written}"


def _names(things: Sequence[Thing]) -> dict[str, tuple[str, str]]:
    """What things are called now, and the page of each."""
    updates = named.incidents_of({thing.update for thing in things if thing.update})
    keys = {thing.incident for thing in things if thing.incident} | {*updates.values()}
    titles = named.titles(keys)
    found = {}
    for key in keys:
        title = titles.get(key)
        found[f"incident:{key}"] = (title or key, f"/admin/incidents/{key}" if title else "")
    found |= {f"update:{one}": found[f"incident:{key}"] for one, key in updates.items()}
    for kind in EntryKind:
        of_kind = [one.written for one in things if one.written.startswith(f"{kind}/")]
        found |= _written(kind, of_kind) if of_kind else {}
    for key in drafts.existing({thing.draft for thing in things if thing.draft}):
        found[f"draft:{key}"] = ("", f"/admin/drafts/{key}")
    return found


def _written(kind: EntryKind, subjects: Sequence[str]) -> dict[str, tuple[str, str]]:
    known = entries.by_slugs(kind, [one.partition("/")[2] for one in subjects])
    found = {}
    for subject in subjects:
        slug = subject.partition("/")[2]
        entry = known.get(slug)
        place = f"/admin/{kind}/" if kind in _DESK else PATHS.get(kind, "")
        found[f"written:{subject}"] = (
            entry.title if entry else slug,
            f"{place}{slug}" if entry and place else "",
        )
    return found
