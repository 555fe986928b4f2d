"""The staff desk: every address under /admin, and what answers it."""

from __future__ import annotations

from flask import Blueprint

from statuspage.errors import NotFound
from statuspage.web.admin import account, drafts, people, sign_in, single_sign_on
from statuspage.web.admin.desk import desk
from statuspage.web.admin.edits import EditHeading, EditUpdate, WithdrawUpdate
from statuspage.web.admin.entries import EditEntry, NewEntry, WithdrawEntry, entry_list
from statuspage.web.admin.erasing import Erase
from statuspage.web.admin.forms import DeskFormView
from statuspage.web.admin.guard import guard, nothing_here, too_large
from statuspage.web.admin.incidents import NewIncident, PostUpdate
from statuspage.web.admin.maintenance import NewMaintenance
from statuspage.web.admin.pledges import ChangePledge
from statuspage.web.admin.postmortems import WritePostmortem
from statuspage.web.admin.settings import settings

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

_PAGES = (
    ("", "desk", desk),
    ("/<any(changelog, outcomes):folder>", "entries", entry_list),
    ("/account", "account", account.account),
    ("/account/app.svg", "app_picture", account.app_picture),
    ("/drafts/<key>", "draft", drafts.draft),
    ("/staff", "staff", people.people),
    ("/audit", "audit", people.audit_log),
    ("/settings", "settings", settings),
    ("/sign-in/with", "sign_in_with", single_sign_on.leave),
    ("/sign-in/back", "signed_in_with", single_sign_on.come_back),
)
_FORMS = (
    ("/incidents/new", "new_incident", DeskFormView(NewIncident)),
    ("/incidents/<key>", "incident", DeskFormView(PostUpdate)),
    ("/incidents/<key>/edit", "edit_heading", DeskFormView(EditHeading)),
    ("/incidents/<key>/updates/<update>/edit", "edit_update", DeskFormView(EditUpdate)),
    ("/incidents/<key>/updates/<update>/withdraw", "withdraw_update", DeskFormView(WithdrawUpdate)),
    ("/incidents/<key>/postmortem", "postmortem", DeskFormView(WritePostmortem)),
    ("/promises/<key>", "pledge", DeskFormView(ChangePledge)),
    ("/maintenance/new", "new_maintenance", DeskFormView(NewMaintenance)),
    ("/<any(changelog, outcomes):folder>/new", "new_entry", DeskFormView(NewEntry)),
    ("/<any(changelog, outcomes):folder>/<slug>", "entry", DeskFormView(EditEntry)),
    (
        "/<any(changelog, outcomes):folder>/<slug>/withdraw",
        "withdraw_entry",
        DeskFormView(WithdrawEntry),
    ),
    ("/erase/<path:subject>", "erase", DeskFormView(Erase)),
    ("/sign-in", "sign_in", sign_in.sign_in),
    ("/sign-in/code", "sign_in_code", sign_in.code),
    ("/account/app", "app", account.app),
)

for rule, name, view in _PAGES:
    blueprint.add_url_rule(rule, name, view)
for rule, name, form in _FORMS:
    blueprint.add_url_rule(rule, name, form, methods=["GET", "POST"])
_BUTTONS = (
    ("/sign-in/passkey", "sign_in_passkey", sign_in.passkey),
    ("/sign-out", "sign_out", sign_in.sign_out),
    ("/account/app/begin", "begin_app", account.begin_app),
    ("/account/app/remove", "remove_app", account.remove_app),
    ("/account/codes", "new_codes", account.new_codes),
    ("/account/passkeys", "add_passkey", account.add_passkey),
    ("/account/passkeys/<key>/remove", "remove_passkey", account.remove_passkey),
    ("/account/sessions/end-others", "end_other_sessions", account.end_other_sessions),
    ("/account/sessions/<session>/end", "end_session", account.end_session),
    ("/staff/<name>/disable", "disable_staff", people.disable),
    ("/staff/<name>/reset-factors", "reset_factors", people.reset_factors),
    ("/drafts/<key>/publish", "publish_draft", drafts.publish),
    ("/drafts/<key>/discard", "discard_draft", drafts.discard),
)
for rule, name, press in _BUTTONS:
    blueprint.add_url_rule(rule, name, press, methods=["POST"])
blueprint.before_request(guard)
blueprint.register_error_handler(NotFound, nothing_here)
blueprint.register_error_handler(413, too_large)
