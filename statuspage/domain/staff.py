"""Who may sign in, and what each role may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """Viewers look, editors publish, admins also see what concerns the installation."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def may_publish(self) -> bool:
        return self is not Role.VIEWER


@dataclass(frozen=True)
class Staff:
    """One account."""

    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None

    @property
    def is_enabled(self) -> bool:
        return self.disabled_at is None
