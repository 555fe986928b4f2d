"""The public record: its page, its entries, and what programs check it by (C2SP tlog-tiles)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from statuspage.domain.promises.severities import SLUG
from statuspage.domain.record import note, proofs, tree
from statuspage.domain.record.tree import TILE, Tile
from statuspage.domain.record.witnesses import WitnessStanding
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.errors import NotFound
from statuspage.render.record import texts
from statuspage.render.words.labels import kept_names
from statuspage.said import said
from statuspage.site import signing, witnessing
from statuspage.site.page import NO_PARAMS, Context, Facts, Params, PublicPage, no_path
from statuspage.site.rendering import as_is, template

_NEWEST = 30
_IN_SIGHT = 5
_TEXT = "text/plain; charset=utf-8"
_BYTES = "application/octet-stream"
_JSON = "application/json; charset=utf-8"
_INDEX = re.compile(r"0|[1-9][0-9]{0,11}")


def front(context: Context) -> Facts:
    """What the record is, its head, and the newest entries."""
    record = context.library.record
    head = signing.head(context.library, context.site)
    signer = context.signer
    first = max(0, head.size - _NEWEST)
    newest = record.some(first, _NEWEST)[::-1]
    values = {
        "head": head,
        "key": None if signer is None else str(signer.verifier),
        "newest": newest,
        "few": _IN_SIGHT,  # of them stand in sight, the others behind a fold
        "names": kept_names(context.locale, _breaking(context)),
        "bundles": list(tree.bundles(head.size))[::-1],
        **context.known(lambda: {"standing": _standing(context)}, "standing"),
        **context.known(lambda: {"stamps": context.library.stamps.days(_IN_SIGHT)}, "stamps"),
        **context.known(lambda: {"elsewhere": context.settings.record.key_elsewhere}, "elsewhere"),
        **context.known(lambda: {"publishers": context.library.staff.publishers()}, "publishers"),
    }
    return Facts(values, newest[0].at if newest else context.now)


def _breaking(context: Context) -> Mapping[str, Any]:
    """What the page says that tells within which times we act; nothing without one."""
    found = context.library.entries.by_slugs(EntryKind.PAGE, [SLUG]).get(SLUG)
    return {} if found is None else found.details


def _standing(context: Context) -> WitnessStanding | None:
    """How far witnesses have seen the record, where there are any. Raises NotKnown."""
    named = context.library.witnesses.policy()
    if named is None or not named.witnesses:
        return None
    return witnessing.standing(context.library, context.site)


def bundle(context: Context, name: str) -> Facts:
    """The entries of one bundle for readers."""
    chosen = _bundle(name)
    entries = context.library.record.some(chosen.number * TILE, TILE)
    if not entries:
        raise NotFound(said("There is no part of the record '{name}'.", name=name))
    values = {"entries": entries, "name": name, "number": chosen.number}
    return Facts(values, entries[-1].at)


def words(context: Context, name: str) -> Facts:
    """The texts that the entries of one bundle commit to, with their salts."""
    chosen = _bundle(name)
    entries = context.library.record.some(chosen.number * TILE, TILE)
    if not entries:
        raise NotFound(said("There is no part of the record '{name}'.", name=name))
    return Facts({"body": texts(chosen.number * TILE, entries)}, entries[-1].at)


def checkpoint(context: Context) -> Facts:
    """The newest head, signed when there is a key, with the cosignatures it has by now."""
    found = witnessing.newest(context.library, context.site)
    return Facts({"body": witnessing.served(found, context.signer).encode()}, context.now)


def witnessed(context: Context) -> Facts:
    """The newest head that enough witnesses cosigned; the newest of all may wait for them."""
    found = witnessing.standing(context.library, context.site).witnessed
    if found is None or context.library.witnesses.policy() is None:
        raise NotFound(said("No head of this record has been cosigned by enough witnesses."))
    return Facts({"body": witnessing.served(found, context.signer).encode()}, context.now)


def policy(context: Context) -> Facts:
    """Whose cosignatures are asked for, and how many are enough; `verify --policy` takes it."""
    found = context.library.witnesses.policy()
    if found is None:
        raise NotFound(said("This record names no witnesses."))
    text = witnessing.policy_text(found, context.signer, context.site.url)
    return Facts({"body": text.encode()}, context.now)


def tile(context: Context, tile: str) -> Facts:
    """A tile of hashes, or a bundle of entries."""
    chosen = tree.parse_tile(tile)
    if chosen is None:
        raise NotFound(said("There is no tile '{tile}'.", tile=tile))
    record, first = context.library.record, chosen.number * TILE
    if chosen.level is None:
        found = record.leaves(first, chosen.width)
    else:
        found = record.hashes(chosen.level, first, chosen.width)
    if len(found) < chosen.width:
        raise NotFound(said("There is no tile '{tile}'.", tile=tile))
    body = tree.bundle(found) if chosen.level is None else b"".join(found)
    return Facts({"body": body}, context.now)


def proof(context: Context, index: str) -> Facts:
    """That a head holds an entry, the newest one that is witnessed, where that does: all that is
    needed to check it, for a reader to keep.
    """
    known = witnessing.standing(context.library, context.site)
    if _INDEX.fullmatch(index) is None or int(index) >= known.newest.head.size:
        raise NotFound(said("There is no part of the record '{name}'.", name=index))
    shown = known.best if int(index) < known.best.head.size else known.newest
    hashes = proofs.inclusion(int(index), shown.head.size, context.library.record.hashes)
    text = note.proof(int(index), hashes, witnessing.served(shown, context.signer))
    return Facts({"body": text.encode()}, context.now)


def _bundle(name: str) -> Tile:
    chosen = tree.parse_tile(f"entries/{name}")
    if chosen is None or chosen.width < TILE:
        raise NotFound(said("There is no part of the record '{name}'.", name=name))
    return chosen


def _where_named(context: Context) -> Iterable[Params]:
    return NO_PARAMS if context.library.witnesses.policy() else ()


def _where_witnessed(context: Context) -> Iterable[Params]:
    found = witnessing.standing(context.library, context.site).witnessed
    return _where_named(context) if found else ()


def _all_tiles(context: Context) -> Iterable[Params]:
    size = context.library.record.size()
    for chosen in (*tree.tiles(size), *tree.bundles(size)):
        yield {"tile": chosen.path.removeprefix("tile/")}


def _all_bundles(context: Context) -> Iterable[Params]:
    for chosen in tree.bundles(context.library.record.size()):
        yield {"name": chosen.name}


PAGES = (
    PublicPage("/record", front, template("record.html"), in_sitemap=True),
    PublicPage("/record/checkpoint", checkpoint, as_is, content_type=_TEXT),
    PublicPage(
        "/record/witnessed", witnessed, as_is, content_type=_TEXT, all_params=_where_witnessed
    ),
    PublicPage("/record/policy", policy, as_is, content_type=_TEXT, all_params=_where_named),
    PublicPage("/record/tile/{tile:path}", tile, as_is, content_type=_BYTES, all_params=_all_tiles),
    PublicPage(
        "/record/entries/{index}.tlog-proof",
        proof,
        as_is,
        content_type=_TEXT,
        all_params=no_path,  # whoever has a copy makes them from its tiles
    ),
    PublicPage(
        "/record/entries/{name:path}",
        bundle,
        template("record_entries.html"),
        all_params=_all_bundles,
    ),
    PublicPage(
        "/record/words/{name:path}.json", words, as_is, content_type=_JSON, all_params=_all_bundles
    ),
)
