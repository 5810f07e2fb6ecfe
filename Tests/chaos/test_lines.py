"""Real programs in networks of their own: lines that are late, stall, tear and pass one way, cables that are pulled, `kill -9` at
random, for MINUTES (10), while counters and departments work. Afterwards the simulator's checkers read the stores.

    make test-chaos [MINUTES=10] [SEED=N]
"""
import collections
import http.client
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time
import uuid

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "outside"))
from conftest import MOTCUA, run  # noqa: E402
from networks import Host, Networks, why_not  # noqa: E402

MINUTES = float(os.environ.get("MINUTES", "10"))
SEED = int(os.environ.get("SEED") or time.time())
WARDS = ["27373", "26560", "26732"]
QUICK, CITY, DEPARTMENT = "2.000815", "city@tp", "so-tu-phap"
SIMULATE = str(pathlib.Path(MOTCUA).with_name("simulate"))


class Told:
    """What people were told is done, for the checkers: a line of JSON each."""

    def __init__(self, path):
        self.file, self.lock, self.count = path.open("w"), threading.Lock(), 0

    def note(self, user, key, unit, site, number, is_intake):
        said = {
            "command": f"k:{user}|{key}", "unit": unit, "site": site, "number": number, "isIntake": is_intake, "isExcused": False,
            "isUnheard": False}
        with self.lock:
            self.file.write(json.dumps(said) + "\n")
            self.file.flush()
            self.count += 1


class Counter(threading.Thread):
    """People of one unit who work as long as `ends` is not set, and ask again until they are answered."""

    def __init__(self, host, site, unit, told, ends, faults, seed):
        super().__init__(daemon=True)
        self.host_server, self.site, self.unit, self.told, self.ends, self.faults = host, site, unit, told, ends, faults
        self.random, self.numbers, self.failed = random.Random(seed), [], None

    def run(self):
        try:
            while not self.ends.is_set():
                self.work()
                time.sleep(self.random.uniform(0.05, 0.4))
        except Exception as error:  # Shown by the test.
            self.failed = error
            raise

    def ask(self, method, path, body=None, user=None, key=None):
        """The answer; whoever gets none asks again with the same key, until the end."""
        while True:
            try:
                token = self.host_server.token(user) if user else None
                status, answer = self.host_server.call(method, path, body, token, {"Idempotency-Key": key} if key else None)
                if status < 500:
                    return status, answer
                self.faults[f"{status} {path.split('/')[-1][:20]} {str(answer)[:120]}"] += 1
            except (OSError, http.client.HTTPException, AssertionError) as error:
                self.faults[type(error).__name__] += 1
            if self.ends.is_set():
                return 0, None
            time.sleep(0.2)

    def do(self, path, body, user, is_intake=False):
        key = str(uuid.uuid4())
        status, answer = self.ask("POST", path, body, user, key)
        if status in (200, 201):
            number = answer.get("number") or path.split("/")[-2]
            self.told.note(user, key, self.unit, self.site, number, is_intake)
            return number
        if status:
            self.faults[f"{status} {answer.get('type') if isinstance(answer, dict) else answer}"] += 1
        return None

    def work(self):
        raise NotImplementedError

    def step(self, number, users):
        """One step on a dossier, as one of the users may."""
        for user in users:
            status, dossier = self.ask("GET", f"/api/v1/dossiers/{number}", user=user)
            offers = [one for one in (dossier["actions"] if status == 200 else []) if one["next"]]
            if offers:
                action = self.random.choice(offers)
                body = {field["name"]: field["suggested"] for field in action["fields"] if "suggested" in field}
                self.do(f"/api/v1/dossiers/{number}/{action['action']}", body, user)
                return True
        return False


class Ward(Counter):
    def work(self):
        if not self.numbers or self.random.random() < 0.4:
            code = self.random.choice([QUICK, "1.001193"])
            procedure = self.ask("GET", f"/api/v1/procedures/{code}")[1]
            if not procedure:
                return
            person = {
                "name": "Nguyễn Thị Ửng", "idNumber": f"0791{self.random.randrange(10**8):08d}", "phone": "0901234567",
                "address": "1 Lê Lợi"}
            filing = self.host_server.filing(procedure, self.unit, accept=True, applicant=person)
            number = self.do("/api/v1/dossiers", filing, f"counter@{self.unit}", is_intake=True)
            if number:
                self.numbers.append(number)
        elif self.random.random() < 0.25:
            to = self.random.choice([DEPARTMENT] + [unit for unit in WARDS if unit != self.unit])
            self.do(f"/api/v1/dossiers/{self.random.choice(self.numbers)}/hand-over", {"unit": to}, f"counter@{self.unit}")
        else:
            status, inbox = self.ask("GET", f"/api/v1/inbox?unit={self.unit}&limit=50", user=f"leader@{self.unit}")
            listed = [item["number"] for item in inbox["items"]] if status == 200 else []
            self.step(self.random.choice(listed + self.numbers[-20:]), [f"{role}@{self.unit}" for role in ("counter", "officer", "leader")])


class Department(Counter):
    def work(self):
        status, inbox = self.ask("GET", f"/api/v1/inbox?unit={self.unit}&limit=50", user=f"officer@{self.unit}")
        listed = [item["number"] for item in inbox["items"]] if status == 200 else []
        if listed:
            self.step(self.random.choice(listed), [f"{role}@{self.unit}" for role in ("officer", "leader", "counter")])


