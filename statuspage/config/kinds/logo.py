"""A logo as an SVG file beside config.toml: read, cleaned, and its size known.

What is left draws, and nothing else: no script, no handler, nothing from elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from statuspage.said import said

LARGEST = 32 * 1024  # bytes
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_DRAWN = frozenset(
    {"a", "circle", "ellipse", "g", "line", "path", "polygon", "polyline", "rect", "svg",
     "switch", "symbol", "text", "textPath", "tspan", "use", "clipPath", "defs", "desc",
     "filter", "linearGradient", "marker", "mask", "pattern", "radialGradient", "stop",
     "style", "title", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite",
     "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur",
     "feMerge", "feMergeNode", "feMorphology", "feOffset"}
)  # fmt: skip
_SHAPES = frozenset(
    {"circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "text", "use"}
)  # fmt: skip
_FOREIGN = re.compile(
    r"\\|@import|(?:expression|image|image-set|src)\(|javascript:|url\(\s*['\"]?\s*(?!['\"#\s])",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")


@dataclass(frozen=True)
class Logo:
    """A clean drawing, and how wide it is for its height."""

    svg: str
    ratio: float


def read_logo(folder: Path, name: str) -> Logo:
    """The logo in a file of a folder. Raises ValueError with what to do about it."""
    if name != Path(name).name or not name.lower().endswith(".svg"):
        raise ValueError(
            said('"{name}" is not an SVG file beside config.toml; put it there', name=name[:80])
        )
    try:
        with (folder / name).open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError:
        raise ValueError(
            said('there is no file "{name}" beside config.toml that can be read', name=name[:80])
        ) from None
    if len(data) > LARGEST:
        raise ValueError(
            said(
                '"{name}" is larger than 32 KiB, and every reader loads it; '
                "save it without pictures in it, or run it through an SVG optimizer",
                name=name,
            )
        )
    return cleaned(data, name)


def cleaned(data: bytes, name: str) -> Logo:
    """The clean drawing in the bytes of an SVG file. Raises ValueError."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ValueError(said('"{name}" cannot be read as SVG; save it anew', name=name)) from None
    declared = root.getroottree().docinfo.internalDTD
    if root.tag != f"{{{_SVG}}}svg" or (declared is not None and declared.entities()):
        raise ValueError(
            said('"{name}" is not plain SVG; save it as "plain" or "optimized" SVG', name=name)
        )
    _clean(root)
    if not any(_name(one) in _SHAPES for one in root.iter()):
        raise ValueError(
            said('"{name}" draws nothing; pictures within an SVG file are not shown', name=name)
        )
    ratio = _ratio(root, name)
    etree.cleanup_namespaces(root)
    return Logo(etree.tostring(root, encoding="unicode"), ratio)


def _clean(root: Any) -> None:
    """Take out every element and attribute that does more than draw."""
    for element in list(root.iter()):
        is_known = isinstance(element.tag, str) and element.tag.startswith(f"{{{_SVG}}}")
        if not is_known or _name(element) not in _DRAWN:
            _drop(element)
            continue
        is_style = _name(element) == "style"
        if is_style and (len(element) or _FOREIGN.search(element.text or "")):
            _drop(element)
            continue
        for key, value in list(element.attrib.items()):
            plain = key.rpartition("}")[2]
            is_link = plain == "href"
            is_kept = key in (plain, _XLINK)
            if (
                not is_kept
                or plain.lower().startswith("on")
                or (is_link and not value.strip().startswith("#"))
                or _FOREIGN.search(value)
            ):
                del element.attrib[key]


def _name(element: Any) -> str:
    """Without its namespace; "" of a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tail, before = element.tail or "", element.getprevious()
    parent.remove(element)
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _ratio(root: Any, name: str) -> float:
    """Width for height, by the view box or else by the size. Raises ValueError."""
    box = [float(one) for one in re.findall(r"-?[0-9]*\.?[0-9]+", root.get("viewBox") or "")]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return box[2] / box[3]
    sizes = [_LENGTH.fullmatch(root.get(side) or "") for side in ("width", "height")]
    wide, high = (float(one[1]) if one else 0.0 for one in sizes)
    if not wide or not high:
        raise ValueError(
            said('"{name}" does not say how large it is; give it a viewBox', name=name)
        )
    root.set("viewBox", f"0 0 {wide:g} {high:g}")
    return wide / high
