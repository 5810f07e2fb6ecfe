"""Two servers on one PostgreSQL: no number twice, each other's news within moments, a log-out that holds everywhere, and one of
them killed in the middle of its work."""

import concurrent.futures
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid

import pytest

from conftest import ROOT, Server, run
from netting import papers, picture, upload

sys.path.insert(0, str(ROOT / "scripts" / "bench"))
from postgres import Postgres  # noqa: E402

UNIT, COUNTER = "27373", "counter@27373"


@pytest.fixture(scope="module")
def pair(postgres):
    server = postgres
    store = server.url("postgres")
    run("demo", "--store", store, "--days", "2", "--per-day", "0", "--light", "0")
    with Server(store) as one, Server(store) as other:
        yield one, other


@pytest.fixture(scope="module")
def postgres():
    if not Postgres.there():
        pytest.skip("PostgreSQL is not installed (apt-get install -y --no-install-recommends postgresql)")
    # PostgreSQL's own user must reach its folder: not pytest's, which only the owner enters.
    folder = tempfile.mkdtemp(prefix="motcua-postgres-")
    os.chmod(folder, 0o755)
    before = os.environ.get("MOTCUA_KEYS")
    try:
        with Postgres(f"{folder}/server") as server:
            server.make("keys")
            os.environ["MOTCUA_KEYS"] = server.url("keys")
            yield server
    finally:
        os.environ.pop("MOTCUA_KEYS", None) if before is None else os.environ.update(MOTCUA_KEYS=before)
        shutil.rmtree(folder, ignore_errors=True)


def receive(server, key, body, token):
    status, answer = server.call("POST", "/api/v1/dossiers", body, token=token, headers={"Idempotency-Key": key})
    assert status in (200, 201), answer
    return answer["number"]


def test_no_number_is_given_twice(pair):
    one, other = pair
    body = one.filing(one.procedure("2.000815"), accept=True)
    # A token of one is good at the other.
    token = one.token(COUNTER)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: receive(pair[n % 2], str(uuid.uuid4()), body, token), range(120)))
    assert len(set(numbers)) == 120
    # The same key at the other server is the same command.
    key = str(uuid.uuid4())
    assert receive(one, key, body, token) == receive(other, key, body, token)
    # Step by step at both in turn: what one remembers, the other has changed.
    number = numbers[0]
    for turn in range(40):
        server = pair[turn % 2]
        step = next(((user, action) for user, action in server.offers(number, UNIT) if action["next"]), None)
        if step is None:
            break
        user, action = step
        values = {field["name"]: field["suggested"] for field in action["fields"] if "suggested" in field}
        status, said = server.act(number, action["action"], values, user)
        assert status == 200, said
    assert other.dossier(number, COUNTER)["status"]["state"] == "returned"


def listen(server, topic, token):
    line = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    line.sendall(f"GET /song?topic={topic} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    return line


def test_a_change_at_one_is_news_at_the_other(pair):
    one, other = pair
    line = listen(other, f"unit:{UNIT}", other.token(COUNTER))
    time.sleep(0.5)
    begun, heard = time.monotonic(), b""
    receive(one, str(uuid.uuid4()), one.filing(one.procedure("2.000815"), accept=True), one.token(COUNTER))
    while b"data:" not in heard:
        heard += line.recv(4096)
        assert time.monotonic() - begun < 5, heard
    line.close()


def test_a_log_out_holds_everywhere(pair):
    one, other = pair
    status, answer = one.call("POST", "/api/v1/session", {"user": "officer@27373", "password": "motcua-demo"})
    token = answer["token"]
    assert other.call("GET", "/api/v1/session", token=token)[0] == 200
    assert one.call("DELETE", "/api/v1/session", token=token)[0] in (200, 204)
    until = time.monotonic() + 5
    while other.call("GET", "/api/v1/session", token=token)[0] != 401:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_server_is_killed_and_nothing_acknowledged_is_lost(pair):
    one, other = pair
    body = one.filing(one.procedure("2.000815"), accept=True)
    token = other.token(COUNTER)
    acknowledged, ends = {}, time.monotonic() + 4

    def write(n):
        while time.monotonic() < ends:
            key, server = str(uuid.uuid4()), pair[n % 2]
            while True:
                try:
                    acknowledged[key] = receive(server, key, body, token)
                    break
                except (OSError, http.client.HTTPException):
                    # Whether it was committed is not known: the same command goes to the other.
                    server = other

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(write, n) for n in range(8)]
        time.sleep(1.5)
        one.stop(signal.SIGKILL)
        for job in jobs:
            job.result(60)
    numbers = list(acknowledged.values())
    assert len(numbers) > 50 and len(set(numbers)) == len(numbers)
    for number in numbers[::7]:
        assert other.dossier(number, COUNTER)["number"] == number
    one.start()
    assert one.dossier(numbers[-1], COUNTER)["number"] == numbers[-1]
    done = run("verify", "--store", other.store)
    assert "sound" in done.stdout + done.stderr


