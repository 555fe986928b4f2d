"""How pages are made again from the record, by the site's own templates, to be compared.

What a page says besides (measured figures, day bars) no entry speaks of: the list of files covers
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment

from statuspage.domain.record.note import Checkpoint
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.record.replay import Replay
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.site import Site
from statuspage.render import html
from statuspage.render.differences import Difference, differences
from statuspage.render.words.locale import Locale, locale

MAIN = "//title | //main"


@dataclass(frozen=True)
class Expected:
    """A part of a page as it must read; of the variants one must fit, for words turn with time."""

    path: str
    variants: Callable[[], Iterator[str]]
    inside: str = MAIN  # the XPath of the part
    is_whole: bool = False  # nothing else may stand there


@dataclass(frozen=True)
class View:
    """What pages are rendered from: the facts, the whole record, its head, and the time."""

    facts: Replay
    site: Site
    entries: Sequence[Recorded]
    head: Checkpoint
    now: datetime  # when the copy was made, as its first page says

    def page(self, name: str, path: str, now: datetime | None = None, /, **values: Any) -> str:
        """A whole page."""
        return self._render(f"public/{name}", path, now or self.now, values)

    def part(self, name: str, path: str, now: datetime | None = None, /, **values: Any) -> str:
        """A part that pages include."""
        marks = environment(locale(self.site.language)).get_template("public/_marks.html").module
        return self._render(f"public/{name}", path, now or self.now, {"marks": marks, **values})

    def changes(self, subject: str) -> list[Difference]:
        """What the revisions of a subject changed, the newest first."""
        names = {component.id: component.name for component in self.facts.components}
        return differences(self.facts.histories.get(subject, ()), self.site, names)

    def _render(self, name: str, path: str, now: datetime, values: Mapping[str, Any]) -> str:
        free = [e for e in self.facts.all_of(EntryKind.PAGE) if e.withdrawn_at is None]
        pages = sorted(free, key=lambda entry: entry.title.casefold())
        shared = {"site": self.site, "now": now, "pages": pages, "path": path}
        return environment(locale(self.site.language)).get_template(name).render(**shared, **values)


@cache
def environment(spoken: Locale) -> Environment:
    """The site's templates; what is not given stays silent, for the record does not know it."""
    return html.environment(spoken).overlay(undefined=ChainableUndefined)


def always(path: str, body: str, inside: str = MAIN, *, is_whole: bool = False) -> Expected:
    """A page, or a part of it, that says the same at any time."""
    return Expected(path, lambda: iter([body]), inside, is_whole)
