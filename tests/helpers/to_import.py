"""Files of other systems' histories, large enough that an import of each takes a moment."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

_BEGUN = datetime(2026, 7, 1, tzinfo=UTC)


def write_histories(folder: Path) -> None:
    """Incidents in old.jsonl and new.jsonl, results of api-http in checks.csv, and feed.atom."""

    def history(title: str, many: int) -> str:
        lines = []
        for number in range(many):
            at = _BEGUN - timedelta(days=number, hours=5)
            posts = [
                {"at": at.isoformat(), "status": "Investigating", "message": "We look."},
                {
                    "at": (at + timedelta(hours=1)).isoformat(),
                    "status": "Resolved",
                    "message": "It works.",
                },
            ]
            lines.append(json.dumps({"title": f"{title} {number}", "updates": posts}) + "\n")
        return "".join(lines)

    (folder / "old.jsonl").write_text(history("Old", 5), "utf-8")
    (folder / "new.jsonl").write_text(history("New", 60), "utf-8")
    rows = (
        f"api-http,{(_BEGUN + number * timedelta(seconds=30)).isoformat()},"
        f"{'up' if number % 50 else 'down'}\n"
        for number in range(8_000)
    )
    (folder / "checks.csv").write_text("probe,at,state\n" + "".join(rows), "utf-8")
    entries = (
        f"<entry><id>tag:acme.example,2026:{number}</id><title>Feed {number}</title>"
        f"<link href='https://old.acme.example/incidents/{number}'/>"
        f"<published>2026-05-{number % 28 + 1:02}T10:00:00Z</published>"
        f"<updated>2026-05-{number % 28 + 1:02}T11:00:00Z</updated>"
        "<content type='html'>&lt;p&gt;&lt;small&gt;May 1, 10:30 UTC&lt;/small&gt;&lt;br&gt;"
        "&lt;strong&gt;Resolved&lt;/strong&gt; - It works again.&lt;/p&gt;</content></entry>"
        for number in range(50)
    )
    feed = "<id>tag:acme.example,2026:all</id><title>Acme</title><updated>2026-06-01T00:00:00Z"
    (folder / "feed.atom").write_text(
        f"<feed xmlns='http://www.w3.org/2005/Atom'>{feed}</updated>{''.join(entries)}</feed>",
        "utf-8",
    )
