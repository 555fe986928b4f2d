"""Pages from templates/public. Everything is escaped but what content/ rendered and cleaned."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from statuspage import resources
from statuspage.render import charts, latency_chart, period_chart, words
from statuspage.render.assets import asset_path
from statuspage.render.record import about


@cache
def environment() -> Environment:
    """The templates with their filters; shared with the admin pages."""
    found = Environment(
        loader=FileSystemLoader(resources.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    found.globals["asset"] = asset_path
    found.globals["recorded_subject"] = about
    found.filters.update(words.FILTERS)
    for drawing in (charts, latency_chart, period_chart):
        found.globals.update(drawing.GLOBALS)
    return found


def page(template: str, **facts: Any) -> str:
    """One page of templates/public from its facts."""
    return environment().get_template(f"public/{template}").render(**facts)