class World:
    """What happens to lines and machines."""

    def __init__(self, networks, hosts, seed):
        self.networks, self.hosts, self.random = networks, hosts, random.Random(seed)
        self.done = collections.Counter()

    def happen(self):
        """One misfortune, and its end."""
        what = self.random.choice(["spoil", "spoil", "unplug", "kill", "kill", "kill hub", "both"])
        self.done[what] += 1
        n, lasts = self.random.randrange(1, len(self.hosts)), self.random.uniform(0.5, 8)
        if what == "spoil":
            state = self.random.choice([
                {"mode": "cut"}, {"mode": "stall"}, {"mode": "one-way-out"}, {"mode": "one-way-in"}, {"reset": 0.2},
                {"delay": 400}, {"delay": 100, "reset": 0.05}, {"rate": 20_000}])
            self.networks.spoil(n, **state)
            time.sleep(lasts)
            if self.random.random() < 0.8:
                self.networks.spoil(n)
        elif what == "unplug":
            self.networks.unplug(n, True)
            time.sleep(lasts)
            self.networks.unplug(n, False)
        else:
            victims = {"kill": [self.hosts[n]], "kill hub": [self.hosts[0]], "both": [self.hosts[0], self.hosts[n]]}[what]
            for one in victims:
                one.stop(signal.SIGKILL)
            time.sleep(self.random.uniform(0, 2))
            for one in victims:
                one.start()

    def heal(self):
        for n in range(1, len(self.hosts)):
            self.networks.spoil(n)
            self.networks.unplug(n, False)


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    reason = why_not()
    if reason:
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("chaos")
    run("demo", "--store", f"sqlite:{folder}/hub.sqlite", "--units", "12", "--days", "2", "--per-day", "1")
    networks, hosts = Networks(["hub", *(f"w{unit}" for unit in WARDS)]), []
    try:
        hosts.append(Host(networks, 0, f"sqlite:{folder}/hub.sqlite").start())
        networks.lay_lines(SEED)
        for n, unit in enumerate(WARDS, 1):
            file, store = folder / f"{unit}.invitation", f"sqlite:{folder}/{unit}.sqlite"
            run("site", "invite", "--store", hosts[0].store, "--site", f"ward-{n}", "--units", unit, "--hub", networks.hub_address(n),
                "--out", str(file), "--insecure-line")
            within = ["ip", "netns", "exec", networks.hosts[n], MOTCUA, "site", "join", str(file), "--store", store, "--insecure-line"]
            joined = subprocess.run(within, capture_output=True, text=True, timeout=300)
            assert joined.returncode == 0, joined
            hosts.append(Host(networks, n, store, unit).start())
        yield folder, networks, hosts
    finally:
        for one in hosts:
            one.stop()
        networks.end()


def level(hosts, seconds=240):
    """Waits until nobody has anything to say any more."""
    until, was = time.monotonic() + seconds, None
    while time.monotonic() < until:
        lines = [one.call("GET", "/api/v1/sites/line")[1] for one in hosts[1:]]
        known = hosts[0].call("GET", "/api/v1/city/sites?limit=500", token=hosts[0].token(CITY))[1]["items"]
        now = [(one["isUp"], one["waiting"]) for one in lines] + [(one["ready"], one["lag"]) for one in known]
        is_level = all(one["isUp"] and not any(one["waiting"].values()) for one in lines) and not any(
            one["ready"] or one["lag"] for one in known)
        if is_level and now == was:
            return
        was = now
        time.sleep(4)
    raise AssertionError(f"not level after {seconds} s: {was}")


def test_nothing_is_lost_whatever_happens_to_lines_and_machines(city):
    folder, networks, hosts = city
    told, ends, faults = Told(folder / "told.jsonl"), threading.Event(), collections.Counter()
    people = [Ward(hosts[n], n, unit, told, ends, faults, f"{SEED} {unit} {k}") for n, unit in enumerate(WARDS, 1) for k in range(2)]
    people.append(Department(hosts[0], 0, DEPARTMENT, told, ends, faults, f"{SEED} department"))
    for one in people:
        one.start()
    world, until, last = World(networks, hosts, SEED), time.monotonic() + MINUTES * 60, time.monotonic()
    print(f"\nseed {SEED}, {MINUTES:g} minutes", flush=True)
    while time.monotonic() < until:
        world.happen()
        time.sleep(world.random.uniform(0, 2))
        assert not any(one.failed for one in people), [one.failed for one in people]
        if time.monotonic() - last > 30:
            last = time.monotonic()
            print(f"{told.count} acts acknowledged, {dict(world.done)}", flush=True)
    world.heal()
    ends.set()
    for one in people:
        one.join(90)
    assert not any(one.is_alive() or one.failed for one in people)
    level(hosts)
    print(f"{told.count} acts acknowledged, {dict(world.done)}; answers that failed: {dict(faults.most_common(8))}", flush=True)
    for one in hosts:
        one.stop()
    assert told.count > 20 * MINUTES, "too little was done to say anything"
    assert sum(world.done.values()) > 5 * MINUTES
    odd = [line for one in hosts for line in one.logged().splitlines() if "unexpected error" in line and "reset by peer" not in line]
    assert not odd, odd[:5]
    stores = [f"--read={folder}/hub.sqlite", *(f"--read={unit}={folder}/{unit}.sqlite" for unit in WARDS)]
    done = subprocess.run([SIMULATE, *stores, f"--told={folder}/told.jsonl"], capture_output=True, text=True, timeout=600)
    print(done.stdout, flush=True)
    assert done.returncode == 0, (done.stdout, done.stderr)
