"""[record]: who, apart from us, sees that the public record only grows."""

from __future__ import annotations

from pydantic import StrictBool

from statuspage.config.kinds.values import Filled, Model


class Record(Model):
    """[record]: the witnesses of the public record."""

    witnesses: Filled | None = None
    """A file beside this one that names who cosigns the head of the record, and how many are
    needed: a C2SP policy, see docs/operating.md."""
    allow_private: StrictBool = False
    """Witnesses may be inside a private network, or on this machine."""
