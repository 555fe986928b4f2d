"""What the audit log is told of changed settings."""

from __future__ import annotations

from statuspage.config.reading.comparing import changed_settings


def test_key_that_only_a_newer_program_knows_is_nobodys_change() -> None:
    assert changed_settings({"site": {}}, {"site": {"demo": False, "logo": "", "hint": None}}) == []


def test_number_that_became_none_is_told() -> None:
    told = {"of": "store", "key": "most", "from": "", "to": "0"}
    assert changed_settings({"store": {"most": None}}, {"store": {"most": 0}}) == [told]


def test_choice_that_somebody_made_or_took_back_is_told() -> None:
    on, off = {"desk": {"approval": True}}, {"desk": {"approval": False}}
    told = {"of": "desk", "key": "approval"}
    assert changed_settings(off, on) == [told | {"from": "false", "to": "true"}]
    assert changed_settings(on, off) == [told | {"from": "true", "to": "false"}]
