"""The cluster under load while parts of it die: every acknowledged command is there afterwards, no number twice, writes resume in
time. Parts are killed with -9 or frozen, and started again; the store is verified at the end (`make test-cluster`)."""

import collections
import concurrent.futures
import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import uuid

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy" / "cluster"))
import cluster as deploy  # noqa: E402

UNIT, WRITERS, RESUME = "27373", 8, 30


class Load:
    """Writers that repeat a command with its key until it is acknowledged, as the pages and the API's clients do."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.acknowledged = {}
        self.times = []
        self.faults = collections.Counter()
        self.lock = threading.Lock()
        self.ends = threading.Event()
        self.body = json.dumps(filing(cluster))
        self.token = None
        self.pool = concurrent.futures.ThreadPoolExecutor(WRITERS)

    def __enter__(self):
        self.token = self.log_in()
        self.jobs = [self.pool.submit(self.write) for _ in range(WRITERS)]
        return self

    def __exit__(self, *_):
        self.ends.set()
        for job in self.jobs:
            job.result(90)

    def ask(self, method, path, body=None, **headers):
        line = http.client.HTTPConnection("127.0.0.1", self.cluster.port, timeout=15)
        try:
            if self.token:
                headers["Authorization"] = f"Bearer {self.token}"
            line.request(method, path, body, {"Content-Type": "application/json", **headers})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def log_in(self):
        status, said = self.ask("POST", "/api/v1/session", json.dumps({"user": f"counter@{UNIT}", "password": "motcua-demo"}))
        assert status == 200, said
        return json.loads(said)["token"]

    def write(self):
        while not self.ends.is_set():
            key = str(uuid.uuid4())
            while True:
                try:
                    status, said = self.ask("POST", "/api/v1/dossiers", self.body, **{"Idempotency-Key": key})
                except (OSError, http.client.HTTPException) as error:
                    status, said = 0, type(error).__name__.encode()
                if status in (200, 201):
                    break
                with self.lock:
                    self.faults[f"{status} {said[:80]!r}" if status not in (0, 502, 503, 504) else str(status)] += 1
                if self.ends.is_set():
                    return
                time.sleep(0.2)
            with self.lock:
                self.acknowledged[key] = json.loads(said)["number"]
                self.times.append(time.monotonic())

    def gap(self, since):
        """The longest time without an acknowledgement from then on."""
        with self.lock:
            times = [since] + sorted(t for t in self.times if t > since) + [time.monotonic()]
        return max(b - a for a, b in zip(times, times[1:]))


def filing(cluster):
    with deploy.urllib.request.urlopen(f"{cluster.url}/api/v1/procedures/2.000815", timeout=10) as answer:
        procedure = json.loads(answer.read())
    case = procedure["cases"][0]["id"] if procedure["cases"] else None
    fits = lambda item: item.get("cases") is None or case in item["cases"]  # noqa: E731
    filing = {
        "unit": UNIT, "procedure": "2.000815", "channel": "counter", "accept": True,
        "applicant": {"name": "Nguyễn Thị Ửng", "idNumber": "079190000123", "phone": "0901234567",
                      "address": "12 Hậu Giang, Phường Bình Tiên"},
        "form": {f["name"]: f["suggested"] for f in procedure["form"] if fits(f) and "suggested" in f},
        "papers": [{"id": p["id"]} for p in procedure["papers"] if p["required"] and fits(p)],
    }
    return filing | ({"case": case} if case else {})


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    binary = os.environ.get("MOTCUA") or str(ROOT / ".build" / "debug" / "motcua")
    # PostgreSQL's own user must reach its data.
    folder = pathlib.Path("/tmp") / f"motcua-cluster-{os.getpid()}"
    cluster = deploy.Cluster(folder, base=20_000 + os.getpid() % 10_000, binary=binary)
    try:
        cluster.up(demo=["--days", "2", "--per-day", "0", "--light", "0"])
        yield cluster
    finally:
        cluster.down()
        subprocess.run(["rm", "-rf", str(folder)], check=False)


def settled(cluster):
    """A primary, a synchronous standby, and the third node following."""
    members = cluster.members()
    return cluster.primary() and cluster.synchronous() and len(members) == 3 and all(
        m["state"] in ("running", "streaming") for m in members)


def test_nothing_acknowledged_is_lost_while_parts_die(city):
    gaps = {}
    with Load(city) as load:
        def meanwhile(name, seconds, act):
            begun = time.monotonic()
            act()
            until = begun + seconds
            while time.monotonic() < until:
                time.sleep(0.5)
            city.wait(lambda: load.times and load.times[-1] > begun + seconds - 3, 60, f"no writes after: {name}")
            gaps[name] = load.gap(begun)
            print(f"{name}: longest wait {gaps[name]:.1f} s, {len(load.acknowledged)} acknowledged", flush=True)

        meanwhile("nothing happens", 6, lambda: None)
        first = city.primary()
        meanwhile("the primary is killed", 35, lambda: city.kill(f"pg{first}"))
        assert city.primary() not in (None, first)
        meanwhile("it comes back as a standby", 20, lambda: city.start(f"pg{first}"))
        city.wait(lambda: settled(city), 60, "the cluster is not whole again")
        standby = city.synchronous()[0]
        frozen = [city.pid(f"pg{standby}"), city.postmaster(standby)]
        # Cut off without a word: nobody closes its connections.
        meanwhile("the synchronous standby is cut off", 30, lambda: [os.kill(pid, signal.SIGSTOP) for pid in family(frozen)])
        meanwhile("it is heard again", 15, lambda: [os.kill(pid, signal.SIGCONT) for pid in family(frozen)])
        meanwhile("etcd loses a member", 15, lambda: city.kill("etcd2"))
        meanwhile("a server is killed", 10, lambda: city.kill("serve1"))
        city.start("etcd2")
        city.start("serve1")
    numbers = list(load.acknowledged.values())
    print(f"{len(numbers)} acknowledged, refused or unanswered meanwhile: {dict(load.faults)}")
    assert len(numbers) > 200
    assert len(set(numbers)) == len(numbers), "a number was given twice"
    there = set(city.sql("SELECT number FROM dossier", "motcua").splitlines())
    assert not set(numbers) - there, "acknowledged and not there"
    unexpected = [fault for fault in load.faults if fault not in ("0", "502", "503", "504")]
    assert not unexpected, unexpected
    assert max(gaps.values()) < RESUME, gaps
    done = subprocess.run([city.binary, "verify", "--store", city.store()], capture_output=True, text=True, env=city.environment)
    assert done.returncode == 0 and "sound" in done.stdout + done.stderr, done.stdout + done.stderr


def family(pids):
    """Processes and their children."""
    found = [pid for pid in pids if pid]
    for pid in list(found):
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split()
        found += [int(child) for child in listed]
    return sorted(set(found))
