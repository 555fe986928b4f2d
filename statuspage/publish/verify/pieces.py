"""A page as a row of pieces: each paragraph, heading or list item with its times and links.

Two pages say the same when their pieces do, whatever their markup is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from lxml import etree

from statuspage.publish.verify.report import Finding
from statuspage.render.unrecorded import UNRECORDED
from statuspage.said import said

_INLINE = frozenset(
    {*("a", "abbr", "b", "bdi", "br", "code", "del", "em", "i", "ins", "s", "small", "span"),
     *("strong", "sub", "sup", "time")}
)  # fmt: skip
_UNSEEN = frozenset({"script", "style", "svg", "nav"})
_PARSER = etree.HTMLParser(encoding="utf-8")
_SHOWN = 120
_ALIKE = 0.5


@dataclass(frozen=True)
class Piece:
    """Some words of a page."""

    text: str
    anchor: str  # the nearest id around it, or ""
    entry: str  # the entry of the record that it says it is, or ""


def pieces(page: Any, inside: str) -> list[Piece]:
    """The pieces of a page, as bytes or a tree, or of its elements that an XPath chooses."""
    tree = page_tree(page) if isinstance(page, bytes | str) else page
    if tree is None:
        return []
    chosen = (one for one in tree.xpath(inside) if not _is_passed_over(one, owned=False))
    return [piece for element in chosen for piece in _Reader().read(element)]


def page_tree(body: bytes | str) -> Any | None:
    """A page as elements, whatever it says of its own encoding; None when there are none."""
    data = body.encode() if isinstance(body, str) else body
    try:
        return etree.fromstring(data, _PARSER)
    except etree.LxmlError:
        return None


class _Reader:
    """Walks an element, and cuts its text wherever a block begins or ends."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._found: list[Piece] = []

    def read(self, element: Any) -> list[Piece]:
        """The pieces of a block."""
        self._block(element, "", "", owned=False)
        return self._found

    def _block(self, element: Any, anchor: str, entry: str, *, owned: bool) -> None:
        anchor = element.get("id") or element.get("aria-labelledby") or anchor
        mark = element.get("data-record")
        owned = owned or mark is not None or "words" in element.get("class", "").split()
        if mark is not None:
            entry = mark
            told = f"(entry {mark} of the record, {element.get('data-hash')})"
            self._found.append(Piece(told, anchor, entry))
        self._inside(element, anchor, entry, owned=owned)
        self._cut(anchor, entry)

    def _inside(self, element: Any, anchor: str, entry: str, *, owned: bool) -> None:
        self._words.append(element.text or "")
        for child in element:
            if _is_passed_over(child, owned=owned):
                pass
            elif child.tag in _INLINE:
                self._inside(child, anchor, entry, owned=owned)
                self._words.append(_beside(child))
            else:
                self._cut(anchor, entry)
                self._block(child, anchor, entry, owned=owned)
            self._words.append(child.tail or "")

    def _cut(self, anchor: str, entry: str) -> None:
        text = " ".join("".join(self._words).split())
        self._words = []
        if text:
            self._found.append(Piece(text, anchor, entry))


def _is_passed_over(element: Any, *, owned: bool) -> bool:
    """Whether nobody reads it, or no entry speaks of it: nothing such stands inside of one."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return True
    return element.get(UNRECORDED) is not None and not owned


def _beside(element: Any) -> str:
    """What a reader does not see of an inline element, and relies on all the same."""
    target = element.get("datetime") or element.get("href")
    return f" [{target}]" if target else " [struck]" if element.tag == "s" else ""


def differences(path: str, spoken: Sequence[Piece], wanted: Sequence[Piece]) -> Iterator[Finding]:
    """Where a page does not say what the record does, or says more."""
    matcher = SequenceMatcher(
        None, [piece.text for piece in spoken], [piece.text for piece in wanted], autojunk=False
    )
    for kind, from_said, to_said, from_wanted, to_wanted in matcher.get_opcodes():
        if kind == "equal":
            continue
        yield from _named(path, spoken[from_said:to_said], wanted[from_wanted:to_wanted])


def _named(path: str, spoken: Sequence[Piece], wanted: Sequence[Piece]) -> Iterator[Finding]:
    """Pair what is said instead with what is to be said; the rest is missing, or too much."""
    left = list(spoken)
    for piece in wanted:
        entry = piece.entry
        source = said("the record (entry {entry})", entry=entry) if entry else said("the record")
        other = _likest(piece, left)
        if other is None:
            shown, _ = parted(piece.text, "")
            yield Finding(
                _place(path, piece),
                said('does not say "{shown}", {source} does', shown=shown, source=source),
            )
        else:
            left.remove(other)
            shown, told = parted(other.text, piece.text)
            yield Finding(
                _place(path, other),
                said(
                    'says "{shown}", {source} says "{told}"', shown=shown, source=source, told=told
                ),
            )
    for piece in left:
        shown, _ = parted(piece.text, "")
        yield Finding(_place(path, piece), said('says "{shown}", the record does not', shown=shown))


def _likest(piece: Piece, spoken: Sequence[Piece]) -> Piece | None:
    """What stands in its place: mostly the same characters, or the only candidate."""
    found = get_close_matches(piece.text, [one.text for one in spoken], n=1, cutoff=_ALIKE)
    chosen = (one for one in spoken if found and one.text == found[0])
    return next(chosen, spoken[0] if len(spoken) == 1 else None)


def _place(path: str, piece: Piece) -> str:
    return f"{path}#{piece.anchor}" if piece.anchor and piece.anchor != "main" else path


def parted(one: str, other: str) -> tuple[str, str]:
    """Both texts, cut to the part where they begin to differ."""
    pairs = enumerate(zip(one, other, strict=False))
    same = next((n for n, (left, right) in pairs if left != right), 0)
    start = max(0, same - _SHOWN // 3) if max(len(one), len(other)) > _SHOWN else 0
    return _cut_to(one, start), _cut_to(other, start)


def _cut_to(text: str, start: int) -> str:
    part = text[start : start + _SHOWN]
    return f"{'…' if start else ''}{part}{'…' if start + _SHOWN < len(text) else ''}"
