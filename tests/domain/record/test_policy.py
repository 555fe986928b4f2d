"""Policies: who must cosign, against the words of C2SP tlog-policy."""

from __future__ import annotations

import pytest

from statuspage.domain.record.cosignature import Cosigner
from statuspage.domain.record.note import Signer
from statuspage.domain.record.policy import parse_policy
from statuspage.errors import ConfigError

LOG = Signer("status.acme.example/record", bytes(32)).verifier


def key(number: int) -> str:
    return str(Cosigner(f"witness.example/{number}", bytes([number]) * 32).key)


NESTED = f"""# two houses
log {LOG} https://status.acme.example
witness X1 {key(1)} https://x.example/one
\twitness  X2\t{key(2)}
witness X3 {key(3)}
group X 2 X1 X2 X3

witness Y1 {key(4)}
witness Y2 {key(5)}
group Y any Y1 Y2
group both all X Y
quorum both
"""


@pytest.mark.parametrize(
    ("cosigned", "is_met"),
    [
        ("", False),
        ("X1 X2 X3", False),
        ("X1 Y1 Y2", False),
        ("X1 X3 Y2", True),
        ("X1 X2 X3 Y1 Y2", True),
    ],
)
def test_nested_groups_decide(cosigned: str, is_met: bool) -> None:
    policy = parse_policy(NESTED.encode(), "witnesses.txt")
    assert policy.is_met(cosigned.split()) == is_met
    assert policy.least == 3


def test_policy_is_read_whole() -> None:
    policy = parse_policy(NESTED.encode(), "witnesses.txt")
    assert [(one.key, one.url) for one in policy.logs] == [(LOG, "https://status.acme.example")]
    assert [one.name for one in policy.witnesses] == ["X1", "X2", "X3", "Y1", "Y2"]
    assert [one.url for one in policy.witnesses][:2] == ["https://x.example/one", ""]
    assert str(policy.witnesses[1].key) == key(2)


def test_no_witness_may_be_needed_or_a_single_one() -> None:
    none = parse_policy(b"quorum none", "p")
    assert (none.is_met([]), none.least) == (True, 0)
    single = parse_policy(f"witness A {key(1)}\nquorum A\n".encode(), "p")
    assert (single.is_met([]), single.is_met(["A"]), single.least) == (False, True, 1)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["p: there is no quorum"]),
        ("quorum none\nquorum none", ["p:2: there is a quorum already"]),
        ("witnes A x\nquorum none", ["p:1: a line begins with"]),
        (f"witness A {key(1)}\nwitness A {key(2)}\nquorum A", ['p:2: the name "A" is taken']),
        (f"witness none {key(1)}\nquorum none", ['p:1: the name "none" is taken']),
        (
            f"witness A {key(1)}\nwitness B {key(1)}\nquorum A",
            ["p:2: this witness is named already"],
        ),
        (f"log {LOG}\nlog {LOG}\nquorum none", ["p:2: this log is named already"]),
        ("witness A w+00000000+AA==\nquorum none", ["p:1: a public key reads name+id+key"]),
        (
            f"witness A {LOG}\nquorum A",
            ["p:1: this public key is of another", "p:2: no line above"],
        ),
        (f"quorum A\nwitness A {key(1)}", ['p:1: no line above names "A"']),
        (
            f"witness A {key(1)}\ngroup G 2 A\nquorum G",
            ["p:2: how many members", "p:3: no line above"],
        ),
        (f"witness A {key(1)}\ngroup G 0 A\nquorum A", ["p:2: how many members"]),
        (f"witness A {key(1)}\ngroup G any A A\nquorum A", ['p:2: "A" is a member already']),
        ("group G any none\nquorum none", ['p:1: no line above names "none"']),
        ("group G any\nquorum none", ["p:1: a group reads"]),
        ("quorum none\r\n", ["p:1: holds a control character"]),
        ("# caf\xe9\nquorum none", ["p:1: is not UTF-8"]),
    ],
)
def test_faults_are_named_by_line(text: str, faults: list[str]) -> None:
    with pytest.raises(ConfigError) as raised:
        parse_policy(text.encode("latin-1"), "p")
    found = str(raised.value).splitlines()
    assert len(found) == len(faults)
    assert all(one.startswith(fault) for one, fault in zip(found, faults, strict=True))
