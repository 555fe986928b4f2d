"""What `doctor` says of the way to the site: its proxies, its certificate, the clock, rights."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.domain.measured.reason import Reason
from statuspage.domain.measured.samples import ProbeState
from statuspage.health.asking import Sighting, is_ours, question
from statuspage.health.doctor.certificate import of_result
from statuspage.health.doctor.outside import STRANGER, of_proxies
from statuspage.health.doctor.parts import missing
from statuspage.health.doctor.rights import of_files
from statuspage.health.doctor.time_of_day import is_synchronized, of_clock
from statuspage.probes.result import Result
from statuspage.said import said

ME, PROXY = "198.51.100.7", "10.0.0.5"


@pytest.mark.parametrize(
    ("seen", "condition", "words"),
    [
        (Sighting(ME, f"{STRANGER}, {ME}", "https", PROXY, True), "ok", "sees who is asking"),
        (Sighting(ME, ME, "https", PROXY, True), "ok", "sees who is asking"),
        (Sighting(STRANGER, STRANGER, "https", PROXY, True), "failing", "is believed"),
        (Sighting(PROXY, f"{STRANGER}, {ME}", "", PROXY, False), "late", "trusted_proxies"),
        (Sighting(PROXY, "", "https", PROXY, True), "late", "Have it send X-Forwarded-For"),
        (Sighting(PROXY, STRANGER, "", PROXY, False), "late", "Have it send X-Forwarded-For"),
        (Sighting(ME, f"{STRANGER}, {ME}", "", PROXY, True), "late", "X-Forwarded-Proto"),
    ],
)
def test_proxies_are_judged_by_what_the_program_saw(
    seen: Sighting, condition: str, words: str
) -> None:
    told = of_proxies(seen, is_https=True)
    assert (told.condition, words in str(told.text)) == (condition, True), told.text


def test_without_tls_a_direct_visitor_is_well() -> None:
    assert of_proxies(Sighting(ME, STRANGER, "", ME, False), is_https=False).is_well
    assert not of_proxies(Sighting("127.0.0.1", "", "", "127.0.0.1", True), is_https=False).is_well


def test_question_is_answered_only_to_who_knows_the_secret() -> None:
    asked = question(b"secret of the store")
    assert is_ours(b"secret of the store", asked)
    assert not is_ours(b"another one", asked)
    assert not is_ours(b"secret of the store", "guessed")
    assert asked != question(b"secret of the store")


@pytest.mark.parametrize(
    ("offset", "synchronized", "condition"),
    [
        (0.4, True, "ok"),
        (0.4, False, "ok"),  # others say that it is right
        (-9.0, True, "late"),
        (3700.0, None, "failing"),
        (None, False, "late"),
        (None, None, "ok"),
    ],
)
def test_clock_is_judged_by_others_before_its_own_system(
    offset: float | None, synchronized: bool | None, condition: str
) -> None:
    assert of_clock(offset, synchronized).condition == condition


def test_kernel_says_whether_something_keeps_its_clock() -> None:
    assert is_synchronized() in (True, False, None)


def test_certificate_is_judged_as_a_probe_would() -> None:
    soon = Reason("certificate_ends", said("It expires."))
    assert of_result(Result(ProbeState.UP)).condition == "ok"
    assert of_result(Result(ProbeState.DEGRADED, reason=soon)).condition == "late"
    assert of_result(Result(ProbeState.DOWN, reason=soon)).condition == "failing"


def test_secret_that_others_may_read_is_named_with_its_mend(tmp_path: Path) -> None:
    ours, open_one = tmp_path / "ours.key", tmp_path / "open.key"
    for file, mode in ((ours, 0o600), (open_one, 0o644)):
        file.write_text("secret")
        file.chmod(mode)
    [told] = of_files([ours, open_one, tmp_path / "missing.key", tmp_path / ("x" * 300)])
    assert (told.condition, f"Run: chmod 600 {open_one}" in str(told.text)) == ("late", True)
    assert [one.condition for one in of_files([ours])] == ["ok"]


def test_package_that_is_missing_is_named_with_its_mend() -> None:
    [told] = missing([("s3", "no_such_package"), ("icmp", "json")])
    assert told.condition == "failing"
    assert str(told.text).endswith("pip install 'statuspage[s3]'")
