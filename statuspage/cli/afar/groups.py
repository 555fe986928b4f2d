"""Which commands are for a site elsewhere, too."""

from __future__ import annotations

GROUPS = frozenset({"changelog", "incident", "maintenance", "sla"})
"""What can be typed at a site elsewhere."""

READING = frozenset({"list", "show", "credits"})
"""Which of its commands write nothing."""
