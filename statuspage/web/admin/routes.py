"""Every address under /admin: what answers it, and which verb it asks for. One row, one address."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from statuspage.domain.desk.permissions import Verb
from statuspage.web.admin.access import account, people, prove, sign_in, single_sign_on
from statuspage.web.admin.access.audit_log import audit_log
from statuspage.web.admin.alerts import alert_page
from statuspage.web.admin.credits import GrantCredits, credits_owed
from statuspage.web.admin.desk import desk
from statuspage.web.admin.entries import change_drafts
from statuspage.web.admin.entries.writing import EditEntry, NewEntry, WithdrawEntry, entry_list
from statuspage.web.admin.health import health
from statuspage.web.admin.incidents.edits import EditHeading, EditUpdate, WithdrawUpdate
from statuspage.web.admin.incidents.erasing import Erase
from statuspage.web.admin.incidents.notes import CorrectNote
from statuspage.web.admin.incidents.opening import NewIncident
from statuspage.web.admin.incidents.pledges import ChangePledge
from statuspage.web.admin.incidents.postmortems import WritePostmortem
from statuspage.web.admin.incidents.translating import Translate
from statuspage.web.admin.incidents.updating import PostUpdate
from statuspage.web.admin.listening.feedback import MergeRequest, NoteVoice, feedback
from statuspage.web.admin.listening.surveys import AskSurvey, survey_links, surveys
from statuspage.web.admin.planned.announcing import NewMaintenance
from statuspage.web.admin.planned.questions import BeginPlanned, CancelPlanned, MovePlanned
from statuspage.web.admin.reporting.reports import WriteReport, reports
from statuspage.web.admin.settings import settings
from statuspage.web.admin.telling import telling
from statuspage.web.admin.writing import drafts
from statuspage.web.admin.writing.forms import DeskFormView, FormPage

LOOK, OWN, PUBLISH, MANAGE = Verb.LOOK, Verb.OWN, Verb.PUBLISH, Verb.MANAGE_STAFF
_ANY = ("GET", "HEAD", "POST")
FOLDER = "/<any(changelog, outcomes, notices, stories):folder>"


@dataclass(frozen=True)
class Route:
    """An address, and what it asks for when it is opened and when something is sent to it.

    What has no verb is not taken. What is open strangers may ask for, too.
    """

    rule: str
    view: Callable[..., Any]
    get: Verb | None = None
    post: Verb | None = None
    is_open: bool = False  # it leads to being signed in
    proof: Collection[str] = ()  # methods that need one, that it is still its owner who sits there

    @property
    def methods(self) -> list[str]:
        named = {"GET": self.get, "POST": self.post}
        return [method for method, verb in named.items() if verb is not None]


def _form(
    rule: str, page: Callable[..., FormPage], get: Verb = PUBLISH, post: Verb = PUBLISH
) -> Route:
    return Route(rule, DeskFormView(page), get, post)


def _person(deed: str, view: Callable[..., Any], get: Verb | None = None) -> Route:
    """What an admin does to an account; before it is done they show that it is still them."""
    return Route(f"/staff/<name>/{deed}", view, get, MANAGE, proof=("POST",))


ROUTES = (
    Route("", desk, LOOK),
    _form("/incidents/new", NewIncident),
    _form("/incidents/<key>", PostUpdate, LOOK),
    _form("/incidents/<key>/edit", EditHeading),
    _form("/incidents/<key>/updates/<update>/edit", EditUpdate),
    _form("/incidents/<key>/updates/<update>/withdraw", WithdrawUpdate),
    _form("/incidents/<key>/updates/<update>/in/<language>", Translate),
    _form("/incidents/<key>/postmortem", WritePostmortem),
    _form("/incidents/<key>/notes/<int(max=999_999_999):note>", CorrectNote),
    _form("/incidents/<key>/begin", BeginPlanned),
    _form("/incidents/<key>/move", MovePlanned),
    _form("/incidents/<key>/cancel", CancelPlanned),
    _form("/promises/<key>", ChangePledge),
    _form("/maintenance/new", NewMaintenance),
    Route(FOLDER, entry_list, LOOK),
    _form(f"{FOLDER}/new", NewEntry),
    _form(f"{FOLDER}/<slug>", EditEntry, LOOK),
    _form(f"{FOLDER}/<slug>/withdraw", WithdrawEntry),
    Route("/feedback", feedback, LOOK, PUBLISH),
    _form("/feedback/new", NoteVoice),
    Route("/credits", credits_owed, LOOK),
    _form("/credits/<sla>/<period>", GrantCredits),
    Route("/reports", reports, LOOK),
    _form("/reports/<period>", WriteReport, LOOK),
    Route("/surveys", surveys, PUBLISH),
    _form("/surveys/new", AskSurvey),
    Route("/surveys/<kind>/<name>.csv", survey_links, PUBLISH),
    _form("/outcomes/<slug>/merge", MergeRequest),
    _form("/erase/<path:subject>", Erase, Verb.ERASE, Verb.ERASE),
    Route("/drafts/changelog", change_drafts.change_drafts, LOOK, PUBLISH),
    Route("/drafts/<key>", drafts.draft, LOOK),
    Route("/drafts/<key>/publish", drafts.publish, post=PUBLISH),
    Route("/drafts/<key>/discard", drafts.discard, post=PUBLISH),
    Route("/alerts", alert_page, LOOK, PUBLISH),
    Route("/telling", telling, LOOK, PUBLISH),
    Route("/settings", settings, Verb.READ_SETTINGS),
    Route("/settings/health", health, Verb.READ_SETTINGS),
    Route("/audit", audit_log, Verb.READ_AUDIT),
    Route("/staff", people.people, MANAGE),
    Route("/staff/<name>", people.person, MANAGE),
    _person("role", people.role),
    _person("disable", people.disable, MANAGE),
    _person("enable", people.enable),
    _person("reset-factors", people.reset_factors, MANAGE),
    _person("sessions/end", people.end_sessions),
    _person("sessions/<session>/end", people.end_session),
    Route("/account", account.account, OWN),
    Route("/account/password", account.password, OWN, OWN, proof=_ANY),
    Route("/account/app", account.app, OWN, OWN, proof=_ANY),
    Route("/account/app.svg", account.app_picture, OWN, proof=_ANY),
    Route("/account/app/begin", account.begin_app, post=OWN, proof=_ANY),
    Route("/account/app/remove", account.remove_app, post=OWN, proof=_ANY),
    Route("/account/codes", account.new_codes, post=OWN, proof=_ANY),
    Route("/account/passkeys", account.add_passkey, post=OWN, proof=_ANY),
    Route("/account/passkeys/<key>/remove", account.remove_passkey, post=OWN, proof=_ANY),
    Route("/account/sessions/end-others", account.end_other_sessions, post=OWN),
    Route("/account/sessions/<session>/end", account.end_session, post=OWN),
    Route("/prove", prove.prove, OWN, OWN),
    Route("/prove/passkey", prove.passkey, post=OWN),
    Route("/prove/with", single_sign_on.leave_anew, OWN),
    Route("/sign-out", sign_in.sign_out, post=OWN),
    Route("/sign-in", sign_in.sign_in, OWN, OWN, is_open=True),
    Route("/sign-in/code", sign_in.code, OWN, OWN, is_open=True),
    Route("/sign-in/passkey", sign_in.passkey, post=OWN, is_open=True),
    Route("/sign-in/with", single_sign_on.leave, OWN, is_open=True),
    Route("/sign-in/back", single_sign_on.come_back, OWN, is_open=True),
)
