"""An exported ledger proves itself to thirty lines of Python written from docs/formats/ledger.md alone."""

import json
import sqlite3
import subprocess
import sys

import pytest

from conftest import ROOT, Server, copy_store, run

VERIFIER = ROOT / "tools/verify_ledger.py"
SECRETS = {
    "name": "Trịnh Thị Khuê Các",
    "idNumber": "079190654321",
    "phone": "0918273645",
    "address": "7/21B hẻm Bún Riêu, Phường Bình Tiên",
    "email": "khue.cac@thu.example",
}


def check(data):
    """(exit code, what it said) of the verifier on these bytes."""
    done = subprocess.run([sys.executable, str(VERIFIER)], input=data, capture_output=True, timeout=120)
    return done.returncode, (done.stdout + done.stderr).decode()


@pytest.fixture(scope="module")
def exports(founded, tmp_path_factory):
    """(exports by unit, entries by unit in the store) of a store with dossiers of one recognisable person."""
    folder = tmp_path_factory.mktemp("exported")
    with Server(copy_store(founded / "city.sqlite", folder / "city.sqlite")) as server:
        form = {"documentName": "Bằng lái xe của bà Khuê Các"}
        procedure = server.procedure("2.000815")
        filing = server.filing(procedure, applicant=SECRETS, accept=True)
        filing["form"] = {**filing["form"], **form}
        for _ in range(3):
            status, answer = server.call("POST", "/api/v1/dossiers", filing, server.token("counter@27373"))
            assert status == 201, answer
            server.follow(answer["number"])
        # One with a message in free text and a letter to another unit.
        number = server.receive("1.004873", applicant=SECRETS, accept=True)
        for user, action in list(server.offers(number, "27373")):
            if action["action"] == "request-opinion":
                body = {f["name"]: f["suggested"] for f in action["fields"] if f["required"] and "suggested" in f}
                status, answer = server.act(
                    number, "request-opinion", {**body, "unit": "so-tu-phap", "note": "Xin hỏi về bà Khuê Các"}, user
                )
                assert status == 200, answer
                break
    with sqlite3.connect(server.path) as store:
        counts = dict(store.execute("SELECT unit, count(*) FROM entry GROUP BY unit"))
    store.close()
    units = ["27373", "so-tu-phap", "tp"]
    return (
        {u: run("export", "ledger", "--store", server.store, "--unit", u).stdout.encode() for u in units},
        counts,
        server.store,
    )


def test_the_verifier_has_thirty_lines():
    assert len(VERIFIER.read_text().splitlines()) <= 30


def test_every_export_verifies_and_counts(exports):
    data, counts, _ = exports
    for unit, text in data.items():
        code, said = check(text)
        assert code == 0, (unit, said)
        lines = text.decode().splitlines()
        assert len(lines) == counts.get(unit, 0) and said.startswith(f"{len(lines)} entries")
        print(f"\n{unit}: {said.strip()}")


def test_lines_have_the_fields_of_the_contract_in_order(exports):
    data, _, _ = exports
    for unit, text in data.items():
        entries = [json.loads(line) for line in text.decode().splitlines()]
        assert [e["seq"] for e in entries] == list(range(1, len(entries) + 1))
        for e in entries:
            assert e["unit"] == unit and set(e) == {
                "unit",
                "epoch",
                "seq",
                "at",
                "site",
                "actor",
                "subject",
                "kind",
                "version",
                "critical",
                "command",
                "addressee",
                "answers",
                "facts",
                "sealed",
                "prev",
                "hash",
            }
            for name in ("prev", "hash", "sealed"):
                assert e[name] is None and name == "sealed" or (len(e[name]) == 64 and e[name] == e[name].lower())
    assert any(json.loads(line)["sealed"] for line in data["27373"].splitlines())


def test_an_altered_line_is_caught_and_named(exports):
    lines = exports[0]["27373"].splitlines(keepends=True)
    place = len(lines) // 2

    def spoiled(change):
        entry = json.loads(lines[place])
        change(entry)
        return b"".join(lines[:place] + [json.dumps(entry, ensure_ascii=False).encode() + b"\n"] + lines[place + 1 :])

    assert check(spoiled(lambda e: None))[0] == 0, "white space and order of keys do not matter"
    changes = {
        "facts": lambda e: e["facts"].update(added=1),
        "actor": lambda e: e.update(actor="x"),
        "at": lambda e: e.update(at=e["at"] + 1),
        "subject": lambda e: e.update(subject=e["subject"] + "0"),
        "sealed": lambda e: e.update(sealed="00" * 32),
        "hash": lambda e: e.update(hash="00" * 32),
        "prev": lambda e: e.update(prev="00" * 32),
        "seq": lambda e: e.update(seq=e["seq"] + 1),
        "epoch": lambda e: e.update(epoch=0),
        "unit": lambda e: e.update(unit="26732"),
        "more": lambda e: e.update(more=1),
    }
    for what, change in changes.items():
        code, said = check(spoiled(change))
        assert code == 1 and f"line {place + 1}" in said, (what, said)
    assert check(b"".join(lines[:place] + lines[place + 1 :]))[0] == 1, "a missing line"
    swapped = lines[:place] + [lines[place + 1], lines[place]] + lines[place + 2 :]
    assert check(b"".join(swapped))[0] == 1, "two lines swapped"


def test_no_personal_data_in_any_export(exports):
    data, _, _ = exports
    for unit, text in data.items():
        for what, value in SECRETS.items():
            assert value.encode() not in text, f"{what} stands in the export of {unit}"
        for word in ("Khuê", "Khue", "khue", "Bún Riêu", "Bằng lái xe", "Xin hỏi"):
            assert word.encode() not in text, f"“{word}” stands in the export of {unit}"


def test_an_unknown_unit_is_refused(exports):
    done = run("export", "ledger", "--store", exports[2], "--unit", "99999", check=False)
    assert done.returncode == 2 and done.stdout == ""
