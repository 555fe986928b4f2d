"""The staff desk: everything under /admin, behind one guard."""

from __future__ import annotations

from flask import Blueprint

from statuspage.errors import NotFound
from statuspage.web.admin.guard import guard, nothing_here, too_large
from statuspage.web.admin.routes import ROUTES

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
for route in ROUTES:
    endpoint = route.rule.replace(".", "-") or "/"  # Flask wants a name for each, without dots
    blueprint.add_url_rule(route.rule, endpoint, route.view, methods=route.methods)
blueprint.before_request(guard)
blueprint.register_error_handler(NotFound, nothing_here)
blueprint.register_error_handler(413, too_large)
