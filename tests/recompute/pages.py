"""What the pages of a site say of its figures, read off their markup."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping

from tests.recompute.rules import Counts

_FIGURE = (
    r'<p class="verdict(?: big)?"[^>]*>(.*?)</span>.*?'
    r'<strong class="figure(?: big)?(?: worded)?"[^>]*>(.*?)</strong>(.*?)</p>'
)
_CARD = re.compile(rf'<article class="sla">.*?href="/sla/([^"/]+)".*?{_FIGURE}', re.DOTALL)
_BIG = re.compile(_FIGURE, re.DOTALL)
_ROW = (
    r'<a href="/sla/{}/([^"]+)">[^<]*</a></th>'
    r'<td class="chief(?: worded)?" data-label="Figure">(.*?)</td>'
    r'.*?<td class="plainly" data-label="Verdict">(.*?)</span>'
)
_UPTIME = r'<details class="days(?: folds)?" id="days-{}".*?</summary>'
_SHARE = re.compile(r'<span class="uptime">(.*?)</summary>', re.DOTALL)
_COMPONENT = re.compile(r'<div class="who"><a href="/components/([^"]+)"')

_GROUP = re.compile(
    r'<details class="group"[^>]*>\s*<summary><h3>(.*?)</h3>.*?</span>(.*?)</summary>', re.DOTALL
)
_SINCE = re.compile(r"(measured|known) since .*")
_AT_WORST = re.compile(r"at worst [0-9.]+%")
_TABLE_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][ >].*?</t[hd]>", re.DOTALL)
_ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)

LABELS = {
    "missed": "Missed",
    "at_risk": "At risk",
    "not_proven": "Not proven",
    "on_track": "On track",
    "met": "Met",
    "insufficient_data": "Not enough data",
    "not_promised": "Not promised then",
}
"""What pages call each verdict, what calls for most attention first."""

Said = tuple[str, str]
"""A figure and its verdict, in the words of a page."""


def figure(page: str) -> Said:
    """The figure that a page is about."""
    [(verdict, words, rest), *_] = _BIG.findall(page)
    return _said(verdict, words, rest)


def cards(page: str) -> dict[str, Said]:
    """The figures of a page that shows several promises, by their ids."""
    return {sla: _said(verdict, words, rest) for sla, verdict, words, rest in _CARD.findall(page)}


def history(page: str, sla: str) -> dict[str, Said]:
    """The figures of the periods of a promise, by their names."""
    found = re.findall(_ROW.format(re.escape(sla)), page, re.DOTALL)
    return {period: (_text(words), _text(verdict)) for period, words, verdict in found}


def components(page: str) -> list[str]:
    """The ids of the components that a page shows."""
    return _COMPONENT.findall(page)


def uptime(page: str, component: str) -> str:
    """What a page says of the share of good time of a component; empty without one."""
    block = re.search(_UPTIME.format(re.escape(component)), page, re.DOTALL)
    found = _SHARE.search(block[0]) if block else None
    return "" if found is None else _text(found[1])


def groups(page: str) -> dict[str, str]:
    """The figure that a page gives beside the name of each group; empty where it gives none."""
    return {_text(name): _text(said) for name, said in _GROUP.findall(page)}


def group_words(figure: Mapping[str, str | None], children: Collection[Counts]) -> str:
    """How a page says it: one child speaks for itself, and the worst only where it differs.

    Nothing is said where of any child less than a tenth of the time is known.
    """
    mean, worst = figure["mean"], figure["worst"]
    if mean is None or len(children) < 2 or not mean.endswith("%"):
        return ""
    if any(10 * counts.measured < counts.measured + counts.unknown for counts in children):
        return ""
    return f"{mean} worst {worst}" if worst != mean and str(worst).endswith("%") else mean


def tables(page: str, section: str) -> list[list[tuple[str, ...]]]:
    """The rows of each table of a section, the heads of rows with them."""
    found = re.findall(r"<tbody>(.*?)</tbody>", _section(page, section), re.DOTALL)
    return [
        [tuple(map(_text, _CELL.findall(row))) for row in _TABLE_ROW.findall(table)]
        for table in found
    ]


def items(page: str, section: str) -> list[str]:
    """The points of the list of a section."""
    return [_text(found) for found in _ITEM.findall(_section(page, section))]


def text(page: str) -> str:
    """All the words of a page."""
    return _text(page)


def uptime_words(share: str | None, coverage: str | None, *, is_watched: bool = True) -> str:
    """How pages say it: a percentage with its coverage; where none is due, the coverage alone.

    Where less than a tenth of the time is known, nothing is said.
    """
    if coverage and float(coverage.rstrip("%")) < 10:
        return ""
    whole = coverage.partition(".")[0].rstrip("%") if coverage else ""
    known = f"{whole}% {'measured' if is_watched else 'known'}" if whole else ""
    is_share = share is not None and share.endswith("%")
    return " ".join(filter(None, [share if is_share else "", known]))


def _section(page: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}"[^>]*>.*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def _said(verdict: str, words: str, rest: str) -> Said:
    at_worst = _AT_WORST.search(_text(rest))
    # Of what began lately, a page says since when instead of how little is known.
    said = _SINCE.sub(r"hardly \1 so far", _text(words))
    return said + (f", {at_worst[0]}" if at_worst else ""), _text(verdict)


def _text(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())
