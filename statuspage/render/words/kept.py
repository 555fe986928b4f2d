"""The English of messages that are stored: their keys stay, whatever becomes of these words.

A key is never used again for something else, since stores and records hold it.
"""

from __future__ import annotations

from collections.abc import Mapping


def N_(text: str) -> str:  # noqa: N802 gettext's own name for "translate this later"
    """Marks a text for the catalogue; it is translated where it is said."""
    return text


KEPT: Mapping[str, str] = {
    "figure.late_data": N_("recomputed after late data"),
    "form.left_over": N_(
        "These words are not published yet: the form had been sent before, or another button was "
        "pressed. Publish them from here if they are still wanted."
    ),
    "form.signed_out": N_(
        "You had been signed out. Your words are here; nothing was published yet."
    ),
}
