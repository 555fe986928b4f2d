"""Conditions on labels, as Alertmanager writes them: 'severity =~ "critical|page"'."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator

from statuspage.said import said

_WRITTEN = re.compile(r"\s*([A-Za-z_][\w.:/-]*)\s*(=~|!~|!=|=)\s*(.*?)\s*", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class LabelCondition:
    """One condition. A label that is absent counts as empty, and a pattern holds the whole value.

    https://prometheus.io/docs/alerting/latest/configuration/#matcher
    """

    label: str
    operator: str
    value: str

    def holds(self, labels: Mapping[str, str]) -> bool:
        """Whether some labels are as it says."""
        found = labels.get(self.label, "")
        if self.operator in ("=", "!="):
            is_so = found == self.value
        else:
            is_so = re.fullmatch(self.value, found) is not None
        return is_so is not self.operator.startswith("!")


@lru_cache(maxsize=1024)
def condition(text: str) -> LabelCondition:
    """A condition as it is written. Raises ValueError in words."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(
            said(
                "'{text}' is no condition on a label; write one such as {example}",
                text=text[:80],
                example='severity =~ "critical|page"',
            )
        )
    label, operator, value = found.groups()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1].replace('\\"', '"')
    if operator.endswith("~"):
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(
                said(
                    "'{value}' is no pattern: {error}; mend it, or compare by = alone",
                    value=value[:80],
                    error=str(error),
                )
            ) from None
    return LabelCondition(label, operator, value)


def _condition(text: str) -> str:
    condition(text)
    return text


Matcher = Annotated[str, AfterValidator(_condition)]
"""A condition on a label, as text."""
