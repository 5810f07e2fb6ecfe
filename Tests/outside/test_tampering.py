"""Whoever alters a stopped store behind the program's back is found out: `motcua verify` ends with 129, says where."""

import hashlib
import json
import sqlite3

import pytest

from conftest import Server, copy_store, run

UNIT = "27373"


@pytest.fixture(scope="module")
def worked(founded, tmp_path_factory):
    """A stopped store with several dossiers, some at their end."""
    folder = tmp_path_factory.mktemp("worked")
    with Server(copy_store(founded / "city.sqlite", folder / "city.sqlite")) as server:
        for code in ("2.000815", "1.001193", "1.004873", "2.000815"):
            server.follow(server.receive(code))
        for code in ("2.000815", "1.001193"):
            filing = server.filing(server.procedure(code), accept=True)
            status, answer = server.call(
                "POST", "/api/v1/dossiers", filing, server.token("counter@27373"), {"Idempotency-Key": f"key {code}"}
            )
            assert status == 201, answer
    assert run("verify", "--store", server.store).stdout.strip().endswith("all sound")
    return server.path


@pytest.fixture()
def copy(worked, tmp_path):
    """A copy to spoil: (address, open connection)."""
    address = copy_store(worked, tmp_path / "city.sqlite")
    with sqlite3.connect(tmp_path / "city.sqlite", isolation_level=None) as store:
        yield address, store
    store.close()


def found(address, *words):
    """Verifies, expects findings that hold all words in one line, gives the output."""
    done = run("verify", "--store", address, check=False)
    assert done.returncode == 129, (done.returncode, done.stdout, done.stderr)
    assert any(all(word in line for word in words) for line in done.stdout.splitlines()), (words, done.stdout)
    return done.stdout


def middle(store, where="1 = 1"):
    """The place of an entry in the middle of the unit's ledger."""
    rows = store.execute(f"SELECT seq FROM entry WHERE unit = ? AND {where} ORDER BY seq", (UNIT,)).fetchall()
    return rows[len(rows) // 2][0]


def last(store):
    return store.execute("SELECT max(seq) FROM entry WHERE unit = ?", (UNIT,)).fetchone()[0]


def flip(column, seq, store, bit=0, at=None):
    value = store.execute(f"SELECT {column} FROM entry WHERE unit = ? AND seq = ?", (UNIT, seq)).fetchone()[0]
    data = bytearray(value.encode() if isinstance(value, str) else value)
    data[len(data) // 2 if at is None else at] ^= 1 << bit
    new = data.decode() if isinstance(value, str) else bytes(data)
    assert new != value
    store.execute(f"UPDATE entry SET {column} = ? WHERE unit = ? AND seq = ?", (new, UNIT, seq))


@pytest.mark.parametrize("column", ["prev", "hash", "sealed", "sealed_hash"])
def test_flipped_bit(copy, column):
    address, store = copy
    seq = middle(store, "sealed IS NOT NULL")
    flip(column, seq, store, bit=3)
    found(address, UNIT, f"entry {seq}")


def test_flipped_bit_in_facts(copy):
    address, store = copy
    seq = middle(store, "kind = 'DossierReceived'")
    facts = store.execute("SELECT facts FROM entry WHERE unit = ? AND seq = ?", (UNIT, seq)).fetchone()[0]
    at = facts.index('"receivedAt":') + len('"receivedAt":') + 3
    flip("facts", seq, store, at=len(facts[:at].encode()))
    found(address, UNIT, f"entry {seq}")


def test_flipped_bit_that_breaks_the_json_of_facts(copy):
    address, store = copy
    seq = middle(store, "kind = 'DossierReceived'")
    flip("facts", seq, store, at=0)
    found(address, UNIT, f"entry {seq}")


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'leader@27373'",
        "at = at + 1",
        "subject = 'H29.273.73-250101-0001'",
        "kind = 'DossierWithdrawn'",
        "version = version + 1",
        "critical = 1 - critical",
        "site = 'elsewhere'",
        "addressee = 'tp'",
        "epoch = epoch + 1",
        "command = 'c:other'",
        "unit = '26732'",
    ],
)
def test_altered_column(copy, change):
    address, store = copy
    seq = middle(store, "actor <> 'leader@27373' AND addressee IS NULL")
    store.execute(f"UPDATE entry SET {change} WHERE unit = ? AND seq = ?", (UNIT, seq))
    # An entry moved to another ledger shows there, or as a gap here.
    found(address, UNIT, f"entry {seq + 1}" if change.startswith("unit") else f"entry {seq}")


def test_deleted_middle_entry(copy):
    address, store = copy
    seq = middle(store)
    store.execute("DELETE FROM entry WHERE unit = ? AND seq = ?", (UNIT, seq))
    found(address, UNIT, f"entry {seq + 1}", "missing")


def test_two_entries_swapped(copy):
    address, store = copy
    seq = middle(store)
    for old, new in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
        store.execute("UPDATE entry SET seq = ? WHERE unit = ? AND seq = ?", (new, UNIT, old))
    found(address, UNIT, f"entry {seq}")


def test_truncated_tail(copy):
    address, store = copy
    end = last(store)
    store.execute("DELETE FROM entry WHERE unit = ? AND seq > ?", (UNIT, end - 3))
    found(address, UNIT, f"entry {end - 3}")


