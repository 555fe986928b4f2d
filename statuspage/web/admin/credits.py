"""Credits at the desk: what we owe, how long it can be claimed, and what was granted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from markupsafe import Markup, escape

from statuspage.actions.given import Actor
from statuspage.actions.promises.crediting import CreditsWish, grant_credits
from statuspage.domain.promises.granted import CREDIT, GrantedCredits, about, granted
from statuspage.render.words.figures import granted_words
from statuspage.render.words.locale import locale
from statuspage.site import catalogue
from statuspage.site.form import Values
from statuspage.site.promises import claims
from statuspage.site.promises.owed import owed
from statuspage.store import db
from statuspage.store.published import tallies
from statuspage.web.admin import pages
from statuspage.web.admin.published import confirmation
from statuspage.web.admin.writing.forms import FormPage
from statuspage.web.language import speaker


def credits_owed() -> Response:
    """Every closed period with a credit that is due or may be. Raises StoreError."""
    with db.snapshot():
        text = pages.render("credits.html", done=confirmation(), owed=owed(catalogue.present()))
    return pages.answer(text)


class GrantCredits(FormPage):
    """Say in public what was granted for a period. It holds numbers and a day, no names."""

    template = "grant_credits.html"
    is_at_once = True

    def __init__(self, sla: str, period: str) -> None:
        self._sla, self._period = sla, period

    def opening(self) -> Values:
        found = self._former()
        if found is None:
            return {}
        sums = (f"{amount:.2f} {code}" for code, amount in found.amounts.items())
        return {
            "customers": str(found.customers),
            "unasked": str(found.unasked),
            "sum": " + ".join(sums),
            "day": found.day.isoformat(),
        }

    def facts(self) -> Mapping[str, Any]:
        card, _, _ = claims.claimed(catalogue.present(), self._sla, self._period)
        return {"card": card, "former": self._former()}

    def publish(self, values: Values, actor: Actor) -> str:
        self._grant(values, actor)
        return "/admin/credits?done=granted"

    def preview(self, values: Values, actor: Actor) -> Markup:
        found = db.rehearse(lambda: self._grant(values, actor))
        words = granted_words(locale(speaker().language), found)
        return Markup("<p>{}</p>").format(escape(words))

    def _grant(self, values: Values, actor: Actor) -> GrantedCredits:
        names = ("customers", "unasked", "sum", "day")
        wish = CreditsWish(*(values.get(name, "") for name in names))
        return grant_credits(self._sla, self._period, wish, actor)

    def _former(self) -> GrantedCredits | None:
        named = about(self._sla, self._period)
        return granted(tallies.of(CREDIT, [named]).get(named))
