"""/sla/ID/openslo.yaml: a promise in the form of OpenSLO v1, for tools and sceptics."""

from __future__ import annotations

from statuspage.config import Calendar, Sla
from statuspage.domain.promises.sla import SlaVersion
from statuspage.figures import objectives
from statuspage.figures.measure import zone_of
from statuspage.figures.objectives import versions_of
from statuspage.render.openslo import SloTold, as_yaml
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.promises.slas import all_slas
from statuspage.site.rendering import as_is

YAML = "application/yaml"


def told(context: Context, version: SlaVersion) -> SloTold:
    """A promise by its newest definition, with what stands around it."""
    sla, site = version.promised, context.site
    [only] = sla.components if len(sla.components) == 1 else [""]
    names = {one.id: one.name for one in context.library.components.known()}
    return SloTold(
        sla,
        context.locale.say(objectives.promise(sla)),
        str(zone_of(sla, site.timezone)),
        site.address(version.path),
        _calendar(context, sla) if sla.calendar else None,
        names.get(only, ""),
    )


def _calendar(context: Context, sla: Sla) -> Calendar | None:
    """Whose hours count. Raises NotKnown of a record."""
    return next((one for one in context.settings.calendars if one.id == sla.calendar), None)


def one_document(context: Context, version: SlaVersion) -> bytes:
    """The promise, its service, and where its figures are."""
    return as_yaml([told(context, version)], context.site.name, context.site.url)


def all_documents(context: Context) -> bytes:
    """The same of all promises that stand, in one file."""
    standing = [one for one in context.library.objectives.current() if not one.is_withdrawn]
    found = [told(context, one) for one in standing]
    return as_yaml(found, context.site.name, context.site.url)


def document(context: Context, sla: str) -> Facts:
    """The newest definition of a promise. Raises NotFound."""
    newest = versions_of(context.library, sla)[0]
    return Facts({"body": one_document(context, newest)}, newest.at)


PAGES = (
    PublicPage("/sla/{sla}/openslo.yaml", document, as_is, content_type=YAML, all_params=all_slas),
)