def frontier(hashes):
    """Count and peaks of the Merkle tree, as the head row keeps them (a forger can reckon them too)."""
    peaks, count = [], 0
    for leaf in hashes:
        node, size = hashlib.sha256(b"\0" + leaf).digest(), count
        while size & 1:
            node, size = hashlib.sha256(b"\1" + peaks.pop() + node).digest(), size >> 1
        peaks.append(node)
        count += 1
    return count.to_bytes(8, "big") + b"".join(peaks)


def behead(store, cut, keep_checkpoints=True):
    """Cuts the last entries off and makes the head row fit."""
    end = last(store) - cut
    store.execute("DELETE FROM entry WHERE unit = ? AND seq > ?", (UNIT, end))
    rows = store.execute("SELECT hash, at, epoch FROM entry WHERE unit = ? ORDER BY seq", (UNIT,)).fetchall()
    store.execute(
        "UPDATE ledger_head SET seq = ?, at = ?, hash = ?, frontier = ? WHERE unit = ?",
        (end, rows[-1][1], rows[-1][0], frontier([row[0] for row in rows]), UNIT),
    )
    return end


def test_truncated_tail_with_a_corrected_head_contradicts_the_signed_checkpoint(copy):
    address, store = copy
    end = behead(store, 3)
    # The forger rebuilds too, so that no projection gives the cut away.
    run("rebuild", "--store", address)
    out = found(address, UNIT, f"entry {end}", "checkpoint")
    assert "head" not in out, "only the checkpoint can tell"


def test_a_checkpoint_forged_without_the_key_is_found(copy):
    address, store = copy
    end = behead(store, 3)
    run("rebuild", "--store", address)
    head = store.execute("SELECT hash FROM ledger_head WHERE unit = ?", (UNIT,)).fetchone()[0]
    store.execute("DELETE FROM checkpoint WHERE unit = ? AND seq > ?", (UNIT, end))
    store.execute(
        "INSERT INTO checkpoint (unit, seq, epoch, at, head, root, site, signature) "
        "SELECT unit, ?, epoch, at, ?, ?, site, ? "
        "FROM ledger_head, site WHERE unit = ?",
        (end, head, bytes(32), bytes(64), UNIT),
    )
    found(address, UNIT, f"entry {end}", "signature")


def test_another_key_for_the_site_is_found(copy):
    address, store = copy
    store.execute("UPDATE site SET public_key = ?", (hashlib.sha256(b"mine").digest(),))
    found(address, "key")


def test_rebuild_does_not_heal_a_ledger(copy):
    address, store = copy
    seq = middle(store, "kind = 'DossierReceived'")
    store.execute("UPDATE entry SET actor = 'nobody' WHERE unit = ? AND seq = ?", (UNIT, seq))
    run("rebuild", "--store", address, check=False)
    found(address, UNIT, f"entry {seq}")


@pytest.mark.parametrize(
    "named, change",
    [
        (
            "dossier",
            "UPDATE dossier SET due = due + 86400000 WHERE number = (SELECT max(number) FROM dossier WHERE due IS NOT NULL)",
        ),
        ("dossier", "UPDATE dossier SET state = 'returned' WHERE number = (SELECT max(number) FROM dossier)"),
        ("dossier", "DELETE FROM dossier WHERE number = (SELECT max(number) FROM dossier)"),
        (
            "dossier",
            "INSERT INTO dossier SELECT 'H29.273.73-250101-0001', unit, in_transit_to, receiving, competent, pick_up, procedure, "
            "procedure_version, field, channel, state, step, holder, applicant, parent, received_at, accepted_at, accept_by, due, "
            "original_due, "
            "resolved_at, returned_at, calendar, version, traits, rated_at FROM dossier LIMIT 1",
        ),
        ("inbox", "DELETE FROM inbox WHERE number = (SELECT max(number) FROM inbox)"),
        ("inbox", "UPDATE inbox SET urgency = urgency + 864000000 WHERE number = (SELECT max(number) FROM inbox)"),
        ("inbox", "UPDATE inbox SET holder = 'officer@26732' WHERE number = (SELECT max(number) FROM inbox)"),
        ("search_token", "DELETE FROM search_token WHERE number = (SELECT max(number) FROM search_token)"),
        ("dossier_unit", "INSERT INTO dossier_unit (unit, number) SELECT '26732', number FROM dossier LIMIT 1"),
        ("H29.273.73-", "DELETE FROM dossier_unit WHERE number = (SELECT max(number) FROM dossier_unit)"),
        ("command", "DELETE FROM command WHERE id = (SELECT max(id) FROM command)"),
        ("number_counter", "UPDATE number_counter SET last = 1"),
        ("indicator_day", "UPDATE indicator_day SET n = n + 1 WHERE day = (SELECT max(day) FROM indicator_day)"),
        (
            "reference",
            "UPDATE reference SET body = replace(body, 'leader', 'officer') WHERE kind = "
            "(SELECT kind FROM reference WHERE body LIKE '%leader%' LIMIT 1)",
        ),
    ],
)
def test_an_edited_projection_row_is_found_and_rebuild_repairs_it(copy, named, change):
    address, store = copy
    assert store.execute(change).rowcount > 0
    found(address, named)
    answer = json.loads(run("rebuild", "--store", address, "--json").stdout)
    assert answer["same"] is False
    assert run("verify", "--store", address).returncode == 0
    assert json.loads(run("rebuild", "--store", address, "--json").stdout)["same"] is True
