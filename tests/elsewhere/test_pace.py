"""How long the server is left alone."""

from __future__ import annotations

from statuspage.elsewhere.pace import Pace


def pace() -> tuple[Pace, list[float]]:
    now = [100.0]
    return Pace(elapsed=lambda: now[0], chance=lambda: 0.5), now


def pauses(one: Pace, times: int) -> list[float]:
    found = []
    for _ in range(times):
        one.failed()
        found.append(one.until - 100.0)
    return found


def test_pauses_grow_to_15_seconds_and_begin_anew_when_it_worked() -> None:
    one, _ = pace()
    assert pauses(one, 6) == [1, 2, 4, 8, 15, 15]
    one.good()
    assert one.until <= 100
    assert pauses(one, 1) == [1]


def test_server_that_names_a_time_is_left_alone_for_it() -> None:
    one, _ = pace()
    one.failed(30)
    assert one.until == 130


def test_refused_token_is_tried_again_slowly_and_another_at_once() -> None:
    one, _ = pace()
    one.turned_away("old")
    assert one.until == 400
    one.renew("old")
    assert one.until == 400
    one.renew("new")
    assert one.until <= 100
