"""What a check found, for staff and for strangers."""

from __future__ import annotations

from pathlib import Path

from statuspage.errors import StoreError
from statuspage.health.checks import all_health, status_of
from statuspage.health.health import Condition, Health
from statuspage.health.store import STORE, WRITING
from statuspage.said import Said, joined, said


def ill(name: str, condition: Condition = Condition.FAILING) -> Health:
    return Health(name, condition, said("Something is wrong."))


def strange(text: Said) -> str:
    return str(Health("store", Condition.FAILING, text).for_strangers().text)


def test_strangers_see_no_folder_of_the_machine() -> None:
    place = Path("/srv/acme/var/statuspage.db")
    assert strange(said("The database {here} is gone.", here=place)) == (
        "The database statuspage.db is gone."
    )
    cut = said("{missing} was removed.", missing=f"{place}-wal")
    assert strange(joined([cut, "look at /srv/acme/log, or ask https://a.example/b/c"], " ")) == (
        "statuspage.db-wal was removed. look at log, or ask https://a.example/b/c"
    )
    listed = said("Late: {names}", names=["probing", said("in {place}", place=place)])
    assert strange(listed) == "Late: probing, in statuspage.db"


def test_strangers_do_not_see_where_the_copy_is_kept() -> None:
    away = said("{server} cannot be reached.", server="http://minio.internal:9000")
    behind = said("The copy in {target} is behind. {why}", target="s3://acme/status", why=away)
    assert strange(behind) == ("The copy in s3://... is behind. http://... cannot be reached.")


def test_strangers_see_no_server_behind_the_site() -> None:
    away = 'connection to server at "db.acme.internal" (10.0.0.5), port 5432 failed: no route'
    assert strange(said("The server is away. {error}", error=away)) == (
        'The server is away. connection to server at "..." (...), port 5432 failed: no route'
    )
    assert strange(said("{error}", error="fd00:10:20::5 is silent since 14:02:11")) == (
        "... is silent since 14:02:11"
    )


def test_status_names_what_is_gravest() -> None:
    well = Health("worker", Condition.OK, said("All is well."))
    late = ill("worker", Condition.LATE)
    assert status_of([well]) == "ok"
    assert status_of([well, late]) == "late"
    assert status_of([well, ill("disk")]) == "late"
    assert status_of([late, ill(WRITING)]) == "read-only"
    assert status_of([ill(STORE), ill(WRITING), late]) == "unavailable"


def test_check_that_needs_a_store_out_of_reach_is_left_out() -> None:
    def asks_the_store() -> Health:
        raise StoreError(said("The store is not open."))

    assert all_health([asks_the_store, lambda: ill(STORE)]) == [ill(STORE)]
