"""The tables of being told: subscriptions, deliveries, suppressed addresses."""

from __future__ import annotations

from peewee import BooleanField, DateField, FloatField, IntegerField, TextField

from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.subscription import Channel, HowOften, SubscriptionState
from statuspage.store.fields import ChoiceField, FilterField, InstantField, PassingMessageField
from statuspage.store.tables.base import Table


class Subscription(Table):
    """Whom to tell. Those of the settings are here too, without an address."""

    key = TextField(primary_key=True)
    channel = ChoiceField(Channel)
    address = TextField()
    address_hash = TextField(index=True)  # keyed; "" where there is no address
    state = ChoiceField(SubscriptionState)
    filter = FilterField()
    language = TextField()
    how_often = ChoiceField(HowOften)
    created_at = InstantField()
    confirmed_at = InstantField(null=True)
    changed_at = InstantField(null=True)
    ended_at = InstantField(null=True)
    owner = TextField()
    score = FloatField()
    bounced_on = DateField(null=True)
    failing_since = InstantField(null=True)
    quarantined_at = InstantField(null=True)
    why = PassingMessageField(null=True)


class Delivery(Table):
    """One of the news, or a letter, for one subscription."""

    key = TextField(primary_key=True)
    subscription = TextField()
    channel = ChoiceField(Channel)
    subject = TextField()
    revision = IntegerField()
    topic = TextField()
    state = ChoiceField(DeliveryState)
    is_gathered = BooleanField()
    tries = IntegerField()
    queued_at = InstantField()
    due_at = InstantField()
    sent_at = InstantField(null=True)
    reason = PassingMessageField(null=True)
    batch = TextField()
    letter = TextField()
    about = TextField()
    blame = TextField(default="")


class Suppression(Table):
    """An address that is never to be written to again, by its keyed hash."""

    address_hash = TextField(primary_key=True)
    why = TextField()  # left, bounced, complained
    at = InstantField()


class KnownBounce(Table):
    """A mail that came back and was counted, by the hash of what its sender calls it."""

    id = TextField(primary_key=True)
    at = InstantField(index=True)


class CodeRequest(Table):
    """Somebody asked to be told, or for their settings; the code itself is never stored."""

    key = TextField(primary_key=True)  # in the address of the page that awaits the code
    subscription = TextField(index=True)
    asked_at = InstantField(index=True)
    tries = IntegerField()  # that were wrong
    filter = FilterField(null=True)  # what was asked for with it


class SentSum(Table):
    """How many readers were sent an update, as its page says."""

    subject = TextField(primary_key=True)
    incident = TextField(index=True)
    sent = IntegerField()
    bounced = IntegerField()


class AccountPost(Table):
    """What an account of ours posted elsewhere."""

    key = TextField(primary_key=True)
    hook = TextField()
    topic = TextField()
    item = TextField()
    name = TextField()
    version = TextField()
    at = InstantField()
