"""What a public page is: its address, how its facts are read and rendered, what they rest on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from statuspage.actions.visitors import SUBSCRIBING, VisitorLimits
from statuspage.config import Settings
from statuspage.domain.library.library import Library, Notes
from statuspage.domain.library.spoken import spoken
from statuspage.domain.record.note import Signer
from statuspage.domain.telling.filter import EVERYTHING, Filter
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.languages import has_language
from statuspage.domain.vocabulary.list_part import WHOLE, ListPart
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.spans import Span
from statuspage.errors import NotKnown
from statuspage.render.words.locale import Locale, locale
from statuspage.site.deprecations import met
from statuspage.site.form import Form, Opener, Taker

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Context:
    """What every page is given: the Library it asks, the time, and who signs the record."""

    library: Library
    now: datetime
    seed: bytes | None = None  # of the key that signs, if any
    language: str = ""  # that the address names; "" for the site's own
    wanted: Filter = EVERYTHING  # of a feed, what its query asks for
    part: ListPart = WHOLE  # of a list that programs read, what its query asks for

    @property
    def site(self) -> Site:
        """The site as it was last set up, in the language that is spoken here."""
        found = self.library.settings.site()
        return found.spoken(self.language) if self.language else found

    @property
    def signer(self) -> Signer | None:
        return None if self.seed is None else Signer(self.site.record_origin, self.seed)

    @property
    def settings(self) -> Settings:
        return self.library.settings.current_settings()

    @property
    def pages(self) -> Sequence[Entry]:
        """The free pages that the foot of each page lists."""
        found = self.library.entries.newest(EntryKind.PAGE)
        return sorted(found, key=lambda entry: entry.title.casefold())

    @property
    def locale(self) -> Locale:
        """What the words of this page are made by."""
        return locale(self.site.language)

    @property
    def minute(self) -> datetime:
        """The start of this minute: figures are as of then, so that all of its pages agree."""
        return self.now.replace(second=0)

    def in_its_language(self) -> Context:
        """The same, asking for what people wrote in the language that is spoken here."""
        if not self.language:
            return self
        heard = spoken(self.library, self.language, self.site.own_language)
        return replace(self, library=heard)

    def known(self, read: Callable[[], Mapping[str, Any]], *names: str) -> Mapping[str, Any]:
        """Some facts by name; None for each where the Library does not hold what they rest on.

        Templates mark what they make of these as `data-unrecorded`.
        """
        try:
            return read()
        except NotKnown:
            return dict.fromkeys(names)

    @property
    def mail(self) -> Mapping[str, Any]:
        """Whether mail is sent from here at all, which no record holds."""
        return self.known(lambda: {"has_mail": self.settings.mail is not None}, "has_mail")

    def holds_for_the_minute(self) -> None:
        """What is read goes on changing: the page is made anew with each minute."""
        self.library.holds_until(self.minute + timedelta(minutes=1))

    def holds_for_the_day(self) -> None:
        """What is read tells of whole local days."""
        self.library.holds_until(window.next_midnight(self.now, self.site.zone))


@dataclass(frozen=True)
class Facts:
    """What a page says, and when that last changed."""

    values: Mapping[str, Any]
    modified: datetime
    following: str = ""  # the address of what comes after this part of a list
    made: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    """Pages that were made of them, by their paths: a twin is made from the same bytes."""


@dataclass(frozen=True)
class Gathered:
    """The facts of a page, what they were read from, and what they rest on."""

    context: Context
    facts: Facts
    notes: Notes


@dataclass(frozen=True)
class Rendering:
    """A page as ready bytes, and what it rests on: topics of the store, and an instant."""

    body: bytes
    content_type: str
    modified: datetime
    valid_until: datetime | None  # when its words stop holding
    topics: frozenset[str]
    language: str = "en"  # of its words
    headers: tuple[tuple[str, str], ...] = ()  # that a live server sends with it


Params = Mapping[str, str]
Reader = Callable[..., Facts]  # (Context, **params) -> Facts; raises NotFound
Renderer = Callable[[Context, str, Facts], bytes]
LookAhead = Callable[[Context, Sequence[Params]], None]
NO_PARAMS: tuple[Params, ...] = ({},)


def one_path(_: Context) -> Iterable[Params]:
    """The params of a page whose address has none."""
    return NO_PARAMS


def no_path(_: Context) -> Iterable[Params]:
    """The params of a page that is made for who asks: no list names its addresses, and no copy has
    them, for each would change with each head of the record."""
    return ()


@dataclass(frozen=True)
class Year:
    """A calendar year of the site."""

    name: str
    span: Span


@dataclass(frozen=True)
class ByYear:
    """The addresses of a page, each in one year; all of them together are those of the page."""

    years: Callable[[Context], Iterable[str]]
    """In which years there are any."""
    params: Callable[[Context, Year], Iterable[Params]]
    """The params of those in a year."""


@dataclass(frozen=True)
class PublicPage:
    """A catalogue entry. `{name}` in `pattern` stands for a part of the address.

    `{name:path}` stands for several parts.
    """

    pattern: str
    read: Reader
    render: Renderer
    content_type: str = HTML
    all_params: Callable[[Context], Iterable[Params]] = one_path
    by_year: ByYear | None = None  # the same year by year, where there are more with each
    in_sitemap: bool = False
    is_list: bool = False  # of what there is: it says no news, and may follow it
    sums_up: bool = False  # what became of much: it may follow the news, too
    is_for_programs: bool = False  # they send it forms, which no page shows
    is_narrowed: bool = False  # its query may hold a filter; without one it is the whole
    is_sliced: bool = False  # its query may ask for part of it
    named_by: str = ""  # the topic that each of its addresses has for itself, as "incident:{key}"
    look_ahead: LookAhead | None = None  # asks at once what several of its addresses will ask
    takes_post: Taker | None = None  # what a form that is sent to it does; it shows `form` then
    opens_with: Opener | None = None  # its form at first; the server makes it for each who asks
    limits: VisitorLimits = SUBSCRIBING  # how often that may be sent
    _regex: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        source = re.escape(self.pattern)
        source = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+?)", source)
        source = re.sub(r"\\{(\w+):path\\}", r"(?P<\1>.+?)", source)
        object.__setattr__(self, "_regex", re.compile(source))

    def match(self, path: str) -> Params | None:
        """The parts of an address this page answers, or None."""
        found = self._regex.fullmatch(path)
        return None if found is None else found.groupdict()

    def named(self, topic: str) -> Params | None:
        """The parts of the address that a topic may have here, or None."""
        start, _, rest = self.named_by.partition("{")
        if not start or not topic.startswith(start):
            return None
        return {rest.rstrip("}"): topic.removeprefix(start)}

    @property
    def has_language(self) -> bool:
        """Whether it stands below /LANGUAGE, too."""
        return has_language(self.pattern)

    def path(self, params: Params) -> str:
        """The address for some parts."""
        return self.pattern.replace(":path}", "}").format(**params)

    def gathered(self, context: Context, params: Params) -> Gathered:
        """Read the facts of this page. Raises NotFound, and NotKnown of a record."""
        notes = Notes(context.now)
        noting = replace(context, library=context.library.noting(notes)).in_its_language()
        return Gathered(noting, self.read(noting, **params), notes)

    def rendered(self, params: Params, gathered: Gathered, form: Form | None = None) -> Rendering:
        """Render what was gathered for it, or for a page of another form that reads the same."""
        context, facts, notes = gathered.context, gathered.facts, gathered.notes
        if self.takes_post is not None:
            values = {**facts.values, "form": form or Form()}
            facts = replace(facts, values=values, made={})
        body = made_once(self, context, self.path(params), facts)
        topics = frozenset(notes.topics)
        spoken = context.locale.language
        headers = [line for one in met("GET", self.pattern) for line in one.headers(context.site)]
        if facts.following:
            headers.append(("Link", f'<{facts.following}>; rel="next"'))
        told = (body, self.content_type, facts.modified, notes.valid_until, topics, spoken)
        return Rendering(*told, headers=tuple(headers))


def made_once(page: PublicPage, context: Context, path: str, facts: Facts) -> bytes:
    """A page as its renderer makes it, or as it was made of the same facts already."""
    if path not in facts.made:
        facts.made[path] = page.render(context, path, facts)
    return facts.made[path]
