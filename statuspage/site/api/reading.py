"""What a document of the API is: a page of the catalogue whose facts are a model as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from statuspage.said import Said
from statuspage.site.answers import Answer
from statuspage.site.api.shapes import BASE
from statuspage.site.page import ByYear, Context, Facts, LookAhead, Params, PublicPage, one_path
from statuspage.site.promises.periods import JSON
from statuspage.site.rendering import as_is


@dataclass(frozen=True)
class Reading:
    """A page that programs read, with the shape of its answer."""

    page: PublicPage
    summary: Said
    answer: type[Answer]

    @property
    def has_states(self) -> bool:
        """Whether only those that are not over can be asked for."""
        return self.page.pattern in (f"{BASE}/incidents", f"{BASE}/maintenance")


def reading(
    pattern: str,
    read: Callable[..., Facts],
    summary: Said,
    answer: type[Answer],
    all_params: Callable[[Context], Iterable[Params]] = one_path,
    by_year: ByYear | None = None,
    named_by: str = "",
    look_ahead: LookAhead | None = None,
    *,
    is_sliced: bool = False,
    sums_up: bool = False,
) -> Reading:
    """A document at an address below that of the API."""
    page = PublicPage(
        f"{BASE}{pattern}",
        read,
        as_is,
        JSON,
        all_params=all_params,
        by_year=by_year,
        named_by=named_by,
        look_ahead=look_ahead,
        is_sliced=is_sliced,
        sums_up=sums_up,
    )
    return Reading(page, summary, answer)


def document(found: Answer, modified: datetime, following: str = "") -> Facts:
    """An answer as the facts of its page."""
    return Facts({"body": found.as_json()}, modified, following)


def address_after(context: Context, pattern: str, last: str | None) -> str:
    """Where a list goes on after the one with an id; "" where it does not."""
    if last is None:
        return ""
    return f"{context.site.address(BASE + pattern)}?{urlencode(context.part.to_query(last))}"
