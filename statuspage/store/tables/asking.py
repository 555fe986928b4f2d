"""The tables of what readers are asked. No column tells who answered."""

from __future__ import annotations

from peewee import BooleanField, CompositeKey, IntegerField, TextField

from statuspage.domain.asking.questions import QuestionKind
from statuspage.store.fields import ChoiceField, InstantField
from statuspage.store.tables.base import Table


class ReaderAnswer(Table):
    """One answer. `whose` is of its link, else random: nobody is found by it."""

    key = TextField(primary_key=True)
    kind = ChoiceField(QuestionKind)
    about = TextField()
    whose = TextField()
    choice = TextField()
    at = InstantField()
    counted = TextField(null=True)
    released_at = InstantField(null=True, index=True)

    class Meta:
        indexes = ((("kind", "about", "whose"), True),)


class SurveyRound(Table):
    """A question of the survey kit, and how many links were made for it."""

    kind = ChoiceField(QuestionKind)
    name = TextField()
    links = IntegerField()
    is_open = BooleanField()
    made_at = InstantField()

    class Meta:
        primary_key = CompositeKey("kind", "name")


class OutcomeAsked(Table):
    """Those who asked for something were asked whether it helped, each time it was done."""

    slug = TextField(primary_key=True)
    done_at = InstantField()
    asked_at = InstantField()
    letters = IntegerField()
