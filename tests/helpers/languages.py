"""The small site in English, German and Arabic, and incidents told in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from statuspage.domain.incidents.incident import Incident
from tests.helpers.sites import change_config
from tests.helpers.telling import opened

GERMAN = {"title": "Die API antwortet mit Fehlern", "body": "Wir **suchen** die Ursache."}
ARABIC = {"title": "واجهة البرمجة معطلة", "body": "نبحث عن السبب."}


def speak(site: Path, *languages: str) -> None:
    """Give the site further languages than English; its own comes first."""
    listed = ", ".join(f'"{one}"' for one in ("en", *languages))
    change_config(site, 'contact = "', f'languages = [{listed}]\ncontact = "')


def opened_in_german(minutes: float = 0, **word: Any) -> Incident:
    """An incident that is told in English and German."""
    return opened(minutes, texts={"de": GERMAN}, **word)
