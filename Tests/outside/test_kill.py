"""Acknowledged means durable: the server is killed with −9 under load, many times, and loses nothing it said yes to.

Eight clients take dossiers in and move them on. A request that was under way when the server died has an unknown
outcome: its client sends it again with the same Idempotency-Key after the restart, as a counter would, and it must have
one effect. In the end the store holds exactly the dossiers that clients know of.
"""

import collections
import http.client
import json
import random
import signal
import sqlite3
import threading
import time

from conftest import run

SEED, ROUNDS, CLIENTS = 20251123, 12, 8


class Client(threading.Thread):
    """Takes dossiers in and acts on them over one connection until the server is gone."""

    def __init__(self, server, filing, name, known):
        super().__init__(daemon=True)
        self.server, self.filing, self.label, self.known = server, filing, name, known
        self.received, self.versions, self.codes, self.actions = [], {}, {}, 0
        self.pending = None
        self.odd = []

    def run(self):
        self.wire = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        count = 0
        try:
            while True:
                count += 1
                self.one_dossier(f"{self.label}.{count}")
        except (OSError, http.client.HTTPException):
            pass
        finally:
            self.wire.close()

    def ask(self, method, path, user, body=None, key=None):
        head = {"Authorization": f"Bearer {self.server.tokens[user]}", "Content-Type": "application/json"}
        if key:
            head["Idempotency-Key"] = key
            self.pending = (method, path, user, body, key)
        self.wire.request(method, path, json.dumps(body).encode() if body is not None else None, head)
        answer = self.wire.getresponse()
        text = answer.read()
        if key:
            self.pending = None
        return answer.status, json.loads(text)

    def one_dossier(self, key):
        status, answer = self.ask("POST", "/api/v1/dossiers", "counter@27373", self.filing, key)
        if status != 201:
            return self.odd.append((status, answer))
        number = answer["number"]
        self.received.append(number)
        self.versions[number] = answer["version"]
        self.codes[number] = answer["trackingCode"]
        for turn in range(random.Random(key).randrange(3)):
            for user in ("counter@27373", "officer@27373", "leader@27373"):
                status, dossier = self.ask("GET", f"/api/v1/dossiers/{number}", user)
                action = next((a for a in dossier.get("actions", []) if a["next"]), None)
                if action is None:
                    continue
                body = {f["name"]: f["suggested"] for f in action["fields"] if "suggested" in f}
                status, answer = self.ask(
                    "POST", f"/api/v1/dossiers/{number}/{action['action']}", user, body, f"{key}.{turn}"
                )
                if status != 200:
                    self.odd.append((status, action["action"], answer))
                else:
                    self.versions[number] = answer["version"]
                    self.actions += 1
                break


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(own_server):
    dice = random.Random(SEED)
    procedure = own_server.procedure("2.000815")
    filing = own_server.filing(procedure, accept=True)
    for role in ("counter", "officer", "leader"):
        own_server.token(f"{role}@27373")
    versions, tracking, numbers = {}, {}, []
    total = collections.Counter()
    for turn in range(ROUNDS):
        clients = [Client(own_server, filing, f"r{turn}.c{i}", versions) for i in range(CLIENTS)]
        for client in clients:
            client.start()
        time.sleep(0.4 + dice.random() * 0.6)
        own_server.stop(signal.SIGKILL)
        for client in clients:
            client.join(timeout=60)
            assert not client.is_alive(), "a client hangs on a dead server"
        own_server.start()
        here, codes = {}, {}
        for client in clients:
            assert not client.odd, client.odd[:3]
            numbers += client.received
            here.update(client.versions)
            codes.update(client.codes)
            total["received"] += len(client.received)
            total["acted"] += client.actions
            if client.pending is None:
                continue
            method, path, user, body, key = client.pending
            total["outcome unknown"] += 1
            status, answer = own_server.call(method, path, body, own_server.token(user), {"Idempotency-Key": key})
            assert status in (200, 201), (path, answer)
            again = own_server.call(method, path, body, own_server.token(user), {"Idempotency-Key": key})
            assert again == (status, answer), "the same key has the same answer"
            if status == 201:
                numbers.append(answer["number"])
                codes[answer["number"]] = answer["trackingCode"]
                total["received on second try"] += 1
            here[answer["number"]] = max(answer["version"], here.get(answer["number"], 0))
        for number, version in here.items():
            status, dossier = own_server.call(
                "GET", f"/api/v1/dossiers/{number}", token=own_server.token("counter@27373")
            )
            assert status == 200, f"round {turn}: {number} was acknowledged and is gone"
            assert (
                dossier["version"] >= version
            ), f"round {turn}: {number} went back from {version} to {dossier['version']}"
        versions.update(here)
        tracking.update(codes)
    # Once more from a cold start: a key that lived only in the memory of the last server is gone by now.
    own_server.stop()
    own_server.start()
    unreadable = []
    for number, code in tracking.items():
        status, _ = own_server.call("GET", f"/api/v1/track/{number}?code={code}")
        _, dossier = own_server.call("GET", f"/api/v1/dossiers/{number}", token=own_server.token("counter@27373"))
        if status != 200 or (dossier.get("applicant") or {}).get("name") != filing["applicant"]["name"]:
            unreadable.append((number, status, dossier.get("applicant")))
    own_server.stop()
    assert (
        not unreadable
    ), f"acknowledged, but tracking code or personal data are lost: {unreadable[:5]} ({len(unreadable)})"

    twice = [number for number, count in collections.Counter(numbers).items() if count > 1]
    assert not twice, f"numbers given twice: {twice}"
    with sqlite3.connect(own_server.path) as store:
        stored = dict(store.execute("SELECT number, version FROM dossier"))
        entries = store.execute("SELECT count(*) FROM entry WHERE kind = 'DossierReceived'").fetchone()[0]
    store.close()
    assert set(stored) == set(numbers) and entries == len(
        numbers
    ), "the store holds what clients know, no more, no less"
    assert all(stored[number] >= version for number, version in versions.items())
    assert total["received"] >= ROUNDS * CLIENTS, f"too light a load to prove anything: {dict(total)}"
    done = run("verify", "--store", own_server.store, check=False)
    assert done.returncode == 0, done.stdout
    print(f"\n{ROUNDS} kills: {dict(total)}; {len(stored)} dossiers in the store; {done.stdout.strip()}")
