"""/metrics at the address of the site: only for who shows a token with the scope `metrics`."""

from __future__ import annotations

from flask import Response, request

from statuspage.actions.staff.tokens import token_of
from statuspage.domain.desk.token import METRICS
from statuspage.said import said
from statuspage.web.api.problems import Refused, problem_of


def metrics() -> Response:
    """In the form that Prometheus asks for. Raises StoreError."""
    try:
        _require_token()
    except Refused as refused:
        return problem_of(refused)
    from prometheus_client.exposition import choose_encoder

    from statuspage.web.metrics.facts import registry

    encode, kind = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(registry()), content_type=kind)


def _require_token() -> None:
    """Without counting: a look every few seconds shall write nothing. Raises Refused."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = token_of(secret.strip()) if kind.lower() == "bearer" and secret.strip() else None
    if token is None:
        raise Refused(401, headers={"WWW-Authenticate": 'Bearer realm="statuspage"'})
    if METRICS not in token.scopes:
        challenge = 'Bearer realm="statuspage", error="insufficient_scope", scope="metrics"'
        detail = said("This needs a token with the scope {scope}.", scope=METRICS)
        raise Refused(403, detail, {"WWW-Authenticate": challenge})
