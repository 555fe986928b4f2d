"""The table of what people said to us."""

from __future__ import annotations

from peewee import BooleanField, TextField

from statuspage.domain.listening.voice import VoiceChannel, VoiceState
from statuspage.store.fields import ChoiceField, InstantField, JsonField
from statuspage.store.tables.base import Table


class Voice(Table):
    """What one person said; private."""

    key = TextField(primary_key=True)
    at = InstantField()
    channel = ChoiceField(VoiceChannel)
    text = TextField()
    subject = TextField()
    components = JsonField()
    language = TextField()
    may_quote = BooleanField()
    state = ChoiceField(VoiceState)
    outcome = TextField()
    subscription = TextField(index=True)
    decided_at = InstantField(null=True)
    why = TextField()

    class Meta:
        indexes = ((("state", "at"), False), (("outcome", "state"), False))
