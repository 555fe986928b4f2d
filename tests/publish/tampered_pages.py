"""Every kind of tampering with pages, feeds and figures, and what is said of it first."""

from __future__ import annotations

import json
import re
import shutil

from tests.publish.tamperer import (
    DOWN,
    QUEUES,
    SLOW,
    Tamper,
    Tamperer,
)


def _fake_incident(t: Tamperer) -> None:
    shutil.copytree(t.copy / t.folder(DOWN), t.copy / "incidents/fake")


def _other_mark(t: Tamperer) -> None:
    text = (t.copy / t.page(SLOW)).read_text("utf-8")
    found = re.search(r'data-hash="([0-9a-f]{64})"', text)
    assert found
    t.edit(t.page(SLOW), found[1], "0" * 64)


def _stale(t: Tamperer) -> None:
    t.edit("changelog/faster/index.html", "<em>a third of</em>", "<em>half</em>")


def _json_edit(path: str, name: str, value: object) -> Tamper:
    def tamper(t: Tamperer) -> None:
        file = t.copy / path
        document = json.loads(file.read_bytes())
        assert document[name] != value
        file.write_text(json.dumps(document | {name: value}), "utf-8")

    return tamper


def _without_newest_item(t: Tamperer) -> None:
    file = t.copy / "feeds/all.json"
    document = json.loads(file.read_bytes())
    document["items"].pop(0)
    file.write_text(json.dumps(document), "utf-8")


