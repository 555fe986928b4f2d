"""What people told of how it went for them, with their consent."""

from __future__ import annotations

from datetime import date

from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.site.entries import all_slugs, modified, named_components, recorded
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.rendering import template


def stories(context: Context) -> Facts:
    """The stories that are told, the newest first."""
    found = context.library.entries.newest(EntryKind.STORY)
    day = _today(context)
    told = [one for one in found if not _is_over(one, day)]
    told.sort(key=lambda one: (one.at, one.slug), reverse=True)
    return Facts({"stories": told, **context.mail}, modified(found, context))


def story(context: Context, slug: str) -> Facts:
    """One story, with what it is about; of one that is told no more, the trace."""
    entry = context.library.entries.by_slug(EntryKind.STORY, slug)
    details = entry.details
    incident, outcome = str(details.get("incident") or ""), str(details.get("outcome") or "")
    values = {
        "entry": entry,
        "is_over": entry.withdrawn_at is not None or _is_over(entry, _today(context)),
        "incident": context.library.incidents.by_keys([incident]).get(incident),
        "outcome": context.library.entries.by_slugs(EntryKind.OUTCOME, [outcome]).get(outcome),
        "components": named_components(context, details.get("components") or ()),
        **recorded(context, entry),
    }
    return Facts(values, entry.updated_at)


def _today(context: Context) -> date:
    context.holds_for_the_day()
    return window.local_date(context.now, context.site.zone)


def _is_over(entry: Entry, day: date) -> bool:
    """Whether the consent ended, also before the worker has come to withdraw it."""
    last = entry.agreed_until
    return last is not None and last < day


PAGES = (
    PublicPage("/stories", stories, template("stories.html"), in_sitemap=True),
    PublicPage(
        "/stories/{slug}",
        story,
        template("story.html"),
        all_params=all_slugs(EntryKind.STORY),
        in_sitemap=True,
    ),
)
