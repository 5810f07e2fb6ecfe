"""An erased person is gone: from every answer, page, search, export and table, and from the raw bytes of the files.

And nothing else is: the dossier opens, another person's dossier is whole, and `verify` is content.
"""

import json
import sqlite3
from urllib.parse import quote

import pytest

from conftest import Server, copy_store, run

NUMBER_FIELD = "documentName"
GONE = {
    "name": "Trịnh Thị Ngoẵng Quẹo",
    "idNumber": "079190654321",
    "phone": "0918273645",
    "address": "7/21B hẻm Bún Riêu, Phường Bình Tiên",
    "email": "khue.cac@thu.example",
}
FORM = "Bằng lái xe Honda Đam của bà Quẹo"
MESSAGE = "Đề nghị bổ sung bản gốc bằng lái Honda Đam"
STAYS = {
    "name": "Hoàng Văn Ở Lại",
    "idNumber": "079088111222",
    "phone": "0909555666",
    "address": "9 Bãi Sậy, Phường Bình Tiên",
}
WORDS = [*GONE.values(), FORM, MESSAGE, "Ngoẵng", "Quẹo", "queo", "Bún Riêu", "Honda Đam"]


@pytest.fixture(scope="module", autouse=True)
def offered():
    done = run("erase", "--help", check=False)
    assert done.returncode == 0 and "USAGE: motcua erase" in done.stdout


def ended(server, person, **more):
    """A dossier of a person, taken to its end, with free text on the way. Gives its receipt."""
    procedure = server.procedure("2.000815")
    filing = server.filing(procedure, applicant=person, accept=True, **more)
    filing["form"] = {**filing["form"], NUMBER_FIELD: FORM if person is GONE else "Bằng tốt nghiệp"}
    status, receipt = server.call(
        "POST",
        "/api/v1/dossiers",
        filing,
        server.token("counter@27373"),
        {"Idempotency-Key": f"key {person['name']}".encode().hex()},
    )
    assert status == 201, receipt
    number = receipt["number"]
    if person is GONE:
        offers = {action["action"]: (user, action) for user, action in server.offers(number, "27373")}
        user, action = offers["request-supplement"]
        body = {f["name"]: f["suggested"] for f in action["fields"] if f["required"] and "suggested" in f}
        status, answer = server.act(number, "request-supplement", {**body, "reason": MESSAGE}, user)
        assert status == 200, answer
    _, dossier = server.follow(number)
    assert dossier["status"]["state"] == "returned"
    return receipt


def answers(server, number, code):
    """Every answer and page that could show something of a dossier: path → text."""
    found = {}
    paths = [
        f"/api/v1/dossiers/{number}",
        "/api/v1/inbox?unit=27373",
        f"/api/v1/track/{number}?code={code}",
        f"/ho-so/{number}",
        "/ho-so",
        "/quay",
        f"/tra-cuu?number={number}&code={code}",
    ]
    paths += [f"/api/v1/search?q={quote(word)}" for word in WORDS + [number]] + [
        f"/ho-so?q={quote(word)}" for word in WORDS[:6]
    ]
    for user in ("counter@27373", "officer@27373", "leader@27373", "city@tp", "admin@tp", "auditor@tp", None):
        for path in paths:
            status, _, body = server.exchange("GET", path, token=server.token(user) if user else None)
            assert status < 500, (path, status)
            # What was asked for may be repeated in the search field of a page.
            found[f"{user} {path}"] = (
                body.decode(errors="replace").replace(f'value="{path}', "")
                if "?q=" not in path or path.startswith("/api")
                else ""
            )
    return found


def tables(path):
    """Every value of every table as text: (table, text)."""
    with sqlite3.connect(path) as store:
        names = [row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            for row in store.execute(f'SELECT * FROM "{name}"'):
                for value in row:
                    yield name, value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)
    store.close()