FROZEN = "sla/api-availability/2026-07"
PAGES: dict[str, tuple[Tamper, str]] = {
    "a word in an incident": (
        lambda t: t.edit(t.page(SLOW), "<p>Search is slow.</p>", "<p>Search is quick.</p>"),
        r'/incidents/\w+#newest says "Search is quick."'
        r', the record \(entry \d+\) says "Search is slow."',
    ),
    "a time in a calendar": (
        lambda t: t.edit("maintenance.ics", "DTSTART:2026", "DTSTART:2027"),
        r'/maintenance.ics#tag:.*incident/\w+ says "DTSTART: 2027\w+"'
        r', the record says "DTSTART: 2026',
    ),
    "a word more in an incident": (
        lambda t: t.edit(
            t.page(SLOW), "<p>Search is slow.</p>", "<p>Search is slow.</p><p>No.</p>"
        ),
        r'/incidents/\w+#newest says "No.", the record does not',
    ),
    "a word in a document that clients read": (
        lambda t: t.edit("api/v2/incidents.json", '"Search is slow."', '"Search is quick."'),
        r"/api/v2/incidents.json says incidents\[\d\]\.incident_updates\[\d\]\.body "
        r"'Search is quick\.', the record says 'Search is slow\.'",
    ),
    "a key more in such a document": (
        lambda t: t.edit("api/v2/incidents.json", '"monitoring_at":', '"down":0,"monitoring_at":'),
        r"/api/v2/incidents.json says incidents",
    ),
    "a title": (
        lambda t: t.edit(t.page(DOWN), "<bdi>Checkout is down", "<bdi>Checkout was slow"),
        r'/incidents/\w+ says "Checkout was slow", the record \(entry \d+\) says "Checkout is d',
    ),
    "an owner": (
        lambda t: t.edit(t.page(DOWN), "<bdi>Ada</bdi>", "<bdi>Eve</bdi>"),
        r'/incidents/\w+#\w+ says "(Owner: )?Eve", the record .*says "(Owner: )?Ada"',
    ),
    "a time": (
        lambda t: t.edit(t.page(SLOW), "2026-08-10T10:00:00Z", "2026-08-10T11:00:00Z"),
        r"/incidents/\w+.* says .*T11:00:00Z.*, the record .*T10:00:00Z",
    ),
    "a status": (
        lambda t: t.edit(t.page(DOWN), ">Identified<", ">Monitoring<"),
        r'/incidents/\w+#update-\w+ says "Monitoring .*says "Identified ',
    ),
    "what became of a component": (
        lambda t: t.edit(t.page(DOWN), ">major outage<", ">degraded performance<"),
        r"/incidents/\w+#update-\w+ says .*degraded performance.* says .*major outage",
    ),
    "a deleted update": (
        lambda t: t.cut(
            t.page(DOWN),
            rf'<article class="update told" id="update-{t.keys[DOWN][2]}".*?</article>',
        ),
        r"/incidents/\w+#update-\w+ does not say .*entry \d+",
    ),
    "swapped updates": (
        lambda t: t.swap(t.page(DOWN), r'<article class="update told".*?</article>'),
        r"/incidents/\w+#update-\w+ (says|does not say)",
    ),
    "the hash an update names": (
        _other_mark,
        r"/incidents/\w+.* says \"\(entry \d+ of the record, 0000",
    ),
    "a deleted page": (
        lambda t: t.drop(t.page(DOWN)),
        r"/incidents/\w+ cannot be read: it is missing",
    ),
    "a fake page": (
        _fake_incident,
        "/incidents/fake/index.html is a file that /record/files does not name",
    ),
    "a month without an incident": (
        lambda t: t.cut("history/2026-06/index.html", r'<article class="row marked">.*?</article>'),
        r'/history/2026-06 .*"Checkout is down',
    ),
    "an open incident gone from the first page": (
        lambda t: t.cut("index.html", r'<article class="incident .*?</article>'),
        r"/#incident-\w+ does not say .*entry \d+",
    ),
    "a word on the first page": (
        lambda t: t.edit("index.html", "<p>Search is slow.</p>", "<p>Search is fine.</p>"),
        r'/#incident-\w+ says "Search is fine."',
    ),
    "words added beside what is on record": (
        lambda t: t.edit("index.html", '<h2 id="coming">', '<p>No harm.</p><h2 id="coming">'),
        r'/#coming says "No harm.", the record does not',
    ),
    "words added to an entry as if they were measured": (
        lambda t: t.edit(
            t.page(SLOW),
            "<p>Search is slow.</p>",
            "<p>Search is slow.</p><p data-unrecorded>No.</p>",
        ),
        r'/incidents/\w+#newest says "No.", the record does not',
    ),
    "an entry hidden as if it were measured": (
        lambda t: t.edit(
            "index.html", '<article class="incident', '<article data-unrecorded class="incident'
        ),
        r"/#incident-\w+ does not say .*entry \d+",
    ),
    "the length of the record on the first page": (
        lambda t: t.edit("index.html", "of all this holds ", "of all this holds 9"),
        r"/ says .*of all this holds 9\d.*, the record says",
    ),
    "a planned window": (
        lambda t: t.edit("maintenance/index.html", "2026-08-13T12:00:00Z", "2026-08-13T12:30:00Z"),
        r"/maintenance#incident-\w+ says .*T12:30:00Z",
    ),
    "a former text shown as the present one": (
        _stale,
        r'/changelog/faster says "Search answers in half the time.", the record \(entry \d+\) says',
    ),
    "a change made public again": (
        lambda t: t.cut("changelog/gone/index.html", r'<p class="notice">Withdrawn.*?</p>'),
        r"/changelog/gone does not say \"Withdrawn on",
    ),
    "an answer": (
        lambda t: t.edit("you-said-we-did/weekend/index.html", "We answer on", "We sleep on"),
        r'/you-said-we-did/weekend#did says "We sleep on Sundays."',
    ),
    "how often something was heard": (
        lambda t: t.edit("you-said-we-did/index.html", "Asked by 12", "Asked by 2"),
        r"/you-said-we-did#done says .*Asked by 2",
    ),
    "a free page": (
        lambda t: t.edit("pages/about/index.html", "<em>Acme</em>", "<em>Apex</em>"),
        r'/pages/about says "We are Apex."',
    ),
    "an agreement": (
        lambda t: t.edit("sla/api-availability/index.html", "what stands here", "nothing here"),
        r'/sla/api-availability#agreement says "We promise nothing here."',
    ),
    "a version of a promise": (
        lambda t: t.edit(
            "sla/api-availability/index.html",
            'Since <time datetime="2026-06-13',
            'Since <time datetime="2026-06-14',
        ),
        r"/sla/api-availability.* says .*2026-06-14T",
    ),
    "a figure on its page": (
        lambda t: t.edit(
            f"{FROZEN}/index.html",
            'data-said="figure.value">99.8',
            'data-said="figure.value">99.9',
        ),
        rf"/{FROZEN}#?\w* says .*99\.9.*, the record \(entry \d+\) says .*99\.8",
    ),
    "a figure as JSON": (
        _json_edit(f"{FROZEN}.json", "value", "100.00"),
        rf"/{FROZEN}.json says value '100.00', the record says '99\.8",
    ),
    "a verdict in the API": (
        _json_edit("api/v1/slas/api-availability/periods/2026-07/index.json", "verdict", "met"),
        "/api/v1/slas/api-availability/periods/2026-07 says verdict 'met', the record says 'mis",
    ),
    "a word in the API": (
        lambda t: t.edit(
            f"api/v1/{t.folder(SLOW)}/index.json", "Search is slow.", "Search is quick."
        ),
        r"/api/v1/incidents/\w+ says updates\[0\]\.body 'Search is quick.', the record says '",
    ),
    "a time of planned work in the API": (
        lambda t: t.edit("api/v1/maintenance/index.json", '"former":"2026', '"former":"2027'),
        r"/api/v1/maintenance says maintenance\[\d\]\.planned\.extensions\[0\]\.former '2027",
    ),
    "a promise kept in the API": (
        lambda t: t.edit("api/v1/promises/index.json", '"state":"late"', '"state":"kept"'),
        r"/api/v1/promises says updates\.promises\[\d\]\.state 'kept', the record says 'late'",
    ),
    "a change in the API": (
        lambda t: t.edit("api/v1/changelog/index.json", "a third of", "half"),
        r"/api/v1/changelog says changes\[\d\]\.body",
    ),
    "a word in Atom": (
        lambda t: t.edit("updates.atom", "Search is slow.", "Search is quick."),
        r"/updates.atom#tag:.* says .*quick.*the record \(entry \d+\) says .*slow",
    ),
    "a word in RSS": (
        lambda t: t.edit("feeds/all.rss", "Nobody answers", "Everybody answers"),
        r"/feeds/all.rss#tag:.* says .*Everybody answers",
    ),
    "a word in a JSON feed": (
        lambda t: t.edit("feeds/incidents.json", "It works again.", "It never broke."),
        r"/feeds/incidents.json#tag:.* says .*It never broke",
    ),
    "a time in a feed": (
        lambda t: t.edit("components/api.atom", "<published>2026-06", "<published>2026-05"),
        r"/components/api.atom#tag:.* says \"published: 2026-05",
    ),
    "a deleted feed item": (
        _without_newest_item,
        r"/feeds/all.json#tag:.* does not say .*entry \d+",
    ),
    "swapped feed items": (
        lambda t: t.swap("updates.rss", r"<item>.*?</item>"),
        r"/updates.rss#tag:.* (says|does not)",
    ),
    "a deleted feed": (
        lambda t: t.drop("updates.json"),
        "/updates.json cannot be read: it is miss",
    ),
    "the page of the record": (
        lambda t: t.edit("record/entries/000/index.html", "Checkout is down", "Checkout is up"),
        r"/record/entries/000#e\d+ says .*Checkout is up",
    ),
    "the newest entries": (
        lambda t: t.cut("record/index.html", r'<article class="row record-entry".*?</article>'),
        r"/record#e\d+ does not say",
    ),
    "an edit that is not told": (
        lambda t: t.cut(t.page(QUEUES), r'<p class="note">Edited.*?</p>'),
        r"/incidents/\w+#?\S* does not say \"Edited",
    ),
    "a former text of an update": (
        lambda t: t.edit(
            f"{t.folder(QUEUES)}/changes/index.html", "It is the moon", "It is the sun"
        ),
        r"/incidents/\w+/changes#update-\w+ says .*It is the sun",
    ),
    "a cause": (
        lambda t: t.edit(t.page(QUEUES), ">Capacity</span>:", ">Not known</span>:"),
        r'/incidents/\w+#postmortem-\w+ says "Not known:',
    ),
    "what an action is due by": (
        lambda t: t.edit(t.page(QUEUES), "Bigger queues", "Smaller queues"),
        r"/incidents/\w+#\S+ says .*Smaller queues",
    ),
}
"""By name: what is done, and how the first line of the report begins."""
