"""What was promised after incidents and because budgets were spent, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from peewee import JOIN

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises.pledge import Pledge, with_actions
from statuspage.domain.promises.promise import Promise
from statuspage.errors import NotFound
from statuspage.said import Said, said
from statuspage.store.measured import slas
from statuspage.store.tables import incidents as tables

_P = tables.Pledge
_I = tables.Incident


def by_key(key: str) -> Pledge:
    """Raises NotFound."""
    found = _load(_P.key == key)
    if not found:
        raise NotFound(said("There is no promise '{key}'.", key=key))
    return found[0]


def of_incident(incident: str) -> list[Pledge]:
    """All that was promised after one incident, given by its key; the first made first."""
    return _load(_I.key == incident)


def of_sla(sla: str) -> list[Pledge]:
    """All that was promised because a budget of one promise was spent; the first made first."""
    return _load(_P.sla == sla)


def of_budget(sla: str, period: str, spent: str) -> list[Pledge]:
    """What was promised because so much of the budget of a period was spent."""
    return _load((_P.sla == sla) & (_P.period == period) & (_P.spent == spent))


def made_after(start: datetime, end: datetime) -> list[Pledge]:
    """What was promised after the incidents whose first word fell into [start, end)."""
    return _load((_I.started_at >= start) & (_I.started_at < end))


def completed(found: list[Incident]) -> list[Incident]:
    """Incidents whose postmortems say what was promised with them."""
    told = [one.key for one in found if any(update.sections for update in one.updates)]
    made: dict[str, list[Pledge]] = defaultdict(list)
    for start in range(0, len(told), 500):
        for pledge in _load(_I.key.in_(told[start : start + 500])):
            made[pledge.incident].append(pledge)
    return [with_actions(one, made[one.key]) if one.key in made else one for one in found]


def newest(limit: int) -> list[Pledge]:
    """Those that were due last."""
    return _load(None, order=_P.first_due.desc(), limit=limit)


def due_since(since: datetime) -> list[Pledge]:
    """Those first due at an instant or later."""
    return _load(_P.first_due >= since)


def owed() -> list[Pledge]:
    """Those neither done nor taken back, the one due first at the top."""
    open_ones = _P.evidence_at.is_null() & _P.withdrawn_at.is_null()
    return _load(open_ones, order=_P.first_due)


def add(number: int | None, pledge: Pledge) -> None:
    """A new one of the incident with this number, or of none."""
    promise = pledge.promise
    _P.create(
        key=pledge.key,
        incident=number,
        kind=pledge.kind,
        text=promise.text,
        owner=promise.owner,
        made_at=promise.made_at,
        first_due=promise.dues[0],
        dues=_seconds(promise.dues),
        changed_at=pledge.changed_at,
        evidence="",
        sla=pledge.sla,
        period=pledge.period,
        spent=pledge.spent,
    )


def keep(key: str, at: datetime, evidence: str) -> None:
    """It is done, and `evidence` shows it."""
    _P.update(evidence_at=at, evidence=evidence, changed_at=at).where(_P.key == key).execute()


def extend(key: str, dues: Sequence[datetime], at: datetime) -> None:
    """It takes longer: all its due times, the first one first."""
    _P.update(dues=_seconds(dues), changed_at=at).where(_P.key == key).execute()


def withdraw(key: str, at: datetime) -> None:
    """It is taken back."""
    _P.update(withdrawn_at=at, changed_at=at).where(_P.key == key).execute()


def reword(key: str, words: Mapping[str, str | Said], at: datetime) -> None:
    """Its text, owner or evidence reads otherwise."""
    _P.update(**words, changed_at=at).where(_P.key == key).execute()


def _seconds(dues: Sequence[datetime]) -> list[int]:
    return [int(due.timestamp()) for due in dues]


def _load(condition: Any, *, order: Any = None, limit: int | None = None) -> list[Pledge]:
    columns = (_P, _I.key.alias("incident_key"), _I.title.alias("incident_title"))
    query = (
        _P.select(*columns).join(_I, JOIN.LEFT_OUTER).order_by(order or _P.made_at, _P.kind, _P.key)
    )
    chosen = query if condition is None else query.where(condition)
    rows: Any = list(chosen.limit(limit).dicts())
    named = {row["sla"] for row in rows if row["sla"]}
    titles = {sla: told[0].title for sla, told in slas.histories(named).items()} if named else {}
    return [_fact(row, titles) for row in rows]


def _fact(row: dict[str, Any], titles: Mapping[str, str]) -> Pledge:
    promise = Promise(
        key=row["key"],
        text=row["text"],
        owner=row["owner"],
        made_at=row["made_at"],
        dues=tuple(datetime.fromtimestamp(due, UTC) for due in row["dues"]),
        evidence_at=row["evidence_at"],
        evidence=row["evidence"],
        withdrawn_at=row["withdrawn_at"],
        erased=row["erased"],
    )
    return Pledge(
        kind=row["kind"],
        incident=row["incident_key"] or "",
        title=titles[row["sla"]] if row["sla"] else row["incident_title"],
        promise=promise,
        changed_at=row["changed_at"],
        sla=row["sla"],
        period=row["period"],
        spent=row["spent"],
    )
