"""Names and ids that may stand in the place of an argument, read from the local store in haste.

Light: what a command that is carried out does not need is imported when a shell asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from statuspage.domain.vocabulary.states import Kind

Found = Iterable[tuple[str, str]]
"""What may be written, and a few words on it."""

Offer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]] | list[str]"]

_MOST = 50
_STATES = (
    *("operational", "degraded_performance", "partial_outage", "major_outage"),
    "under_maintenance",
)


def _offer(find: Callable[[click.Context], Found]) -> Offer:
    """What a finder finds and begins as the word at the cursor; nothing where it cannot look."""

    def offered(
        context: click.Context, _: click.Parameter, begun: str
    ) -> list[CompletionItem[str]]:
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(value, help=" ".join(words.split()) or None)
            for value, words in find(context)
            if value.startswith(begun)
        ]

    return offered


def _in_store(find: Callable[[click.Context], Found]) -> Offer:
    """The same with the local store open."""

    def found(context: click.Context) -> Found:
        from statuspage.cli.program import Program
        from statuspage.store import db

        program = Program(context.find_root().params["config"])
        db.open_store(program.likely_database(), or_read_only=True)
        try:
            with db.snapshot():
                return [*find(context)]
        finally:
            db.close_store()

    return _offer(found)


def _in_file(table: str) -> Offer:
    """The ids of a table of config.toml, as it stands."""

    def found(context: click.Context) -> Found:
        import tomllib
        from pathlib import Path

        text = Path(context.find_root().params["config"]).read_text("utf-8")
        return [(one["id"], one.get("name", "")) for one in tomllib.loads(text)[table]]

    return _offer(found)


def _of_kind(kind: Kind, *, with_over: bool) -> Found:
    from statuspage.store.incidents import incidents

    found = incidents.newest(_MOST, kind) if with_over else incidents.open_ones()
    return [(one.key, one.title) for one in found if one.kind is kind]


@_in_store
def open_incidents(_: click.Context) -> Found:
    """Incidents that are not over, and planned work that is to come: what has a next word."""
    from statuspage.domain.vocabulary.states import Kind

    return [*_of_kind(Kind.INCIDENT, with_over=False), *_of_kind(Kind.MAINTENANCE, with_over=False)]


@_in_store
def all_incidents(_: click.Context) -> Found:
    """The newest, over or not, and the newest planned work."""
    from statuspage.domain.vocabulary.states import Kind

    return [*_of_kind(Kind.INCIDENT, with_over=True), *_of_kind(Kind.MAINTENANCE, with_over=True)]


@_in_store
def planned(_: click.Context) -> Found:
    """Planned work that is not over."""
    from statuspage.domain.vocabulary.states import Kind

    return _of_kind(Kind.MAINTENANCE, with_over=False)


@_in_store
def updates(context: click.Context) -> Found:
    """The updates of the incident that was named before."""
    from statuspage.store.incidents import incidents

    return [
        (one.key, f"{one.at:%Y-%m-%d %H:%M} {one.body[:60]}")
        for one in incidents.by_key(context.params["key"]).updates
    ]


def _components() -> Found:
    from statuspage.store.published import components

    return [(one.id, one.name) for one in components.listed()]


@_in_store
def components(_: click.Context) -> Found:
    """Components."""
    return _components()


def states(context: click.Context, parameter: click.Parameter, begun: str) -> Any:
    """ID=STATE: first the component, and once one is left, its states; no shell parts the two."""
    named = components(context, parameter, begun.partition("=")[0])
    chosen = [one for one in named if getattr(one, "value", "") == begun.partition("=")[0]]
    known = chosen if "=" in begun else named
    if len(known) != 1:
        return [_with_sign(one) for one in known]
    return [one for one in _pairs(known[0]) if one.value.startswith(begun)]


def _with_sign(one: Any) -> CompletionItem[str]:
    from click.shell_completion import CompletionItem

    return CompletionItem(f"{one.value}=", help=one.help)


def _pairs(one: Any) -> Iterator[CompletionItem[str]]:
    from click.shell_completion import CompletionItem

    for state in _STATES:
        yield CompletionItem(f"{one.value}={state}")


probes = _in_file("probes")
hooks = _in_file("hooks")


@_in_store
def slas(_: click.Context) -> Found:
    """Promises in force."""
    from statuspage.store.measured import slas as kept

    return [(one.sla, one.title) for one in kept.current()]


@_in_store
def changes(_: click.Context) -> Found:
    """Entries of the changelog, and drafts of them."""
    from statuspage.domain.vocabulary.entry import EntryKind
    from statuspage.store.published import entries

    published = [(one.slug, one.title) for one in entries.newest(EntryKind.CHANGELOG, _MOST)]
    return [*_drafts(), *published]


def _drafts() -> Found:
    from statuspage.domain.desk.entry_form import path_of
    from statuspage.domain.vocabulary.entry import EntryKind
    from statuspage.store.desk import drafts as kept

    return [(one.key, one.heading) for one in kept.at_path(path_of(EntryKind.CHANGELOG))]


@_in_store
def drafts(_: click.Context) -> Found:
    """Drafts of the changelog."""
    return _drafts()


@_in_store
def releases(_: click.Context) -> Found:
    """Releases of which there are drafts."""
    from statuspage.domain.desk.entry_form import path_of
    from statuspage.domain.vocabulary.entry import EntryKind
    from statuspage.store.desk import drafts as kept

    found = kept.at_path(path_of(EntryKind.CHANGELOG))
    return [(name, "") for name in dict.fromkeys(one.release for one in found) if name]


@_in_store
def accounts(_: click.Context) -> Found:
    """Staff accounts."""
    from statuspage.store.desk import staff

    return [(one.name, str(one.role)) for one in staff.all_staff()]


@_in_store
def tokens(_: click.Context) -> Found:
    """Tokens that are not revoked."""
    from statuspage.store.desk import tokens as kept

    return [(one.name, ", ".join(one.scopes)) for one in kept.all_tokens() if one.is_live]


@_offer
def periods(_: click.Context) -> Found:
    """The months and quarters of a year back, this one first, and what rolls."""
    from statuspage import clock

    today = clock.now()
    months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(13)]
    named = [f"{year}-{month + 1:02}" for year, month in months]
    quarters = [f"{year}-Q{month // 3 + 1}" for year, month in months]
    return [(name, "") for name in [*named, *dict.fromkeys(quarters), "rolling-30d", "rolling-90d"]]
