#!/usr/bin/env python3
"""line.py: a line that can be spoilt: a relay for TCP on loopback, between a caller and its target.

    deploy/city/line.py con-dao=8093:127.0.0.1:8080 ba-ria=8092:127.0.0.1:8080 --control 8090 [--seed N]

A line is NAME=[LISTEN:]PORT:HOST:PORT; it listens on 127.0.0.1 unless it is told where.

    curl http://127.0.0.1:8090/                                    all lines as JSON
    curl http://127.0.0.1:8090/con-dao -d mode=cut                 changes one; a JSON body does it too
    curl http://127.0.0.1:8090/con-dao -d 'mode=up&delay=2000'

    mode    up            bytes pass
            cut           open connections are reset, new ones too
            stall         connections open, nothing passes; what was sent passes later
            one-way-out   what the caller sends passes, answers vanish
            one-way-in    answers pass, what the caller sends vanishes
    delay   milliseconds, each way
    rate    bytes a second, each way, all connections together; 0 = no limit
    reset   probability that a chunk of bytes resets its connection

As a module: `Line(name, port, target)`, `await line.open()`, `line.set(mode="cut")`, `line.state()`.
"""
import argparse
import asyncio
import contextlib
import http
import json
import random
import socket
import struct
import time
import urllib.parse

MODES = ("up", "cut", "stall", "one-way-out", "one-way-in")
CHUNK = 1 << 16
# Chunks under way on one connection in one direction; then its sender has to wait.
UNDER_WAY = 64


class Line:
    def __init__(self, name, port, target, seed=0, host="127.0.0.1"):
        """`host`, `port`: where it listens; `target`: (host, port) that it leads to."""
        self.name, self.port, self.target, self.host = name, port, target, host
        self.mode, self.delay, self.rate, self.reset = "up", 0, 0, 0.0
        self.since = time.time()
        self.bytes = {"out": 0, "in": 0}  # As the caller sees it.
        self.accepted = 0
        self.connections = set()
        self.random = random.Random(f"{seed} {name}")
        self.free_at = {"out": 0.0, "in": 0.0}
        self.changed = asyncio.Event()
        self.server = None

    async def open(self):
        self.server = await asyncio.start_server(self.accept, self.host, self.port)

    def close(self):
        self.server.close()
        self.break_off(list(self.connections))

    def set(self, mode=None, delay=None, rate=None, reset=None):
        """Changes what is given, at once, for open connections too. ValueError: that is no state of a line."""
        before = (self.mode, self.delay, self.rate, self.reset)
        mode = self.mode if mode is None else mode
        delay = self.delay if delay is None else int(delay)
        rate = self.rate if rate is None else int(rate)
        reset = self.reset if reset is None else float(reset)
        if mode not in MODES or delay < 0 or rate < 0 or not 0 <= reset <= 1:
            raise ValueError(f"mode: {', '.join(MODES)}; delay and rate: 0 or more; reset: 0 to 1")
        self.mode, self.delay, self.rate, self.reset = mode, delay, rate, reset
        if before == (mode, delay, rate, reset):
            return
        self.since = time.time()
        self.free_at = {"out": 0.0, "in": 0.0}
        self.changed.set()
        self.changed = asyncio.Event()
        if mode == "cut":
            self.break_off(list(self.connections))
        elif mode != before[0]:
            # TCP brings bytes late or not at all, but never with a hole.
            self.break_off([connection for connection in self.connections if connection.has_hole])

    def state(self):
        return {
            "name": self.name, "port": self.port, "target": "%s:%s" % self.target, "mode": self.mode, "delay": self.delay,
            "rate": self.rate, "reset": self.reset, "since": self.since, "bytes": dict(self.bytes),
            "connections": {"open": len(self.connections), "accepted": self.accepted},
        }

    # What connections ask

    def vanishes(self, way):
        return self.mode == ("one-way-in" if way == "out" else "one-way-out")

    def tears(self):
        return self.reset > 0 and self.random.random() < self.reset

    async def change(self, seconds):
        """Waits for the next change of the line, at most so long (None: for ever)."""
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.changed.wait(), seconds)

    async def travel(self, sent):
        """Waits until what was sent then arrives."""
        while True:
            left = sent + self.delay / 1000 - time.monotonic()
            if self.mode != "stall" and left <= 0:
                return
            await self.change(None if self.mode == "stall" else left)

    async def take_turn(self, way, count):
        """Waits until the line has room for so many bytes."""
        if self.rate:
            now = time.monotonic()
            self.free_at[way] = max(now, self.free_at[way]) + count / self.rate
            await asyncio.sleep(self.free_at[way] - now)

    async def accept(self, reader, writer):
        self.accepted += 1
        connection = Connection(self, writer)
        self.connections.add(connection)
        try:
            await connection.carry(reader)
        except (OSError, asyncio.CancelledError):
            connection.reset()
        finally:
            connection.end()
            self.connections.discard(connection)

    @staticmethod
    def break_off(connections):
        for connection in connections:
            connection.reset()
            connection.task.cancel()


