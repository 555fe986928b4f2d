"""What the pages of a site say of its figures, read off their markup."""

from __future__ import annotations

import html
import re

_FIGURE = r'<strong class="figure(?: big)?">(.*?)</strong>(.*?)</p>'
_CARD = re.compile(rf'<article class="sla">.*?href="/sla/([^"/]+)".*?{_FIGURE}', re.DOTALL)
_BIG = re.compile(_FIGURE, re.DOTALL)
_ROW = (
    r'<a href="/sla/{}/([^"]+)">[^<]*</a></th>'
    r'<td data-label="Figure">(.*?)</td>.*?<td data-label="Verdict">(.*?)</td>'
)
_UPTIME = r'<details class="days" id="days-{}".*?</summary>'
_SHARE = re.compile(r"<span>(<strong>.*?)</span>")
_COMPONENT = re.compile(r'<details class="days" id="days-([^"]+)"')

LABELS = {
    "met": "Met",
    "missed": "Missed",
    "not_proven": "Not proven",
    "insufficient_data": "Not enough data",
    "in_progress": "In progress",
}
"""What pages call each verdict."""

Said = tuple[str, str]
"""A figure and its verdict, in the words of a page."""


def figure(page: str) -> Said:
    """The figure that a page is about."""
    [(words, rest), *_] = _BIG.findall(page)
    return _said(words, rest)


def cards(page: str) -> dict[str, Said]:
    """The figures of a page that shows several promises, by their ids."""
    return {sla: _said(words, rest) for sla, words, rest in _CARD.findall(page)}


def history(page: str, sla: str) -> dict[str, Said]:
    """The figures of the periods of a promise, by their names."""
    found = re.findall(_ROW.format(re.escape(sla)), page, re.DOTALL)
    return {period: _said(words, rest) for period, words, rest in found}


def components(page: str) -> list[str]:
    """The ids of the components that a page shows."""
    return _COMPONENT.findall(page)


def uptime(page: str, component: str) -> str:
    """What a page says of the share of good time of a component; empty without one."""
    block = re.search(_UPTIME.format(re.escape(component)), page, re.DOTALL)
    assert block is not None
    found = _SHARE.search(block[0])
    return "" if found is None else _text(found[1])


def uptime_words(share: str | None, coverage: str | None) -> str:
    """How pages say it: a percentage needs its coverage, other words have it in them."""
    if share is None or not share.endswith("%"):
        return share or ""
    return f"{share} up, {coverage} measured" if coverage else f"{share} up"


def _said(words: str, rest: str) -> Said:
    text = _text(rest)
    [verdict] = [name for name in LABELS.values() if text.endswith(name)]
    return _text(words), verdict


def _text(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())
