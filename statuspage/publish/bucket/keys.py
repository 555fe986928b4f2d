"""Under which key a file of a copy lies in a bucket, and with which headers.

A page's key is its address: `incidents/ID`, no `index.html` behind it, so that a reader's request
finds it without rewriting on the way. Only addresses that end with a slash need a name: the first
page, and that of each language.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from statuspage.publish.lasting import LASTING_CACHE, PAGE_CACHE
from statuspage.publish.target import File

_PAGE, _DOCUMENT = "/index.html", "/index.json"


def key_of(path: str, language: str = "") -> str:
    """The key of a path; `language` is that of the file's words."""
    if path == language + _PAGE:
        return path  # the address of its first page is /de/
    return path.removesuffix(_PAGE).removesuffix(_DOCUMENT)


def keys_of(path: str) -> Collection[str]:
    """Where a file may lie whose language is not known any more."""
    return {key_of(path), path} if path.endswith(_PAGE) else {key_of(path)}


def headers_of(file: File) -> Mapping[str, str]:
    """What its readers are told of it. It lies there plain: caches compress it for who can read it,
    and a bucket has one body for all."""
    return {
        "Content-Type": file.content_type,
        "Cache-Control": LASTING_CACHE if file.lasts else PAGE_CACHE,
    }