class Connection:
    """A caller's connection and ours to the target."""

    def __init__(self, line, writer):
        self.line = line
        self.writers = [writer]
        self.steps = []
        self.has_hole = False
        self.task = asyncio.current_task()

    async def carry(self, reader):
        line, out, back = self.line, asyncio.Queue(UNDER_WAY), asyncio.Queue(UNDER_WAY)
        if line.mode == "cut":
            raise ConnectionResetError
        reading = self.begin(self.read(reader, out))
        while line.mode == "stall":
            if reading.done():
                return  # The caller gave up.
            await line.change(1)
        there, to_target = await asyncio.open_connection(*line.target)
        self.writers.append(to_target)
        self.begin(self.write("out", out, to_target))
        self.begin(self.read(there, back))
        self.begin(self.write("in", back, self.writers[0]))
        await asyncio.gather(*self.steps)

    def begin(self, step):
        self.steps.append(asyncio.ensure_future(step))
        return self.steps[-1]

    async def read(self, reader, queue):
        chunk = None
        while chunk != b"":
            chunk = await reader.read(CHUNK)
            if chunk and self.line.tears():
                raise ConnectionResetError
            await queue.put((time.monotonic(), chunk))

    async def write(self, way, queue, writer):
        line, chunk = self.line, None
        while chunk != b"":
            sent, chunk = await queue.get()
            rest = chunk
            while True:
                await line.travel(sent)
                # In pieces of an eighth of a second, so that a change is felt soon.
                size = max(1, line.rate // 8) if line.rate else CHUNK
                piece, rest = rest[:size], rest[size:]
                if line.vanishes(way):
                    self.has_hole = True
                elif piece:
                    await line.take_turn(way, len(piece))
                    writer.write(piece)
                    line.bytes[way] += len(piece)
                    await writer.drain()
                else:
                    writer.write_eof()
                if not rest:
                    break

    def reset(self):
        """Both ends learn that it broke, and nothing more."""
        for writer in self.writers:
            with contextlib.suppress(OSError):
                # Closing at once, without a farewell, is what TCP tells by RST.
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    def end(self):
        for step in self.steps:
            step.cancel()
            # Asks for its failure, which is this connection's and nobody else's.
            step.add_done_callback(lambda done: done.cancelled() or done.exception())
        for writer in self.writers:
            writer.close()


# Control over HTTP

async def serve_http(port, answer):
    """Small HTTP on 127.0.0.1: `await answer(method, path, headers, body)` gives (status, headers, text)."""
    async def talk(reader, writer):
        try:
            status, headers, text = await respond(await asyncio.wait_for(read_request(reader), 10), answer)
            body = text.encode()
            head = {"Content-Length": len(body), "Connection": "close", "Cache-Control": "no-store", **headers}
            lines = [f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in head.items())]
            writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            await writer.drain()
        except (OSError, ValueError, EOFError, asyncio.LimitOverrunError, asyncio.TimeoutError):
            pass
        finally:
            writer.close()
    return await asyncio.start_server(talk, "127.0.0.1", port)


async def read_request(reader):
    head, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    method, path, _ = head.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    size = int(headers.get("content-length", 0))
    if not 0 <= size <= 1 << 16:
        raise ValueError("too long")
    return method, urllib.parse.unquote(urllib.parse.urlsplit(path).path), headers, await reader.readexactly(size)


async def respond(request, answer):
    method, _, headers, _ = request
    origin = headers.get("origin")
    if method == "POST" and origin is not None and origin != f"http://{headers.get('host')}":
        return 403, {}, "only this page's own forms\n"
    try:
        return await answer(*request)
    except KeyError:
        return 404, {}, "no such line\n"
    except (ValueError, TypeError, OverflowError) as error:
        return 400, {}, f"{error}\n"


def as_json(value):
    return 200, {"Content-Type": "application/json"}, json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def settings(headers, body):
    """The settings in a body, a form or JSON, for `Line.set`."""
    text = body.decode()
    if text.lstrip().startswith("{"):
        return json.loads(text)
    return dict(urllib.parse.parse_qsl(text, keep_blank_values=True))


async def keep(lines, port):
    by_name = {line.name: line for line in lines}

    async def answer(method, path, headers, body):
        name = path.strip("/")
        if method == "POST":
            by_name[name].set(**settings(headers, body))
        return as_json(by_name[name].state() if name else [line.state() for line in lines])

    for line in lines:
        await line.open()
    async with await serve_http(port, answer) as server:
        await server.serve_forever()


def main():
    options = argparse.ArgumentParser(description="Lines that can be spoilt; see the head of this file.")
    options.add_argument("lines", nargs="+", metavar="NAME=[LISTEN:]PORT:HOST:PORT")
    options.add_argument("--control", type=int, required=True, metavar="PORT")
    options.add_argument("--seed", type=int, default=0, help="of random resets")
    chosen = options.parse_args()
    lines = []
    for text in chosen.lines:
        name, _, way = text.partition("=")
        *listen, port, host, target = way.split(":")
        lines.append(Line(name, int(port), (host, int(target)), chosen.seed, *listen))
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(keep(lines, chosen.control))


if __name__ == "__main__":
    main()
