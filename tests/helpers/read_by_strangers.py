"""Run in the environment of strangers: what their programs make of a record, as JSON.

Standard input is an object: `leaves` in hex, `roots` by size in hex, `proofs` as [index, size],
`grown` as [former size, size], and `checkpoint`, a text.
"""

import base64
import json
import sys

from aics_tlog import MerkleTree
from pymerkle import InmemoryTree, InvalidProof
from sigstore._internal.rekor.checkpoint import SignedCheckpoint


def is_proven(former: int, size: int) -> bool:
    """Whether pymerkle takes its proof, which has a form of its own, for the roots it was given."""
    state, later = (bytes.fromhex(asked["roots"][str(of)]) for of in (former, size))
    try:
        tree.prove_consistency(former, size).verify(state, later)
    except InvalidProof:
        return False
    return True


asked = json.load(sys.stdin)
leaves = [bytes.fromhex(leaf) for leaf in asked["leaves"]]
tree = InmemoryTree(algorithm="sha256")
tree.append_entries(leaves)
inclusions = [tree.prove_inclusion(index + 1, size) for index, size in asked["proofs"]]
other = MerkleTree(leaves)
found = SignedCheckpoint.from_text(asked["checkpoint"])
told = {
    "roots": {size: tree.get_state(int(size)).hex() for size in asked["roots"]},
    # The first of a path is the entry itself, which proofs of C2SP leave out.
    "inclusions": [[one.hex() for one in proof.path[1:]] for proof in inclusions],
    "proven": [is_proven(*pair) for pair in asked["grown"]],
    "consistencies": [
        [one.hex() for one in other.consistency_proof(*pair)] for pair in asked["grown"]
    ],
    "origin": found.checkpoint.origin,
    "size": found.checkpoint.log_size,
    "root": found.checkpoint.log_hash,
    "further": found.checkpoint.other_content,
    "signatures": [
        [one.name, (one.sig_hash + base64.b64decode(one.signature)).hex()]
        for one in found.signed_note.signatures
    ],
}
json.dump(told, sys.stdout)