def test_connections_that_the_server_ended_at_rest_cost_nobody_an_answer(pair, postgres):
    one, other = pair
    body, tokens = one.filing(one.procedure("2.000815"), accept=True), [server.token(COUNTER) for server in pair]
    for server, token in zip(pair, tokens):
        receive(server, str(uuid.uuid4()), body, token)
    time.sleep(0.5)
    for database in ("postgres", "keys"):
        done = subprocess.run(
            [str(postgres.bin / "psql"), postgres.url(database), "-c",
             "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"],
            capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    for server, token in zip(pair, tokens):
        receive(server, str(uuid.uuid4()), body, token)
    # The servers hold the database again, on new lines.
    time.sleep(2)
    assert run("restore", "--in-place", "--store", one.store, check=False).returncode == 3


def test_nothing_is_written_under_a_restore_and_the_servers_hold_the_database_again(pair, postgres):
    one, other = pair
    token, body = one.token(COUNTER), one.filing(one.procedure("2.000815"), accept=True)
    # As after a restart of PostgreSQL: all lines of the servers are gone, and somebody is quicker than they are.
    holder = subprocess.Popen(
        [str(postgres.bin / "psql"), postgres.url("postgres"),
         "-c", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()",
         "-c", f"SELECT pg_advisory_lock({0x6D6F74637562})", "-c", "SELECT pg_sleep(6)"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(3)
    status, answer = one.call("POST", "/api/v1/dossiers", body, token=token, headers={"Idempotency-Key": str(uuid.uuid4())})
    assert status == 503, answer
    assert one.call("GET", "/api/v1/procedures?limit=1", token=token)[0] == 200, "reading goes on"
    assert holder.wait(30) == 0
    time.sleep(2)
    for server in pair:
        receive(server, str(uuid.uuid4()), body, token if server is one else server.token(COUNTER))
    assert run("restore", "--in-place", "--store", one.store, check=False).returncode == 3


def test_a_database_that_was_put_back_gives_no_number_again(pair):
    one, other = pair
    for running in (2, 1):
        done = run("restore", "--in-place", "--store", one.store, check=False)
        assert done.returncode == 3 and "server" in done.stderr and not done.stdout, (running, done)
        done = run("rebuild", "--store", one.store, check=False)
        assert done.returncode == 3 and "server" in done.stderr, "nothing is folded anew beneath a server that writes"
        pair[running - 1].stop()
    done = run("restore", "--in-place", "--store", one.store)
    assert run("rebuild", "--json", "--store", one.store).returncode == 0
    assert "epochs raised" in done.stdout and "NOTICE" not in done.stderr + one.logged() + other.logged(), done.stderr
    for server in pair:
        server.start()
    number = receive(one, str(uuid.uuid4()), one.filing(one.procedure("2.000815"), accept=True), one.token(COUNTER))
    assert number.rsplit("-", 1)[1][3:5] == "02", number


def test_a_backup_is_files_and_comes_back_on_either_engine(pair, postgres, tmp_path, monkeypatch):
    one, officer = pair[0], "leader@27373"
    body = one.filing(one.procedure("2.000815"), accept=True)
    number = receive(one, str(uuid.uuid4()), body, one.token(COUNTER))
    scan = picture(300_000)
    attached = {"uploads": [{"upload": upload(one, scan, COUNTER), "paper": None}]}
    assert one.call("POST", f"/api/v1/dossiers/{number}/papers", attached, one.token(COUNTER))[0] in (200, 201)
    told = one.dossier(number, officer)
    backup = str(tmp_path / "backup.sqlite")
    run("backup", "--store", one.store, backup)
    assert run("backup", "--store", one.store, backup, check=False).returncode == 3, "nothing is overwritten"
    assert run("restore", backup, "--store", one.store, check=False).returncode == 3, "nor a store that is there"
    # The files that were named are all of it, before any other command has opened them.
    (tmp_path / "carried").mkdir()
    for ending in ("", ".keys", ".papers"):
        shutil.copy(backup + ending, f"{tmp_path}/carried/backup.sqlite{ending}")
    backup = f"{tmp_path}/carried/backup.sqlite"

    for name in ("again", "again_keys"):
        postgres.make(name)
    monkeypatch.setenv("MOTCUA_KEYS", postgres.url("again_keys"))
    given = [number]
    for store in (f"sqlite:{tmp_path}/put/city.sqlite", postgres.url("again")):
        run("restore", backup, "--store", store)
        assert run("verify", "--store", store).returncode == 0
        with Server(store) as server:
            there = server.dossier(number, officer)
            assert there["applicant"] == told["applicant"]
            assert papers(server, number, officer) == [scan]
            fresh = receive(server, str(uuid.uuid4()), body, server.token(COUNTER))
            assert fresh not in given
            given.append(fresh)
        assert run("verify", "--store", store).returncode == 0
