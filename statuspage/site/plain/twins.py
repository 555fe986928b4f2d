"""The Markdown twins of pages: each reads what its page reads, and is made from its ready HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from statuspage.render.twin import MARKDOWN, page_of, path_of, twin
from statuspage.site.page import HTML, Context, Facts, PublicPage, Renderer, made_once


def has_twin(page: PublicPage) -> bool:
    """Whether it says something: forms ask, and the page of what is not there is no page."""
    return page.content_type == HTML and page.takes_post is None and page.pattern != "/404.html"


def twins(pages: Iterable[PublicPage]) -> list[PublicPage]:
    """The twins of some pages."""
    return [
        replace(
            page,
            pattern=path_of(page.pattern),
            render=_renderer(page),
            content_type=MARKDOWN,
            in_sitemap=False,
        )
        for page in pages
        if has_twin(page)
    ]


def _renderer(page: PublicPage) -> Renderer:
    def render(context: Context, path: str, facts: Facts) -> bytes:
        return twin(made_once(page, context, page_of(path), facts))

    return render
