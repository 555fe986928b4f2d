"""Changelog entries and outcomes: the lists, and the forms for those that are written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response
from markupsafe import Markup

from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor
from statuspage.domain.entry import CHANGE_TYPES, OUTCOME_STATES, Entry, EntryKind
from statuspage.errors import InvalidInput
from statuspage.store import db, entries
from statuspage.web.admin import choices, pages
from statuspage.web.admin.fields import COMPONENT, fields_of, require_filled
from statuspage.web.admin.forms import Form, FormPage, Values, rehearse
from statuspage.web.admin.published import confirmation, landing