def test_an_erased_person_is_gone_everywhere(founded, tmp_path):
    with Server(copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")) as server:
        gone, stays = ended(server, GONE), ended(server, STAYS)
        number, other = gone["number"], stays["number"]
        seen = answers(server, number, gone["trackingCode"])
        assert any(GONE["name"] in text for text in seen.values()), "before, the person is there"
        assert any(FORM in text for text in seen.values()) and any(MESSAGE in text for text in seen.values())
    # How many hashed search words this person had: ids and phones stand there as keyed hashes.
    with sqlite3.connect(server.path) as store:
        words = lambda n: {row[0] for row in store.execute("SELECT token FROM search_token WHERE number = ?", (n,))}
        before = words(number) - words(other)
        assert before
    store.close()

    assert (
        run(
            "erase", "--store", server.store, number, "--ground", "Yêu cầu của công dân, Luật 91/2025/QH15", check=False
        ).returncode
        == 0
    )
    again = run("erase", "--store", server.store, number, "--ground", "lần nữa", check=False)
    assert again.returncode == 2 and again.stderr.strip(), "what is erased cannot be erased again"

    for step in ("after erase", "after rebuild"):
        if step == "after rebuild":
            assert json.loads(run("rebuild", "--store", server.store, "--json").stdout)["same"] is True
        done = run("verify", "--store", server.store, check=False)
        assert done.returncode == 0, (step, done.stdout)
        for path in (server.path, f"{server.path}.keys"):
            for table, text in tables(path):
                for word in WORDS:
                    assert word not in text, f"{step}: {word!r} stands in table {table}"
        with sqlite3.connect(server.path) as store:
            left = {row[0] for row in store.execute("SELECT token FROM search_token")}
            sealed = store.execute(
                "SELECT count(*) FROM entry WHERE subject = ? AND sealed IS NOT NULL", (number,)
            ).fetchone()[0]
            hashes = store.execute(
                "SELECT count(*) FROM entry WHERE subject = ? AND sealed_hash IS NOT NULL", (number,)
            ).fetchone()[0]
        store.close()
        assert not before & left, f"{step}: search words are left: {before & left}"
        assert sealed == 0 and hashes > 0, f"{step}: the ciphertext goes, its hash stays"
        with sqlite3.connect(f"{server.path}.keys") as keys:
            rows = keys.execute("SELECT secret, destroyed FROM person_key WHERE id = ?", (f"{number}/0",)).fetchall()
        keys.close()
        assert rows == [(None, 1)], f"{step}: the key is gone and its tombstone stands"

    # Raw bytes, also of the side files: nothing lingers in free pages or in the log.
    for path in (server.path, f"{server.path}.keys"):
        with sqlite3.connect(path, isolation_level=None) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        store.close()
    for path in tmp_path.iterdir():
        data = path.read_bytes()
        for word in WORDS:
            for form in (word.encode(), word.encode("utf-16-le")):
                assert form not in data, f"{word!r} lingers in the bytes of {path.name}"
        # Of the plain search words only the rare ones tell something; hashes all do.
        for word in [word for word in before if word.startswith("#")] + ["ngoang", "queo"]:
            assert (
                word.encode() not in data or word in left
            ), f"search word {word!r} lingers in the bytes of {path.name}"

    for unit in ("27373", "tp", "cong-dvc"):
        text = run("export", "ledger", "--store", server.store, "--unit", unit).stdout
        assert not [word for word in WORDS if word in text]

    with Server(server.store) as server:
        for path, text in answers(server, number, gone["trackingCode"]).items():
            for word in WORDS:
                assert word not in text, f"{word!r} is shown by {path}"
        dossier = server.dossier(number, "counter@27373")
        assert dossier["status"]["state"] == "returned" and dossier["history"] and dossier["version"]
        assert server.call("GET", f"/api/v1/track/{number}?code={gone['trackingCode']}")[0] == 404
        # The same filing under its old key gives no name either.
        assert server.dossier(other, "counter@27373")["applicant"]["name"] == STAYS["name"]
        _, found = server.call(
            "GET", f"/api/v1/search?q={quote('hoang van o lai')}", token=server.token("counter@27373")
        )
        assert other in [line["number"] for line in found["items"]]
        assert not [word for word in WORDS if word in server.logged()], "the log knows the person"


def test_one_of_two_people_is_erased_and_the_other_stays(founded, tmp_path):
    with Server(copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")) as server:
        number = ended(server, STAYS, authorised={k: v for k, v in GONE.items() if k != "email"})["number"]
        assert server.dossier(number, "counter@27373")["authorised"]["name"] == GONE["name"]
    run("erase", "--store", server.store, number, "--ground", "Yêu cầu", "--person", "authorised")
    assert run("verify", "--store", server.store, check=False).returncode == 0
    assert json.loads(run("rebuild", "--store", server.store, "--json").stdout)["same"] is True
    for path in (server.path, f"{server.path}.keys"):
        assert not [(table, word) for table, text in tables(path) for word in GONE.values() if word in text]
    with Server(server.store) as server:
        dossier = server.dossier(number, "counter@27373")
        assert dossier["applicant"]["name"] == STAYS["name"] and not (dossier.get("authorised") or {}).get("name")


def test_what_may_not_be_erased(founded, tmp_path):
    with Server(copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")) as server:
        number = server.receive("1.001193", applicant=GONE)
    for arguments, codes in (
        ([number, "--ground", "x"], (2,)),
        (["H29.273.73-991231-9999", "--ground", "x"], (2,)),
        ([number], (64,)),
        ([number, "--ground", "x", "--person", "cat"], (64,)),
    ):
        done = run("erase", "--store", server.store, *arguments, check=False)
        assert done.returncode in codes, (arguments, done.returncode, done.stderr)
    with Server(server.store) as server:
        assert (
            server.dossier(number, "counter@27373")["applicant"]["name"] == GONE["name"]
        ), "an open dossier keeps its person"
    assert run("verify", "--store", server.store).returncode == 0


def test_an_erasure_survives_a_restore_of_an_old_backup_of_keys(founded, tmp_path):
    """A backup made after the erasure, with keys that come from before it: the restore replays the erasure."""
    with Server(copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")) as server:
        number = ended(server, GONE)["number"]
    old = tmp_path / "old"
    run("backup", "--store", server.store, str(old))
    run("erase", "--store", server.store, number, "--ground", "Yêu cầu")
    new = tmp_path / "new"
    run("backup", "--store", server.store, str(new))
    (tmp_path / "new.keys").write_bytes((tmp_path / "old.keys").read_bytes())
    run("restore", str(new), "--store", f"sqlite:{tmp_path}/back.sqlite")
    with sqlite3.connect(tmp_path / "back.sqlite.keys") as keys:
        assert keys.execute("SELECT secret, destroyed FROM person_key WHERE id = ?", (f"{number}/0",)).fetchall() == [
            (None, 1)
        ]
    keys.close()
    assert not [(table, word) for table, text in tables(tmp_path / "back.sqlite") for word in WORDS if word in text]


SCORES = {"scores": {"access": 5, "procedure": 5, "staff": 5, "result": 5, "feedback": 5}}


def shown(server, number):
    """What a running server still says of the person."""
    texts = [
        server.exchange("GET", path, token=server.token("counter@27373"))[2].decode()
        for path in (
            f"/api/v1/dossiers/{number}",
            f"/api/v1/search?q={number}",
            f"/api/v1/search?q={GONE['idNumber']}",
            f"/ho-so/{number}",
        )
    ]
    return [word for word in WORDS if any(word in text for text in texts)]


@pytest.mark.parametrize("way", ["command line", "API"])
def test_erased_while_the_server_runs(founded, tmp_path, way):
    """What the server remembers of the dossier must not bring the person back with the next command."""
    with Server(copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")) as server:
        receipt = ended(server, GONE)
        number, code = receipt["number"], receipt["trackingCode"]
        assert shown(server, number)
        if way == "API":
            path = f"/api/v1/dossiers/{number}/erase/applicant"
            assert "/api/v1/dossiers/{number}/erase/{person}" in server.call("GET", "/api/v1/openapi.json")[1]["paths"]
            assert server.call("POST", path, {"ground": "Yêu cầu"}, server.token("leader@27373"))[0] == 403
            status, answer = server.call("POST", path, {"ground": "Yêu cầu"}, server.token("admin@tp"))
            assert status == 200, answer
        else:
            done = run("erase", "--store", server.store, number, "--ground", "Yêu cầu", check=False)
            if done.returncode == 3:
                # A server remembers dossiers and keys: the command line leaves its store alone.
                assert "another motcua" in done.stderr
                return
            assert done.returncode == 0, done.stderr
        assert not shown(server, number)
        # Commands on the dossier after the erasure: a rating with the old code, something by staff.
        rated = server.call("POST", f"/api/v1/track/{number}/rating?code={code}", SCORES)[0]
        for user, action in list(server.offers(number, "27373")):
            body = {f["name"]: f["suggested"] for f in action["fields"] if f["required"] and "suggested" in f}
            server.act(number, action["action"], body, user)
        # The filing sent again under its key is answered without the person's code.
        filing = server.filing(server.procedure("2.000815"), applicant=GONE, accept=True)
        filing["form"] = {**filing["form"], NUMBER_FIELD: FORM}
        _, repeated = server.call(
            "POST",
            "/api/v1/dossiers",
            filing,
            server.token("counter@27373"),
            {"Idempotency-Key": f"key {GONE['name']}".encode().hex()},
        )
        assert not shown(server, number), "a later command brought the person back"
        assert repeated.get("number") in (None, number)
        assert not repeated.get("trackingCode"), "the tracking code died with the key"
        assert rated == 404, "the tracking code died with the key"
    assert run("verify", "--store", server.store, check=False).returncode == 0
    for path in (server.path, f"{server.path}.keys"):
        found = {(table, word) for table, text in tables(path) for word in WORDS if word in text}
        assert not found, found
