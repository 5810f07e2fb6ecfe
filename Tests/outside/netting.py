"""A city of sites: a hub, wards that join it through lines that can be cut, stalled and torn, and what is asked of them."""

import asyncio
import datetime
import os
import random
import sqlite3
import sys
import threading
import time
import uuid

from browsing import NAME
from conftest import ROOT, Server, free_port, run

sys.path.insert(0, str(ROOT / "deploy" / "city"))
from line import Line  # noqa: E402

QUICK, CITY = "2.000815", "city@tp"


def somebody():
    return {"name": NAME, "idNumber": f"0791{random.randrange(10**8):08d}", "phone": "0901234567", "address": "1 Lê Lợi"}


class Wire:
    """A line of deploy/city/line.py in a thread of its own."""

    def __init__(self, name, target):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.line = Line(name, free_port(), ("127.0.0.1", target), seed=20251127)
        asyncio.run_coroutine_threadsafe(self.line.open(), self.loop).result(10)
        self.address = f"http://127.0.0.1:{self.line.port}"

    def set(self, mode="up", delay=0, reset=0.0):
        async def change():
            self.line.set(mode=mode, delay=delay, reset=reset)
        asyncio.run_coroutine_threadsafe(change(), self.loop).result(10)

    def close(self):
        self.loop.call_soon_threadsafe(self.line.close)
        self.loop.call_soon_threadsafe(self.loop.stop)


class Ward(Server):
    """A ward's site with its line to the hub."""

    def __init__(self, store, site, unit, wire):
        super().__init__(store)
        self.site, self.unit, self.wire = site, unit, wire

    def receive(self, code, unit, **more):
        # Everybody files once: whoever files at two wards is a contested item.
        return super().receive(code, unit, **{"applicant": somebody(), **more})

    def line(self):
        return self.call("GET", "/api/v1/sites/line")[1]


class Net:
    """The hub and its wards."""

    def __init__(self, folder):
        self.folder, self.wards, self.wires = folder, [], []
        # Until yesterday: a demo that ends in the first minutes of a day cannot be made (the cash book is closed).
        until = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=17)).date().isoformat()
        run("demo", "--store", f"sqlite:{folder}/hub.sqlite", "--units", "3", "--days", "4", "--per-day", "4", "--until", until)
        self.hub = Server(f"sqlite:{folder}/hub.sqlite").start()

    def invite(self, site, unit, address):
        out = self.folder / f"{site}-{uuid.uuid4().hex[:6]}.invitation"
        run("site", "invite", "--store", self.hub.store, "--site", site, "--units", unit, "--hub", address, "--out", str(out))
        return out

    def join(self, site, unit):
        """A ward that serves, joined through a line of its own."""
        self.wires.append(Wire(site, self.hub.port))
        wire, place = self.wires[-1], self.folder / site
        place.mkdir()
        store = f"sqlite:{place}/ward.sqlite"
        run("site", "join", str(self.invite(site, unit, wire.address)), "--store", store)
        self.wards.append(Ward(store, site, unit, wire).start())
        return self.wards[-1]

    def known(self, site):
        items = self.hub.call("GET", "/api/v1/city/sites?limit=500", token=self.hub.token(CITY))[1]["items"]
        return next(item for item in items if item["site"] == site)

    def end(self):
        for one in [*self.wards, self.hub]:
            one.stop()
        for wire in self.wires:
            wire.close()


def wait(what, seconds=30):
    """Asks until there is an answer."""
    until = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < until, f"not within {seconds} s: {found}"
        time.sleep(0.2)
    return found


def ledger(server, unit):
    return run("export", "ledger", "--store", server.store, "--unit", unit).stdout


def head(server, unit):
    with sqlite3.connect(server.path) as store:
        found = store.execute("SELECT epoch, seq, hash FROM entry WHERE unit = ? ORDER BY seq DESC LIMIT 1", (unit,)).fetchone()
    store.close()
    return found


def level(net, ward, seconds=40):
    """Waits until nothing waits at the ward and nothing lies ready at the hub; both hold the same ledger then."""
    def is_level():
        line, known = ward.line(), net.known(ward.site)
        return line["isUp"] and not any(line["waiting"].values()) and known["ready"] == known["lag"] == 0
    wait(is_level, seconds)
    wait(lambda: head(net.hub, ward.unit) == head(ward, ward.unit), 15)


def sound(*servers):
    for one in servers:
        assert "all sound" in run("verify", "--store", one.store).stdout


def at(server, number, user=CITY):
    """The dossier there, or nothing."""
    status, dossier = server.call("GET", f"/api/v1/dossiers/{number}", token=server.token(user))
    return dossier if status == 200 else None


def act(server, number, action, body, user):
    status, answer = server.act(number, action, body, user)
    assert status == 200, (action, answer)


def picture(size):
    """A JPEG of so many bytes, as far as its head goes."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + os.urandom(size - 11)


def upload(server, data, user=None):
    token = user and server.token(user)
    status, made = server.call("POST", "/api/v1/uploads", {"size": len(data), "name": "bản quét.jpg"}, token)
    assert status == 201, made
    status, _, body = server.exchange("PATCH", f"/api/v1/uploads/{made['id']}", data, token, {"Upload-Offset": "0"})
    assert status == 200, body
    return made["id"]


def papers(server, number, user):
    """The bytes of a dossier's files at a server; None for one that has not come."""
    status, answer = server.call("GET", f"/api/v1/dossiers/{number}/papers", token=server.token(user))
    found = []
    for item in answer["items"] if status == 200 else []:
        status, _, body = server.exchange("GET", f"/api/v1/dossiers/{number}/papers/{item['file']}", token=server.token(user))
        assert status in (200, 503), (status, body)
        found.append(body if status == 200 else None)
    return found
