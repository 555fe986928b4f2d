"""Faults of front matter as a form says them: it has fields with labels, no keys and no quotes."""

from __future__ import annotations

from statuspage.config.faults import Fault
from statuspage.said import Said, said

_WORDS = {
    '"{key}" is missing; add it': said("This is empty, and it is needed."),
    '"{key}" must be a whole number, without quotes': said("Give a whole number, such as 12."),
    '"{key}" must be at least {ge}': said("Give a whole number, 0 or more."),
    '"{key}" is in the future; write the day on which it is published': said(
        "That is in the future; give the day on which it is published."
    ),
    '"consent" is missing; give the day on which its teller agreed to publish it': said(
        "Give the day on which they agreed that it is published. Without that it cannot be."
    ),
    '"consent_how" is missing; say how its teller agreed, such as: by mail': said(
        "Say how they agreed, such as: by mail."
    ),
    '"reason" is missing; say why this was declined': said("Say why it was declined."),
}


def in_form(fault: Fault) -> Said:
    """What is wrong with one field, for whoever sees its label; of a line of several, which."""
    told = _told(fault.text)
    line = next((part for part in fault.path[1:] if isinstance(part, int)), None)
    if line is None or "line" in fault.text.params:
        return told
    return said("Line {line}: {told}", line=line + 1, told=told)


def _told(text: Said) -> Said:
    if text.key in _WORDS:
        return _WORDS[text.key]
    if text.key.startswith('"{key}" must be one of'):
        return said("Choose one from the list.")
    parts = text.params
    if text.key == "{part0}: {part1}" and str(parts["part0"]).startswith('"'):
        return said("It {what}.", what=parts["part1"])
    return text
