"""The public record: its page, its entries, and what programs check it by (C2SP tlog-tiles)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from statuspage.domain.record import note, proofs, tree
from statuspage.domain.record.note import written
from statuspage.domain.record.tree import TILE, Tile
from statuspage.errors import NotFound
from statuspage.render.record import texts
from statuspage.said import said
from statuspage.site import signing
from statuspage.site.page import Context, Facts, Params, PublicPage
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
    first = max(0, head.size - _NEWEST)
    newest = record.some(first, _NEWEST)[::-1]
    signer = context.signer
    values = {
        "head": head,
        "key": None if signer is None else str(signer.verifier),
        "newest": newest,
        "few": _IN_SIGHT,  # of them stand in sight, the others behind a fold
        "bundles": list(tree.bundles(head.size))[::-1],
        **context.known(lambda: {"publishers": context.library.staff.publishers()}, "publishers"),
    }
    return Facts(values, newest[0].at if newest else context.now)


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
    """The head, signed when there is a key."""
    text = written(signing.head(context.library, context.site), context.signer)
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
    """That the head holds an entry: all that is needed to check it, for a reader to keep."""
    head = signing.head(context.library, context.site)
    if _INDEX.fullmatch(index) is None or int(index) >= head.size:
        raise NotFound(said("There is no part of the record '{name}'.", name=index))
    hashes = proofs.inclusion(int(index), head.size, context.library.record.hashes)
    text = note.proof(int(index), hashes, written(head, context.signer))
    return Facts({"body": text.encode()}, context.now)


def _bundle(name: str) -> Tile:
    chosen = tree.parse_tile(f"entries/{name}")
    if chosen is None or chosen.width < TILE:
        raise NotFound(said("There is no part of the record '{name}'.", name=name))
    return chosen


def _none_in_copies(_: Context) -> Iterable[Params]:
    """Each proof changes with each head: a copy would write as many files as there are entries.

    Whoever has the copy makes them from its tiles.
    """
    return ()


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
    PublicPage("/record/tile/{tile:path}", tile, as_is, content_type=_BYTES, all_params=_all_tiles),
    PublicPage(
        "/record/entries/{index}.tlog-proof",
        proof,
        as_is,
        content_type=_TEXT,
        all_params=_none_in_copies,
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
