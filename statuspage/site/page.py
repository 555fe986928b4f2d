"""What a public page is: its address, how its facts are read and rendered, what makes it stale."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from statuspage.domain.vocabulary.entry import Entry
from statuspage.domain.vocabulary.site import Site

HTML = "text/html; charset=utf-8"
_EVERYWHERE = {"settings", "pages"}
"""What every page shows: the site itself, and links to its free pages."""


@dataclass(frozen=True)
class Context:
    """What every page is given: the site as it was last set up, its free pages, and the time."""

    site: Site
    now: datetime
    pages: Sequence[Entry]  # listed at the foot of each

    @property
    def minute(self) -> datetime:
        """The start of this minute: figures are as of then, so that all of its pages agree."""
        return self.now.replace(second=0)


@dataclass(frozen=True)
class Facts:
    """What a page says.

    `modified` is when it last changed, `valid_until` when its words stop holding.
    """

    values: Mapping[str, Any]
    modified: datetime
    valid_until: datetime | None = None


@dataclass(frozen=True)
class Rendering:
    """A page as ready bytes."""

    body: bytes
    content_type: str
    modified: datetime
    valid_until: datetime | None


Params = Mapping[str, str]
Reader = Callable[..., Facts]  # (Context, **params) -> Facts; raises NotFound
Renderer = Callable[[Context, str, Facts], bytes]
NO_PARAMS: tuple[Params, ...] = ({},)


def one_path(_: Context) -> Iterable[Params]:
    """The params of a page whose address has none."""
    return NO_PARAMS


@dataclass(frozen=True)
class PublicPage:
    """A catalogue entry. `{name}` in `pattern` and `topics` stands for a part of the address.

    `{name:path}` in `pattern` stands for several parts.
    """

    pattern: str
    read: Reader
    render: Renderer
    topics: tuple[str, ...]
    content_type: str = HTML
    all_params: Callable[[Context], Iterable[Params]] = one_path
    in_sitemap: bool = False
    _regex: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        source = re.escape(self.pattern)
        source = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+?)", source)
        source = re.sub(r"\\{(\w+):path\\}", r"(?P<\1>.+?)", source)
        object.__setattr__(self, "_regex", re.compile(source))

    def match(self, path: str) -> Params | None:
        """The parts of an address this page answers, or None."""
        found = self._regex.fullmatch(path)
        return None if found is None else found.groupdict()

    def path(self, params: Params) -> str:
        """The address for some parts."""
        return self.pattern.replace(":path}", "}").format(**params)

    def topics_for(self, params: Params) -> frozenset[str]:
        """What makes the page at this address stale; every page depends on the settings."""
        return frozenset(topic.format(**params) for topic in self.topics) | _EVERYWHERE
