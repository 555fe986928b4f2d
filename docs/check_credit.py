"""Checks proofs, figure and credit of a claim pack: check_credit.py claim.zip [NAME+ID+KEY]"""

import csv
import json
import sys
import zipfile
from base64 import b64decode
from collections import Counter, defaultdict
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def fits(holds, fault):
    return holds or sys.exit(f"FAILED: {fault}")


def proven(pack, name, key):  # the kind of an entry, and its texts
    proof, _, note = pack[f"{name}.tlog-proof"].partition(b"\n\n")
    text, _, signatures = note.partition(b"\n\n")
    if key:
        _, start, public = key.split("+", 2)
        lines = map(b64decode, signatures.split()[2::3])
        signed = b"".join([line[4:] for line in lines if line[:4].hex() == start][:1])
        Ed25519PublicKey.from_public_bytes(b64decode(public)[1:]).verify(signed, text + b"\n")
    title, *rows = [row for row in proof.decode().split("\n")[1:] if row[:6] != "extra "]
    up, entry = sha256(b"\0" + pack[f"{name}.json"]).digest(), json.loads(pack[f"{name}.json"])
    here, last = int(title.split(" ")[1]), int(text.split()[1]) - 1
    for other in map(b64decode, rows):  # RFC 9162, section 2.1.3.2
        up = sha256(b"\1" + (other + up if here & 1 or here == last else up + other)).digest()
        step = (here & -here).bit_length() if here == last else 1
        here, last = here >> step, last >> step
    fits(not last and up == b64decode(text.split()[2]), f"{name} is not in the head of its proof")
    words = json.loads(pack[f"{name}.words.json"])["entries"][0]["words"]
    for text, word in words.items():
        salted = sha256(bytes.fromhex(word["salt"]) + word["text"].encode()).hexdigest()
        fits(salted == entry["hashes"][text], f"{name} has another {text}")
    text = words.get("figure") or words["definition"]
    return entry["subject"].split("/")[0], (json.loads(text["text"]), entry["facts"].get("version"))


def seconds(rows, sla):  # of availability
    weights = {"major_outage": "1", "partial_outage": "0.3", **sla["weights"], "": "0"}
    names, changes, active, sums = sla["components"], defaultdict(set), set(), Counter()
    groups = [{name} for name in names] if sla["combine"] == "mean" else [set(names)]
    for place, row in enumerate(rows):
        for edge in ("from", "to") if row["from"] < row["to"] else ():
            changes[row[edge]].add(place)
    for start, end in pairwise(sorted(changes)):
        active ^= changes[start]
        length = datetime.fromisoformat(end) - datetime.fromisoformat(start)
        for group in groups:
            mine = [rows[place] for place in active if rows[place]["component"] in group]
            out = {row["component"] for row in mine if row["kind"] == "excluded"}
            said = [row for row in mine if row["component"] not in out]
            bad = max((Fraction(weights.get(row["state"], "0")) for row in said), default=0)
            rest = "unknown" if any(row["kind"] == "unknown" for row in said) else "good"
            for side, part in (("bad", bad), (rest, 1 - bad)) if out != group else ():
                sums[side] += part * Fraction(length.seconds + length.days * 86400, len(groups))
    return sums


def events(rows, sla):  # of answers of checks, cases, incidents, ratings, reported ratios
    each = defaultdict(Counter)
    for row in [*rows, {}]:  # there may be none
        name = row.get("component", "") if sla["combine"] == "worst" else ""
        row["bad"] = int(row["total"]) - int(row["good"]) if "total" in row else row.get("bad")
        if "score" in row:
            row["good" if row["score"] in "45" else "bad"] = row["answers"]
        row[row.get("counts_as")] = 1
        if row.get("counts", "yes") == "yes":
            each[name] += {side: int(row.get(side) or 0) for side in ("good", "bad", "unknown")}
    found = max(each.values(), key=lambda c: Fraction(c["bad"], c["good"] + c["bad"] or 1))
    is_enough = found["good"] + found["bad"] >= (sla["min_events"] or 0)
    return found if is_enough else Counter(unknown=found["unknown"])


pack, key = [*sys.argv[1:], None, None][:2]
fits(pack and pack[0] != "-" and (not key or key.count("+") > 1), __doc__)
sys.excepthook = lambda _, why, __: print("FAILED:", str(why) or "wrong signature", file=sys.stderr)
with zipfile.ZipFile(pack) as archive:
    files = {name: archive.read(name) for name in archive.namelist()}
said = dict(proven(files, name[:-11], key) for name in files if name.endswith(".tlog-proof"))
(figure, _), (sla, version) = said["figure"], said["sla"]
fits(version == figure["definition_version"] and not sla["slice"], "this promise cannot be counted")
shown, times = json.loads(files["figure.json"]), ("from", "to", "as_of")
shown |= {name: datetime.fromisoformat(shown[name]).timestamp() for name in times}
for name in shown.keys() & figure.keys() - {"budget"}:
    fits(shown[name] == figure[name], f"figure.json has another {name} than the record")
fits(json.loads(files["definition.json"])["definition"] == sla, "definition.json is another")
rows = list(csv.DictReader(files["figure.csv"].decode().splitlines()))
counts = (seconds if sla["indicator"] == "availability" else events)(rows, sla)
for side in ("good", "bad", "unknown"):
    fits(str(counts[side]) == figure["counts"][side], f"figure.csv gives {counts[side]} {side}")
    fits(abs(Fraction(str(shown[side])) - counts[side]) * 1000 < 1, f"figure.json has other {side}")
judged = counts["good"] + counts["bad"]
for name, whole in ("credit_if_unknown_was_bad", judged + counts["unknown"]), ("credit", judged):
    tiers = [t for t in sla["credits"] if counts["good"] < Fraction(t["below"][:-1]) / 100 * whole]
    due = max((tier["credit"] for tier in tiers), key=lambda c: Fraction(c[:-1]), default="none")
    is_open = name == "credit" and (not judged or figure["verdict"] == "insufficient_data")
    fits(figure.get(name) == ("undetermined" if is_open else due), f"{name}: {due} is earned")
told = f"{figure['value']}%" if figure["value"] else f"{counts['good']} of {judged}"
print("{id}, {period}: {}, credit {credit}".format(told, **figure), key or "(signature unchecked)")
print("Proven: figure and promise; counted again from figure.csv. Not checked: the other files.")
