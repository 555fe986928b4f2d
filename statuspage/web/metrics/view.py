"""/metrics at the address of the site: only for who shows a token with the scope `metrics`."""

from __future__ import annotations

from flask import Response, request

from statuspage.domain.desk.token import METRICS
from statuspage.web.api.problems import Refused, problem_of
from statuspage.web.api.requests import shown


def metrics() -> Response:
    """In the form that Prometheus asks for. Raises StoreError."""
    try:
        shown(METRICS)  # without counting: a look every few seconds shall write nothing
    except Refused as refused:
        return problem_of(refused)
    from prometheus_client.exposition import choose_encoder

    from statuspage.web.metrics.facts import registry

    encode, kind = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(registry()), content_type=kind)
