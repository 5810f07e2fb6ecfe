#!/usr/bin/env python3
"""Verifies `motcua export ledger` by docs/formats/ledger.md alone: verify_ledger.py [FILE]; exit 0 or 1."""
import hashlib, json, sys
KEYS = "actor addressee answers at command critical epoch facts kind sealed seq site subject unit version".split()

def refuse(what): raise ValueError(what)
def members(pairs): return dict(pairs) if len(dict(pairs)) == len(pairs) else refuse("a key stands twice")
def canonical(value):
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list): return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)

def check(line, unit, epoch, seq, at, prev):
    e = json.loads(line.decode("utf-8"), object_pairs_hook=members, parse_float=refuse, parse_constant=refuse)
    if set(e) != {*KEYS, "prev", "hash"}: refuse("not the seventeen fields")
    if any(type(e[key]) is not int for key in ("at", "epoch", "seq", "version")): refuse("a number is not an integer")
    if unit not in (None, e["unit"]): refuse("another unit's entry")
    if e["seq"] != seq + 1 or e["epoch"] < epoch: refuse(f"entry {e['seq']} of epoch {e['epoch']} does not follow {seq}")
    if e["at"] <= at: refuse("its time does not grow")
    if e["prev"] != prev: refuse("prev is not the hash of the entry before")
    content = canonical({key: e[key] for key in KEYS}).encode()
    if hashlib.sha256(bytes.fromhex(prev) + content).hexdigest() != e["hash"]: refuse("contents do not match the hash")
    return e["unit"], e["epoch"], e["seq"], e["at"], e["hash"]
state, number = (None, 1, 0, 0, "00" * 32), 0
for number, line in enumerate(open(sys.argv[1], "rb") if len(sys.argv) > 1 else sys.stdin.buffer, 1):
    try: state = check(line, *state)
    except (ValueError, KeyError, TypeError, RecursionError) as why: sys.exit(f"line {number}: {why}")
print(f"{number} entries, head {state[4]}")
