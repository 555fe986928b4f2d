"""Hold a whole published site against its record: pages, feeds, figures, and the list of files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from urllib.parse import unquote

from statuspage.content.markdown import to_html
from statuspage.domain.record.library import library
from statuspage.domain.record.note import Verifier
from statuspage.domain.record.recorded import parse_stamp
from statuspage.domain.record.replay import Replay, replay
from statuspage.errors import SourceError
from statuspage.figures.objectives import rule
from statuspage.publish.verify import feeds, happened, written
from statuspage.publish.verify.files import check_files
from statuspage.publish.verify.pages import MAIN, Expected, View
from statuspage.publish.verify.pieces import differences, page_tree, pieces
from statuspage.publish.verify.reading import Address, Folder, Source
from statuspage.publish.verify.record import Read, check_signature, check_since, read_record
from statuspage.publish.verify.report import Finding, Report
from statuspage.render.words.locale import ENGLISH
from statuspage.site.answers import figure_answer
from statuspage.site.page import Context

_KNOWN = ("/incidents/", "/changelog/", "/you-said-we-did/", "/pages/", "/history/", "/components/")
"""Whatever lies below these is spoken of by the record."""

Progress = Callable[[str], None]
"""Is told each address before it is read."""


def verify(
    source: Folder | Address,
    *,
    since: bytes | None = None,
    key: Verifier | None = None,
    progress: Progress = lambda _: None,
) -> Report:
    """Recompute the record of a published site and compare everything with it.

    `since` is an older checkpoint, `key` the public key that must have signed.
    Raises SourceError when there is no record to read, or `since` is none of this site.
    """
    report = Report()
    found = read_record(source, report, progress)
    if found is None:
        return report
    note, read = found
    try:
        facts = replay(read.entries, to_html)
    except ValueError as error:
        report.find("/record", f"cannot be read as a whole: {error}")
        return report
    check_signature(note, key, facts.key, report)
    check_since(since, read, key, report)
    if facts.site is None:
        text = "names no site, so no page can be compared; `statuspage sync` enters it"
        report.find("/record", text)
    else:
        site = _Site(source, report, progress)
        view = View(facts, facts.site, read.entries, read.head, site.made_at(read))
        site.check_pages(view)
        context = Context(library(facts, read.entries, read.hashes), view.now)
        site.check_feeds(feeds.expected(context))
        site.check_figures(facts)
    check_files(source, read.head.origin, key or facts.key, report)
    return report


class _Site:
    """Reads each address once and compares what stands there."""

    def __init__(self, source: Source, report: Report, progress: Progress) -> None:
        self._source = source
        self._report = report
        self._progress = progress
        self._bodies: dict[str, bytes | None] = {}

    def made_at(self, read: Read) -> datetime:
        """When the copy was made, as its first page says."""
        tree = page_tree(self._read("/") or b"")
        times = [] if tree is None else tree.xpath("//p[@class='asof']//time/@datetime")
        for time in times:
            try:
                return parse_stamp(time)
            except ValueError:
                break
        self._report.find("/", "does not say when it was made")
        return read.entries[-1].at

    def check_pages(self, view: View) -> None:
        """Every page that the record speaks of must be there and say it, and no other."""
        pages = (*happened.expected(view), *written.expected(view))
        self._source.expect(page.path for page in pages if page.path not in self._bodies)
        for page in pages:
            body = self._read(page.path)
            if body is not None:
                self._compare(page, body)
        self._report.compared["page"] = len(self._bodies)
        try:
            published = list(self._source.pages())
        except SourceError as error:
            self._report.find("/sitemap.xml", f"cannot be read: {error}")
            return
        for path in published:
            if path.startswith(_KNOWN) and unquote(path) not in self._bodies:
                self._report.find(path, "is a page of something that the record does not know")

    def _compare(self, page: Expected, body: bytes) -> None:
        said = pieces(body, page.inside)
        first: list[Finding] | None = None
        for variant in page.variants():
            wanted = pieces(variant, MAIN) or pieces(variant, "//body")
            found = list(differences(page.path, said, wanted, is_whole=page.is_whole))
            if not found:
                return
            first = first or found
        self._report.findings.extend(first or ())

    def check_feeds(self, expected: Iterable[tuple[str, bytes]]) -> None:
        """Every feed in every form, and every archive, byte by byte."""
        for path, wanted in expected:
            self._report.compared["feed"] += 1
            body = self._read(path)
            if body is None or body == wanted:
                continue
            try:
                said = feeds.pieces(path, body)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                self._report.find(path, f"cannot be read: {error}")
                continue
            told = feeds.pieces(path, wanted)
            found = list(differences(path, said, told, is_whole=True))
            self._report.findings.extend(found or [Finding(path, "is not written in its one form")])

    def check_figures(self, facts: Replay) -> None:
        """The figure of each closed period as JSON, beside its page and in the API."""
        self._source.expect(path for key in facts.figures for path in _figure_paths(*key))
        for (sla, period), revisions in facts.figures.items():
            figure = revisions[-1].figure
            known = {one.number: one for one in facts.slas.get(sla, ())}
            judged_by = known.get(figure.definition_version)
            words = "" if judged_by is None else ENGLISH.say(rule(judged_by.promised))
            wanted = json.loads(figure_answer(figure, words).as_json())
            for path in _figure_paths(sla, period):
                self._report.compared["figure"] += 1
                body = self._read(path)
                if body is None:
                    continue
                try:
                    said = json.loads(body)
                    names = [name for name in wanted if said[name] != wanted[name]]
                except (ValueError, KeyError, TypeError) as error:
                    self._report.find(path, f"cannot be read: {error!r}")
                    continue
                for name in names:
                    told = f"says {name} {said[name]!r}, the record says {wanted[name]!r}"
                    self._report.find(path, told)

    def _read(self, path: str) -> bytes | None:
        if path not in self._bodies:
            self._progress(path)
            try:
                self._bodies[path] = self._source.read(path)
            except SourceError as error:
                self._bodies[path] = None
                self._report.find(path, f"cannot be read: {error}")
        return self._bodies[path]


def _figure_paths(sla: str, period: str) -> tuple[str, str]:
    return f"/sla/{sla}/{period}.json", f"/api/v1/slas/{sla}/periods/{period}"
