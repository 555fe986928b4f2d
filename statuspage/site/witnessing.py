"""The head of the record as it is served: signed, and cosigned by whoever has seen it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from statuspage.addresses import is_private_host
from statuspage.domain.library.library import Library
from statuspage.domain.record.cosignature import Cosignature
from statuspage.domain.record.note import Signer, written
from statuspage.domain.record.policy import Policy
from statuspage.domain.record.witnesses import SeenHead, WitnessStanding, cosigned
from statuspage.domain.vocabulary.site import Site
from statuspage.errors import NotKnown
from statuspage.site import signing

_NOBODY = Policy("none")


def standing(library: Library, site: Site) -> WitnessStanding:
    """How far witnesses have seen the record. Without any, its newest head is all there is."""
    head = signing.head(library, site)
    policy, kept = _known(library)
    newest = cosigned(head, policy, kept.get(head.size, ()))
    witnessed = newest if newest.is_enough(policy) else _witnessed(library, site, policy, kept)
    first = witnessed.head.size if witnessed else 0
    waiting = library.record.some(first, 1) if first < head.size else ()
    return WitnessStanding(policy, newest, witnessed, waiting[0].at if waiting else None)


def _known(library: Library) -> tuple[Policy, Mapping[int, Sequence[Cosignature]]]:
    try:
        policy = library.witnesses.policy()
        return (policy, library.witnesses.cosignatures()) if policy else (_NOBODY, {})
    except NotKnown:
        return _NOBODY, {}


def _witnessed(
    library: Library, site: Site, policy: Policy, kept: Mapping[int, Sequence[Cosignature]]
) -> SeenHead | None:
    """The newest head that is; none that is larger than the record, as after a restore."""
    names = {one.key: one.name for one in policy.witnesses}
    entries = library.record.size()
    for size in sorted((size for size in kept if size <= entries), reverse=True):
        if policy.is_met({names[one.key] for one in kept[size] if one.key in names}):
            found = cosigned(signing.head(library, site, size), policy, kept[size])
            if found.is_enough(policy):
                return found
    return None


def newest(library: Library, site: Site) -> SeenHead:
    """The newest head with the cosignatures it has."""
    head = signing.head(library, site)
    policy, kept = _known(library)
    return cosigned(head, policy, kept.get(head.size, ()))


def served(found: SeenHead, signer: Signer | None) -> str:
    """A head as programs read it: the line of the record comes first."""
    return written(found.head, signer) + (found.lines if signer else "")


def policy_text(policy: Policy, signer: Signer | None, url: str) -> str:
    """The policy as readers may give it to `verify`: it names this record, and nothing private."""
    lines = [] if signer is None else [f"log {signer.verifier} {url}"]
    lines += [f"witness {one.name} {one.key}{_public(one.url)}" for one in policy.witnesses]
    for name, group in policy.groups.items():
        lines.append(f"group {name} {group.needed} {' '.join(group.members)}")
    return "".join(f"{line}\n" for line in [*lines, f"quorum {policy.quorum}"])


def _public(url: str) -> str:
    """An address with a blank before it; nothing of one inside a private network."""
    return "" if is_private_host(urlsplit(url).hostname or "") else f" {url}"
