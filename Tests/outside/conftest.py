"""Checks from outside: a real server process, driven over HTTP and the command line.

Every test talks to `motcua` as a stranger would. The binary is the one `make test` built (MOTCUA), stores live in
temporary folders, servers listen on loopback and are ended by their process id.
"""

import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOTCUA = os.environ.get("MOTCUA", str(ROOT / ".build/debug/motcua"))
PASSWORD = "motcua-demo"


def run(*arguments, check=True, **more):
    """Runs motcua and gives the finished process."""
    env = dict(os.environ, MOTCUA_REFERENCE=str(ROOT / "Reference"), SWIFT_BACKTRACE="enable=no")
    done = subprocess.run([MOTCUA, *arguments], capture_output=True, text=True, env=env, timeout=600, **more)
    if check and done.returncode != 0:
        raise AssertionError(f"motcua {' '.join(arguments)} → {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """One `motcua serve` on a store."""

    # Where it is reached, where it listens, and what stands before its command (to run it in a network of its own).
    host, listens, before = "127.0.0.1", "127.0.0.1", ()

    def __init__(self, store, *arguments, **env):
        self.store = store
        self.arguments, self.env = arguments, env
        self.port = free_port()
        self.process = None
        self.log = None
        self.tokens = {}

    @property
    def path(self):
        """The store's file."""
        return pathlib.Path(self.store.removeprefix("sqlite:"))

    def logged(self):
        """What the server wrote to its log, over all its starts."""
        if self.log is None:
            return ""
        self.log.flush()
        return pathlib.Path(f"/proc/self/fd/{self.log.fileno()}").read_text(errors="replace")

    def start(self):
        # A file, not a pipe: a pipe that nobody reads would stop a server with much to log.
        self.log = self.log or tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [*self.before, MOTCUA, "serve", "--store", self.store, "--listen", f"{self.listens}:{self.port}", *self.arguments],
            env=dict(os.environ, MOTCUA_REFERENCE=str(ROOT / "Reference"), SWIFT_BACKTRACE="enable=no", **self.env),
            stdout=subprocess.DEVNULL, stderr=self.log, text=True)
        # Long enough for a debug build that makes its store first, on a machine that is busy.
        end = time.monotonic() + 180
        while time.monotonic() < end:
            try:
                if self.call("GET", "/healthz")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.1)
            assert self.process.poll() is None, self.logged()
        raise AssertionError("the server did not become ready: " + self.logged())

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=60)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def exchange(self, method, path, raw=None, token=None, headers=None, timeout=60):
        """(status, headers in lower case, bytes) of one request, sent as it stands."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        head = dict(headers or {})
        if token:
            head["Authorization"] = f"Bearer {token}"
        try:
            connection.request(method, path, raw, head)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def call(self, method, path, body=None, token=None, headers=None, raw=None):
        """(status, parsed body) of one request."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        head = {"Content-Type": "application/json", **(headers or {})}
        if token:
            head["Authorization"] = f"Bearer {token}"
        payload = raw if raw is not None else (json.dumps(body).encode() if body is not None else None)
        connection.request(method, path, payload, head)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        kind = answer.getheader("content-type", "")
        return answer.status, json.loads(text) if "json" in kind and text else text.decode(errors="replace")

    def token(self, user):
        if user not in self.tokens:
            status, answer = self.call("POST", "/api/v1/session", {"user": user, "password": PASSWORD})
            assert status == 200, answer
            self.tokens[user] = answer["token"]
        return self.tokens[user]

    def procedure(self, code):
        status, answer = self.call("GET", f"/api/v1/procedures/{code}")
        assert status == 200, answer
        return answer

    def procedures(self):
        """Codes of all procedures."""
        codes, cursor = [], None
        while True:
            _, page = self.call("GET", "/api/v1/procedures?limit=500" + (f"&cursor={cursor}" if cursor else ""))
            codes += [item["code"] for item in page["items"]]
            cursor = page["next"]
            if cursor is None:
                return codes

    def filing(self, procedure, unit="27373", **more):
        """A complete filing of a procedure at its first case."""
        case = procedure["cases"][0]["id"] if procedure["cases"] else None
        fits = lambda item: item.get("cases") is None or case in item["cases"]
        channel = "counter" if "counter" in procedure["channels"] else procedure["channels"][0]
        filing = {
            "unit": unit, "procedure": procedure["code"], "channel": channel,
            "applicant": {"name": "Nguyễn Thị Ửng", "idNumber": "079190000123", "phone": "0901234567",
                          "address": "12 Hậu Giang, Phường Bình Tiên"},
            "form": {f["name"]: f["suggested"] for f in procedure["form"] if fits(f) and "suggested" in f},
            "papers": [{"id": p["id"]} for p in procedure["papers"] if p["required"] and fits(p)],
        }
        if case:
            filing["case"] = case
        filing.update(more)
        return filing

    def receive(self, code, unit="27373", **more):
        filing = self.filing(self.procedure(code), unit, **more)
        user = f"counter@{unit}"
        status, answer = self.call("POST", "/api/v1/dossiers", filing, self.token(user))
        assert status == 201, (code, answer)
        return answer["number"]

    def dossier(self, number, user):
        status, answer = self.call("GET", f"/api/v1/dossiers/{number}", token=self.token(user))
        assert status == 200, answer
        return answer

    def act(self, number, action, body, user, headers=None):
        return self.call("POST", f"/api/v1/dossiers/{number}/{action}", body, self.token(user), headers)

    def offers(self, number, unit):
        """(user, offered action) for each role at a unit."""
        for role in ("counter", "officer", "leader"):
            user = f"{role}@{unit}"
            status, answer = self.call("GET", f"/api/v1/dossiers/{number}", token=self.token(user))
            if status == 200:
                for action in answer["actions"]:
                    yield user, action

    def follow(self, number, unit="27373", limit=60):
        """Takes a dossier to its end by following `next` with suggested values. Gives the actions taken."""
        taken = []
        for _ in range(limit):
            status, answer = self.call("GET", f"/api/v1/dossiers/{number}", token=self.token(f"counter@{unit}"))
            if status == 200:
                unit = answer["custody"].get("inTransitTo") or answer["custody"]["unit"]
            step = next(((u, a) for u, a in self.offers(number, unit) if a["next"]), None)
            if step is None:
                return taken, self.dossier(number, f"counter@{unit}")
            user, action = step
            body = {f["name"]: f["suggested"] for f in action["fields"] if "suggested" in f}
            status, answer = self.act(number, action["action"], body, user)
            assert status == 200, (number, action["action"], body, answer)
            taken.append(action["action"])
        raise AssertionError(f"{number} did not end: {taken}")


