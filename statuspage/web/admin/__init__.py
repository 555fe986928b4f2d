"""The staff desk: every address under /admin, and what answers it."""

from __future__ import annotations

from flask import Blueprint

from statuspage.errors import NotFound
from statuspage.web.admin import drafts, sign_in
from statuspage.web.admin.desk import desk
from statuspage.web.admin.entries import EditEntry, NewEntry, entry_list
from statuspage.web.admin.forms import FormView
from statuspage.web.admin.guard import guard, nothing_here, too_large
from statuspage.web.admin.incidents import NewIncident, PostUpdate
from statuspage.web.admin.maintenance import NewMaintenance

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

_PAGES = (
    ("", "desk", desk),
    ("/<any(changelog, outcomes):folder>", "entries", entry_list),
)
_FORMS = (
    ("/incidents/new", "new_incident", FormView(NewIncident)),
    ("/incidents/<key>", "incident", FormView(PostUpdate)),
    ("/maintenance/new", "new_maintenance", FormView(NewMaintenance)),
    ("/<any(changelog, outcomes):folder>/new", "new_entry", FormView(NewEntry)),
    ("/<any(changelog, outcomes):folder>/<slug>", "entry", FormView(EditEntry)),
    ("/sign-in", "sign_in", sign_in.sign_in),
)

for rule, name, view in _PAGES:
    blueprint.add_url_rule(rule, name, view)
for rule, name, form in _FORMS:
    blueprint.add_url_rule(rule, name, form, methods=["GET", "POST"])
_BUTTONS = (
    ("/sign-out", "sign_out", sign_in.sign_out),
    ("/drafts/<key>/publish", "publish_draft", drafts.publish),
    ("/drafts/<key>/discard", "discard_draft", drafts.discard),
)
for rule, name, press in _BUTTONS:
    blueprint.add_url_rule(rule, name, press, methods=["POST"])
blueprint.before_request(guard)
blueprint.register_error_handler(NotFound, nothing_here)
blueprint.register_error_handler(413, too_large)
