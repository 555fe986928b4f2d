"""Writes the audit log: one line for each act of staff, in the transaction of that act.

Facts only: words may have to be erased one day, and this log cannot. Never a secret or a password.
"""

from __future__ import annotations

from typing import Any

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.domain.desk.audit import APPROVED_BY, AuditEntry, Values, Via
from statuspage.domain.record.recorded import Statement
from statuspage.store import db
from statuspage.store.desk import audit

HOST = Actor("command line", via=Via.COMMAND_LINE)
"""Whoever has the machine, when nobody is named."""


def note_act(
    actor: Actor,
    verb: str,
    subject: str,
    before: Values | None = None,
    after: Values | None = None,
) -> None:
    """Note what somebody did. What the program does by itself is no act of staff."""
    if actor.via is not Via.ITSELF:
        act = AuditEntry(
            0, clock.now(), actor.name, actor.via, verb, subject, before, after, actor.address
        )
        audit.append(act)


def note_deed(actor: Actor, verb: str, subject: str, **facts: Any) -> None:
    """Note, in a transaction of its own, what was done by other means. Raises StoreError."""
    with db.transaction():
        note_act(actor, verb, subject, None, facts)


def note_said(actor: Actor, former: Statement | None, said: Statement) -> None:
    """Note who published or changed something: its facts, and which of its words are new."""
    before = {} if former is None else former.words
    words = sorted(name for name, text in said.words.items() if before.get(name) != text)
    verb = "publish" if former is None else "change"
    after = {**said.facts, "new_words": words}
    if actor.approver:
        after[APPROVED_BY] = actor.approver
    note_act(actor, verb, said.subject, None if former is None else former.facts, after)
