"""Pages from templates/. Everything is escaped but what content/ rendered and cleaned."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from statuspage import resources
from statuspage.domain.measured.satisfaction import FEWEST
from statuspage.domain.vocabulary.languages import Place
from statuspage.render.assets import asset_path
from statuspage.render.cards import face_of
from statuspage.render.charts import bars, latency, periods, waits
from statuspage.render.look import logo_path, logo_size, style_path
from statuspage.render.postmortem import told_html
from statuspage.render.record import about
from statuspage.render.timeline import by_day
from statuspage.render.words import cldr
from statuspage.render.words.filters import filters
from statuspage.render.words.kept import KEPT
from statuspage.render.words.links import below, link
from statuspage.render.words.locale import Locale
from statuspage.render.words.parts import called
from statuspage.render.words.updates import html_of, section_html, whence
from statuspage.said import Said


@cache
def environment(locale: Locale) -> Environment:
    """The templates with their filters in a language; shared with the admin pages."""
    found = Environment(
        loader=FileSystemLoader(resources.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
        auto_reload=False,  # they are part of the program: nobody looks at their times again
    )
    found.globals["asset"] = asset_path
    found.globals.update(style_path=style_path, logo_path=logo_path, logo_size=logo_size)
    found.globals["face_of"] = face_of
    found.globals["recorded_subject"] = about
    found.globals["called"] = called
    found.globals["named"] = _own_name
    found.filters["by_day"] = by_day
    found.globals["_"] = _speaker(locale)
    found.globals["counted"] = _counter(locale)
    found.filters["say"] = _sayer(locale)
    found.filters["spoken"] = lambda told, page="": html_of(told, locale, page, is_marked=True)
    found.filters["told"] = partial(told_html, is_marked=True)
    found.filters["whence"] = lambda told, name: whence(told, name, locale)
    found.filters["section"] = section_html
    found.filters.update({**filters(locale), **waits.FILTERS})
    found.globals["link"] = link
    found.globals["comma"] = locale.comma
    found.globals["language"] = locale.language
    found.globals["direction"] = cldr.direction(locale.language)
    found.globals["own_name"] = cldr.own_name
    found.globals["language_name"] = partial(cldr.language_name, locale.language)
    found.globals.update({**bars.GLOBALS, **latency.GLOBALS})
    found.globals["fewest_answers"] = FEWEST
    for drawn in (*latency.IN_A_LANGUAGE, *periods.IN_A_LANGUAGE):
        found.globals[drawn.__name__] = partial(drawn, locale)
    return found


def page(locale: Locale, here: Place, template: str, **facts: Any) -> str:
    """One page of templates/ from its facts; its links within the site lead from `here`."""
    return below(here, environment(locale).get_template(template).render(**facts))


def _own_name(_: str, name: str) -> str:
    """What a component (id, name) is called, where a page brings nothing that tells alike apart."""
    return name


def _speaker(locale: Locale) -> Callable[..., Markup]:
    """What templates call for a message; one without gaps is worded once."""
    fixed = cache(locale.markup)  # there are no more of them than templates hold

    def speak(key: str, /, **params: Any) -> Markup:
        return locale.markup(key, **params) if params else fixed(key)

    return speak


def _sayer(locale: Locale) -> Callable[[Said | str], Markup | str]:
    """What templates say a message with, also a stored one; what people wrote passes as it is."""

    def say(what: Said | str) -> Markup | str:
        return locale.markup(what) if isinstance(what, Said) or what in KEPT else what

    return say


def _counter(locale: Locale) -> Callable[..., Markup]:
    """What templates call for a message in the form that its count needs."""

    def counted(one: str, several: str, count: int, **params: Any) -> Markup:
        return locale.markup(Said(one, {"count": count, **params}, several))

    return counted
