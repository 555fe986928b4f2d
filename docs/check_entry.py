"""Checks one entry of a public record by its public files alone (RFC 6962, C2SP tlog-tiles)."""

import argparse
import json
import re
import sys
from base64 import b64decode
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.request import urlopen

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


@cache
def read(place, path):
    base = place.rstrip("/") if "://" in place else Path(place).resolve().as_uri()
    with urlopen(f"{base}/record/{path}", timeout=60) as answer:  # noqa: S310
        return answer.read()


def fits(holds, fault):
    return holds or sys.exit(f"FAILED: {fault}")


def head_of(note, key):  # its origin, size and root; raises InvalidSignature
    text, _, signatures = note.decode().partition("\n\n")
    origin, size, root = text.split("\n")
    if key:
        raw = b64decode(key.split("+", 2)[2])
        start = sha256(f"{origin}\n".encode() + raw).digest()[:4]
        found = [b64decode(line.split(" ")[2]) for line in signatures.splitlines()]
        signature = b"".join([one[4:] for one in found if one[:4] == start][:1])
        Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signature, f"{text}\n".encode())
    return origin, int(size), b64decode(root)


def node(left, right):
    return sha256(b"\x01" + left + right).digest()


def check(place, index, key, kept):
    file = Path(kept).read_bytes() if kept else b""
    proof, _, note = file.partition(b"\n\n") if file.startswith(b"c2sp.org/") else ("", "", file)
    origin, size, root = head_of(read(place, "checkpoint"), key)
    former_origin, former, former_root = head_of(note, key) if kept else (origin, 0, b"")
    fits(former_origin == origin, f"the kept head is of {former_origin}, not of {origin}")
    fits(former <= size, f"the record was cut to {size} entries, and held {former} before")
    fits(0 <= index < size, f"the record holds {size} entries and none at {index}")

    def tile(level, number, width):  # its name, and its bytes, in a row of this width
        name = re.sub("(...),", r"x\1/", f"{number:0{(len(str(number)) + 2) // 3 * 4 - 1},}")
        part = f".p/{width - 256 * number}" if width < 256 * (number + 1) else ""
        return name, read(place, f"tile/{level}/{name}{part}")

    def roots(first, end):  # of a part of the tree, as it was and as it is
        level = (end - first).bit_length() - 1 >> 3
        is_cut = first < former < end or (level and first <= index < end)
        if end - first == 256**level and not is_cut:
            number, at = divmod(first >> 8 * level, 256)
            now = tile(level, number, size >> 8 * level)[1][32 * at : 32 * at + 32]
            return now if end <= former else b"", now
        middle = first + (1 << (end - first - 1).bit_length() - 1)
        (before, now), (rest, more) = roots(first, middle), roots(middle, end)
        return node(before, rest) if rest else before, node(now, more)

    name, rest = tile("entries", index // 256, size)
    for _ in range(index % 256 + 1):
        length = 2 + int.from_bytes(rest[:2], "big")
        entry, rest = rest[2:length], rest[length:]
    leaf, before, now = sha256(b"\0" + entry).digest(), *roots(0, size)
    fits(leaf == roots(index, index + 1)[1] and now == root, f"entry {index} is not in the head")
    fits(not former or before == former_root, f"the first {former} entries were rewritten")
    if proof:
        title, *rows = [row for row in proof.decode().split("\n")[1:] if row[:6] != "extra "]
        up, here, last = leaf, index, former - 1
        for other in map(b64decode, rows):  # RFC 9162, section 2.1.3.2
            up = node(other, up) if here & 1 or here == last else node(up, other)
            step = (here & -here).bit_length() if here == last else 1
            here, last = here >> step, last >> step
        is_proven = title == f"index {index}" and index < former and not last and up == former_root
        fits(is_proven, f"the kept proof does not prove entry {index}")
    facts = json.loads(entry)
    told = json.loads(read(place, f"words/{name}.json"))["entries"][index % 256]["words"]
    for text, hashed in facts["hashes"].items():
        word = told[text]  # null once it was erased
        salted = word and sha256(bytes.fromhex(word["salt"]) + word["text"].encode()).hexdigest()
        fits(not word or salted == hashed, f"entry {index} has another {text}")
        print(f"{text}: {word['text'] if word else '(erased)'}")
    print(f"Entry {index}, {facts['subject']}: as recorded" + ", signature unchecked" * (not key))


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("place", help="address of the site, or folder of a copy")
parser.add_argument("index", type=int, help="number of the entry, from 0")
parser.add_argument("--key", help="public key that signs, name+id+key, from elsewhere")
parser.add_argument("--kept", help="a checkpoint or a .tlog-proof of the entry, kept before")
sys.excepthook = lambda kind, why, _: print("FAILED:", kind.__name__, why, file=sys.stderr)
check(**vars(parser.parse_args()))
