"""Every way of telling people; one more is a file and a line here."""

from __future__ import annotations

from statuspage.notify.hooks.outlets import OWN, TOPICS, WEBHOOKS
from statuspage.notify.mail.outlet import MAIL
from statuspage.notify.outlet import Outlet
from statuspage.notify.push.outlet import PUSH

OUTLETS: tuple[Outlet, ...] = (MAIL, WEBHOOKS, TOPICS, PUSH, OWN)
