"""The pulls that a figure rests on as a document, to be compared with the source itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.promises.periods import JSON, all_periods, asked, by_period
from statuspage.site.promises.pulled import PulledSeries, pulled_for, resting_on
from statuspage.site.rendering import as_is


def pulls_json(context: Context, sla: str, period: str) -> Facts:
    """All of it as JSON. Raises NotFound."""
    version, chosen = asked(context, sla, period)
    series = pulled_for(context, version.promised, chosen.span)
    document = {
        "sla": sla,
        "period": chosen.name,
        "from": _instant(chosen.span.start),
        "to": _instant(chosen.span.end),
        "series": [_document(one) for one in series],
    }
    return Facts({"body": json.dumps(document, ensure_ascii=False)}, context.now)


def _document(one: PulledSeries) -> dict[str, object]:
    return {
        "id": one.of.id,
        "source": one.of.source,
        "component": one.of.component,
        "query": one.of.query,
        "pulls": [
            {
                "from": _instant(pull.start),
                "to": _instant(pull.end),
                "asked_at": _instant(pull.asked_at),
                "query": pull.query,
                "points": pull.points,
                "sha256": pull.digest.hex(),
            }
            for pull in one.pulls
        ],
    }


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _all_pulled(context: Context) -> Iterable[Params]:
    """The periods of the promises that rest on a source."""
    standing = context.library.objectives.current()
    resting = {one.sla for one in standing if resting_on(context, one.promised)}
    return [params for params in all_periods(context) if params["sla"] in resting]


PAGES = (
    PublicPage(
        "/sla/{sla}/{period}/pulls.json",
        pulls_json,
        as_is,
        content_type=JSON,
        all_params=_all_pulled,
        by_year=by_period(_all_pulled),
    ),
)
