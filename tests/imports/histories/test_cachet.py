"""Cachet in its three versions, as JSON and as dumps of two databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.imports.histories.systems import WINDOW, posts, read, saved


def _cachet_json(folder: Path) -> Path:
    page = {
        "meta": {"pagination": {"total": 2}},
        "data": [
            {
                "id": 1,
                "component_id": 2,
                "name": "Down",
                "status": 4,
                "visible": 1,
                "message": "Seen.",
                "scheduled_at": None,
                "created_at": "2026-07-01 06:00:00",
                "updated_at": "2026-07-01 07:00:00",
                "deleted_at": None,
                "human_status": "Fixed",
                "updates": [
                    {
                        "id": 1,
                        "incident_id": 1,
                        "status": 4,
                        "message": "It's over.",
                        "created_at": "2026-07-01 07:00:00",
                    }
                ],
            },
            {
                "id": 2,
                "component_id": 0,
                "name": "Secret",
                "status": 1,
                "visible": 0,
                "message": "",
                "created_at": "2026-07-01 06:00:00",
            },
        ],
    }
    return saved(
        folder, incidents=page, components={"data": [{"id": 2, "name": "Web", "status": 4}]}
    )


def _cachet_three(folder: Path) -> Path:
    def time(hour: int) -> Any:
        return {"human": "long ago", "string": f"2026-07-01 {hour:02}:00:00"}

    incident: dict[str, Any] = {
        "id": "1",
        "type": "incidents",
        "attributes": {
            "id": 1,
            "name": "Down",
            "message": "Seen.",
            "visible": 2,
            "status": {"human": "Fixed", "value": 4},
            "occurred": time(6),
            "created": time(6),
            "updated": time(7),
        },
        "relationships": {"components": {"data": [{"id": "2", "type": "components"}]}},
    }
    update = {
        "id": "1",
        "type": "updates",
        "attributes": {
            "updateable_id": 1,
            "updateable_type": "incident",
            "message": "It's over.",
            "status": {"value": 4},
            "created": time(7),
        },
    }
    component = {"id": "2", "type": "components", "attributes": {"id": 2, "name": "Web"}}
    hidden: dict[str, Any] = incident | {
        "id": "2",
        "attributes": incident["attributes"] | {"id": 2, "visible": 0},
    }
    return saved(
        folder,
        incidents={"data": [incident, hidden], "included": []},
        updates={"data": [update]},
        components={"data": [component]},
    )


def _cachet_dump(folder: Path) -> Path:
    file = folder / "cachet.sql"
    file.write_text(
        "-- MySQL dump\nCREATE TABLE `chq_components` (\n  `id` int(10) unsigned NOT NULL,\n"
        "  `name` varchar(255) NOT NULL,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n"
        "INSERT INTO `chq_components` VALUES (1,'A, b'),(2,'Web');\n"
        "INSERT INTO `chq_incidents` (`id`,`component_id`,`name`,`status`,`visible`,`message`,"
        "`created_at`,`deleted_at`) VALUES (1,2,'Down',4,1,'Seen.','2026-07-01 06:00:00',NULL),\n"
        "(2,0,'Secret',1,0,'(\\'x\\', 1);\\n','2026-07-01 06:00:00',NULL);\n"
        "INSERT INTO `chq_incident_updates` (id, incident_id, status, message, created_at) VALUES\n"
        "(1, 1, 4, 'It''s over.', '2026-07-01 07:00:00');\n",
        "utf-8",
    )
    return file


def _cachet_postgresql(folder: Path) -> Path:
    file = folder / "cachet.sql"
    file.write_text(
        "COPY public.components (id, name) FROM stdin;\n2\tWeb\n\\.\n\n"
        "COPY public.incidents (id, component_id, name, status, visible, message, created_at, "
        "deleted_at) FROM stdin;\n1\t2\tDown\t4\t1\tSeen.\t2026-07-01 06:00:00\t\\N\n"
        "2\t0\tSecret\t1\t0\tx\t2026-07-01 06:00:00\t\\N\n\\.\n\n"
        "COPY public.incident_updates (id, incident_id, status, message, created_at) FROM stdin;\n"
        "1\t1\t4\tIt's over.\t2026-07-01 07:00:00\n\\.\n",
        "utf-8",
    )
    return file


@pytest.mark.parametrize("made", [_cachet_json, _cachet_three, _cachet_dump, _cachet_postgresql])
def test_cachet_is_the_same_in_all_its_forms(tmp_path: Path, made: Any) -> None:
    batch = read("cachet", made(tmp_path), "America/New_York")
    [found] = batch.incidents
    assert (found.title, found.components, found.origin_id) == ("Down", ("Web",), "incident/1")
    assert posts(found) == [
        ("investigating", "10:00", "Seen."),
        ("resolved", "11:00", "It's over."),
    ]
    assert "It is hidden there; left out." in "".join(map(str, batch.notes))


def test_planned_work_of_cachet_and_what_says_only_that_it_is_over(tmp_path: Path) -> None:
    schedule = {
        "id": 1,
        "name": "Disks",
        "message": "Soon.",
        "status": 2,
        "scheduled_at": "2026-07-01 10:00:00",
        "completed_at": "2026-07-01 12:00:00",
        "created_at": "2026-06-30 10:00:00",
    }
    fixed = {
        "id": 3,
        "name": "Blip",
        "status": 4,
        "visible": 1,
        "message": "Gone.",
        "created_at": "2026-07-01 10:00:00",
        "updated_at": "2026-07-01 10:30:00",
    }
    batch = read("cachet", saved(tmp_path, incidents=[fixed], schedules=[schedule]))
    blip, work = batch.incidents
    assert posts(blip) == [("investigating", "10:00", "Gone."), ("resolved", "10:30", "")]
    assert (work.window, [str(one.status) for one in work.posts]) == (
        WINDOW,
        ["scheduled", "in_progress", "completed"],
    )
