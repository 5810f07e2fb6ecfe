"""live.py: open inboxes or open cockpits while commands run: how soon is a new fact on the screens?

Each page does what its script does: it listens on the stream, and when its unit changed it asks for itself again, at most
about once every 0.6 s. A fact counts as shown on a page when an answer that was asked for after the command had been
acknowledged is there whole. Client and server share the cores.
"""
import asyncio
import json
import random
import time

PASSWORD = "motcua-demo"
BACK_OFF = 0.6


async def ask(connection, method, path, token=None, body=None, live=False):
    """One request on an open (reader, writer); gives status and bytes."""
    reader, writer = connection
    data = json.dumps(body).encode() if body is not None else b""
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nContent-Length: {len(data)}\r\n"
    if body is not None:
        head += "Content-Type: application/json\r\n"
    if live:
        head += "X-Live: 1\r\n"
    if token:
        head += f"Authorization: Bearer {token}\r\n"
    writer.write(head.encode() + b"\r\n" + data)
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    length = next(int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:"))
    return int(lines[0].split()[1]), await reader.readexactly(length)


class Page:
    """One open inbox, or with `path` another page that listens to `topic`."""

    def __init__(self, port, unit, token, topic=None, path=None):
        self.port, self.unit, self.token = port, unit, token
        self.topic, self.path = topic or f"unit:{unit}", path or f"/ho-so?unit={unit}"
        self.changed = asyncio.Event()
        self.facts = []
        self.shown = []
        self.asked = 0
        self.fetches = 0

    async def listen(self):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(
            f"GET /song?topic={self.topic} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.token}\r\n\r\n".encode())
        try:
            while True:
                line = await reader.readline()
                if not line:
                    raise RuntimeError("a stream ended")
                if line.startswith(b"data:"):
                    self.changed.set()
        finally:
            writer.close()

    async def renew(self):
        connection = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        while True:
            await self.changed.wait()
            await asyncio.sleep(0.12)
            self.changed.clear()
            begun = time.perf_counter()
            status, _ = await ask(connection, "GET", self.path, self.token, live=True)
            assert status == 200, status
            done = time.perf_counter()
            self.fetches += 1
            self.asked = begun
            while self.facts and self.facts[0][1] <= begun:
                self.shown.append(done - self.facts.pop(0)[1])
            await asyncio.sleep(BACK_OFF + random.random() * 0.2 - 0.1)


async def command(port, units, pages, rate, seconds):
    """Notes on dossiers of the units in turn, `rate` a second; gives acknowledgement times in ms."""
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(16)]
    free = asyncio.Queue()
    for one in connections:
        free.put_nowait(one)
    times, tasks, start = [], [], time.perf_counter()

    async def act(n):
        connection = await free.get()
        unit, token, numbers = units[n % len(units)]
        begun = time.perf_counter()
        status, body = await ask(
            connection, "POST", f"/api/v1/dossiers/{random.choice(numbers)}/assign", token, {"user": f"officer@{unit}"})
        free.put_nowait(connection)
        assert status == 200, body
        done = time.perf_counter()
        times.append((done - begun) * 1000)
        for page in pages[unit]:
            page.facts.append((begun, done))

    for n in range(rate * seconds):
        await asyncio.sleep(max(0, start + n / rate - time.perf_counter()))
        tasks.append(asyncio.create_task(act(n)))
    await asyncio.gather(*tasks)
    for _, writer in connections:
        writer.close()
    return times, rate * seconds / (time.perf_counter() - start)


async def log_in(connection, user):
    _, body = await ask(connection, "POST", "/api/v1/session", None, {"user": user, "password": PASSWORD})
    return json.loads(body)["token"]


async def run(port, unit_codes, pages=500, rate=200, seconds=12, cockpits=False):
    connection = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    units = []
    for code in unit_codes:
        token = await log_in(connection, f"officer@{code}")
        # Raw JSON may be compressed; small answers are not, large ones are.
        _, body = await ask(connection, "GET", f"/api/v1/inbox?unit={code}&state=processing&limit=30", token)
        if body[:2] == b"\x1f\x8b":
            import gzip
            body = gzip.decompress(body)
        numbers = [i["number"] for i in json.loads(body)["items"] if i["kind"] == "custody"]
        if numbers:
            units.append((code, token, numbers))
    open_pages = {unit: [] for unit, _, _ in units}
    listening = []
    city = await log_in(connection, "city@tp") if cockpits else None
    for n in range(pages):
        unit, token, _ = units[n % len(units)]
        page = Page(port, unit, city, "city:tp", "/dieu-hanh") if cockpits else Page(port, unit, token)
        # Every cockpit shows the facts of all units.
        for shown in open_pages if cockpits else [unit]:
            open_pages[shown].append(page)
        listening += [asyncio.create_task(page.listen()), asyncio.create_task(page.renew())]
        if n % 25 == 0:
            await asyncio.sleep(0.02)
    await asyncio.sleep(1.5)
    times, reached = await command(port, units, open_pages, rate, seconds)
    await asyncio.sleep(1.5)
    broken = [task for task in listening if task.done()]
    for task in listening:
        task.cancel()
    everyone = {id(page): page for group in open_pages.values() for page in group}.values()
    shown = sorted(value for page in everyone for value in page.shown)
    return {
        "pages": pages, "units": len(units), "rate": reached, "seconds": seconds, "shown": len(shown),
        # A last fact may be on the page before its command's answer is here: then nobody asks again.
        "unshown": sum(sent > page.asked for page in everyone for sent, _ in page.facts), "broken": len(broken),
        "fetches": sum(page.fetches for page in everyone) / (seconds + 1.5),
        "p50": shown[len(shown) // 2] * 1000, "p95": shown[int(len(shown) * 0.95)] * 1000,
        "p99": shown[int(len(shown) * 0.99)] * 1000, "max": shown[-1] * 1000,
        "ack_p99": sorted(times)[int(len(times) * 0.99)],
    }


def measure(port, unit_codes, **more):
    return asyncio.run(run(port, unit_codes, **more))
