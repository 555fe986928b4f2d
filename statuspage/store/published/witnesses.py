"""Witnesses of the record: the policy, the cosignatures kept, and how asking each of them went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from statuspage.domain.record.cosignature import Cosignature, parse_cosigner_key
from statuspage.domain.record.policy import Policy, parse_policy
from statuspage.domain.record.witnesses import WitnessContact
from statuspage.store.settings import WITNESSES, read
from statuspage.store.tables.record import WitnessContact as _Contact
from statuspage.store.tables.record import WitnessedHead as _Head

_MOST = 50  # heads of which cosignatures are kept while none has enough


def policy() -> Policy | None:
    """Who cosigns, and how many are needed; None where config.toml names nobody."""
    text = read(WITNESSES)
    return _parsed(text) if text else None


@lru_cache(maxsize=2)
def _parsed(text: str) -> Policy:
    return parse_policy(text.encode(), WITNESSES)


def cosignatures() -> Mapping[int, Sequence[Cosignature]]:
    """Those that are kept, by the size of their heads."""
    found = defaultdict[int, list[Cosignature]](list)
    for row in _Head.select():
        found[row.size].append(Cosignature(_key(row.key), row.at, bytes(row.signature)))
    return found


_key = lru_cache(maxsize=100)(parse_cosigner_key)


def keep(size: int, found: Cosignature) -> None:
    """Keep a cosignature of the head of so many entries; a former one by the same key goes."""
    row = {"size": size, "key": str(found.key), "at": found.at, "signature": found.signature}
    _Head.put(row)


def let_go(before: int) -> None:
    """Forget those of heads smaller than the newest that is witnessed, and of far too many."""
    _Head.delete().where(_Head.size < before).execute()
    sizes: Any = _Head.select(_Head.size).distinct().order_by(_Head.size.desc()).tuples()
    if older := [size for (size,) in sizes[_MOST:]]:
        _Head.delete().where(_Head.size.in_(older)).execute()


def contacts() -> Mapping[str, WitnessContact]:
    """How asking each witness went, by its key; one that was never asked is absent."""
    return {
        row.key: WitnessContact(**{name: getattr(row, name) for name in _COLUMNS})
        for row in _Contact.select()
    }


_COLUMNS = tuple(WitnessContact.__dataclass_fields__)


def note_contact(contact: WitnessContact) -> None:
    """Keep how it went."""
    _Contact.put({name: getattr(contact, name) for name in _COLUMNS})
