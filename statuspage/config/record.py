"""[record]: who, apart from us, sees that the public record only grows."""

from __future__ import annotations

from pydantic import StrictBool

from statuspage.config.kinds.places import WebAddress
from statuspage.config.kinds.values import Filled, Model


class Record(Model):
    """[record]: what others say of the public record."""

    witnesses: Filled | None = None
    """A file beside this one that names who cosigns the head of the record, and how many are
    needed: a C2SP policy, see docs/operating.md."""
    timestamps: WebAddress | None = None
    """A time-stamping authority (RFC 3161) that is asked once a day to stamp the head of the
    record, see docs/figures.md. It needs the extra `stamps`."""
    timestamps_ca: Filled | None = None
    """A file beside this one with the certificate (PEM) of that authority's root: a stamp that
    does not lead to it is not kept."""
    key_elsewhere: tuple[WebAddress, ...] = ()
    """Where the key that signs the record stands besides, such as a repository or a page of the
    company: readers who check a page are told to compare it."""
    allow_private: StrictBool = False
    """Who is asked may be inside a private network, or on this machine."""
