"""Selectors of PromQL: a metric with its labels, the only query whose raw points can be read.

Source: https://prometheus.io/docs/prometheus/latest/querying/basics/. Functions and operators give
one value a step, made of the newest point of five minutes: a gap would look like a measurement.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from statuspage.said import said

_TEXT = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)"""
_MATCHER = rf"\s*[a-zA-Z_][a-zA-Z0-9_]*\s*(?:=~|!~|!=|=)\s*{_TEXT}\s*"
_LABELS = rf"\{{(?:{_MATCHER}(?:,{_MATCHER})*,?)?\s*\}}"
_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_FORM = re.compile(rf"\s*(?:{_NAME}\s*(?:{_LABELS})?|{_LABELS})\s*")
_LONGEST = 2000


def _selector(text: str) -> str:
    if len(text) > _LONGEST or not _FORM.fullmatch(text):
        raise ValueError(
            said(
                '"{text}" is not a plain selector; write a metric with its labels, such as '
                'probe_success{{job="api"}}. A calculation fills gaps with older values: where '
                "you need one, record it by a rule in Prometheus, and name that here",
                text=text[:80],
            )
        )
    return text.strip()


Selector = Annotated[str, AfterValidator(_selector)]
