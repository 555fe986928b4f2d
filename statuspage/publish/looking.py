"""What is owed to a copy: what rose since it was looked at last, or everything."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

from statuspage import resources
from statuspage.publish.index import LATER, NEWS, Index
from statuspage.publish.places import is_part, path_of, rank
from statuspage.site import catalogue
from statuspage.site.page import Context, PublicPage
from statuspage.store.published import topics
from statuspage.store.settings import RESTORED, read


def look(index: Index, context: Context) -> None:
    """Note what is owed now. Use it inside a snapshot, and together."""
    generation, size = topics.generation(), context.library.record.size()
    if not index.fact("reached"):
        _owe_lists(index, NEWS)
    elif _is_other_store(index, context, generation, size):
        _owe_lists(index, LATER)
        index.owe_all(LATER)
    else:
        if index.fact("program") != _program(context):
            _owe_lists(index, LATER)
            index.owe_all(LATER)
        _owe_raised(index, context, topics.raised_since(int(index.fact("reached"))))
    index.owe_since(context.now)
    index.note(
        reached=str(generation),
        restored=_restored(),
        program=_program(context),
        record=f"{size} {context.library.record.root(size).hex()}",
    )


def _owe_raised(index: Index, context: Context, raised: Iterable[str]) -> None:
    """Whatever rests on what rose, and the addresses that come with it."""
    names = list(raised)
    if not names:
        return
    index.owe(names)
    index.postpone(_FOLLOWING)
    languages = ("", *context.site.languages)
    for page in _NAMED:
        for params in filter(None, map(page.named, names)):
            for language in languages:
                address = f"/{language}{page.path(params)}" if language else page.path(params)
                if not language or page.has_language:
                    index.add(
                        address, page.pattern, path_of(page, address), rank(page, address), NEWS
                    )


def _owe_lists(index: Index, owed: int) -> None:
    """What pages are made of is found at once: the next that is written names it."""
    for pattern in {*(page.pattern for page in catalogue.PAGES), *index.patterns()}:
        index.add(f"*{pattern}", pattern, "", -1, NEWS if is_part(pattern) else owed)


def _is_other_store(index: Index, context: Context, generation: int, size: int) -> bool:
    """Whether a backup took the place of the store that was looked at last."""
    if generation < int(index.fact("reached")) or index.fact("restored") != _restored():
        return True
    seen, _, root = index.fact("record").partition(" ")
    return int(seen) > size or context.library.record.root(int(seen)).hex() != root


def _restored() -> str:
    return read(RESTORED) or ""


def _program(context: Context) -> str:
    """What pages look like, besides the facts: the files of this program, and who signs."""
    signer = context.signer
    return f"{_files()} {'' if signer is None else signer.verifier}"


@lru_cache(maxsize=1)
def _files() -> str:
    found = sha256()
    for folder in (resources.PACKAGE, resources.static_folder()):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                status = path.stat()
                found.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return found.hexdigest()


_FOLLOWING = tuple(page.pattern for page in catalogue.PAGES if page.is_list or page.sums_up)
"""They are no news, and are written once the news is out."""
_NAMED: tuple[PublicPage, ...] = tuple(page for page in catalogue.PAGES if page.named_by)