def copy_store(source, target):
    """Copies a store and its keys; both are paths of the sqlite file. Gives the address of the copy."""
    for tail in ("", ".keys", ".papers"):
        if not pathlib.Path(f"{source}{tail}").exists():
            continue
        old, new = sqlite3.connect(f"{source}{tail}"), sqlite3.connect(f"{target}{tail}")
        old.backup(new)
        old.close()
        new.close()
    return f"sqlite:{target}"


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """A store with reference data and demo accounts and no dossiers."""
    folder = tmp_path_factory.mktemp("founded")
    run("demo", "--store", f"sqlite:{folder}/city.sqlite", "--days", "2", "--per-day", "0", "--light", "0")
    return folder


@pytest.fixture(scope="session")
def server(founded, tmp_path_factory):
    """The server that most tests share, on a copy, so that the founded store stays as it was founded."""
    with Server(copy_store(founded / "city.sqlite", tmp_path_factory.mktemp("shared") / "city.sqlite")) as one:
        yield one


@pytest.fixture()
def own_server(founded, tmp_path):
    """A server on a fresh copy of the founded store, for tests that break things."""
    one = Server(copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")).start()
    yield one
    one.stop()


CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="session")
def browser():
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not shutil.which(CHROMIUM):
        pytest.skip(f"{CHROMIUM} is not installed (apt-get install -y --no-install-recommends chromium)")
    with sync.sync_playwright() as play:
        one = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield one
        one.close()


@pytest.fixture(scope="module")
def site(founded, tmp_path_factory):
    """A server of the test module's own, for people at browsers."""
    folder = tmp_path_factory.mktemp("browser")
    with Server(copy_store(founded / "city.sqlite", folder / "city.sqlite")) as server:
        yield server


@pytest.fixture()
def people(browser, site):
    """Makes people; all of them go home in the end."""
    from browsing import Person

    here = []

    def make(user=None, **more):
        here.append(Person(browser, site, user, **more))
        return here[-1]

    yield make
    for person in here:
        person.end()
