"""A national portal for tests, as docs/formats/exchange.md describes its face: late, repeating, out of order, erring.

It keeps what it is told by idempotency key and says what it knows of each dossier. What it does wrong is set by the test:
`trouble["GET"]`, `trouble["POST"]`, `trouble["STATES"]` are queues of things to do to the next requests: a status code,
"hang" (no answer until the test ends), "cut" (everything is done, then the line is cut before the answer), "garbage".
"""

import http.server
import json
import threading
import time
import urllib.parse


class Portal(http.server.ThreadingHTTPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, secret, port=0):
        self.secret = secret
        # Lines in the order in which they are given, each with the moment from which it is there.
        self.lines = []
        self.trouble = {"GET": [], "POST": [], "STATES": []}
        # What arrived: every request, and each message once.
        self.requests, self.told, self.keys = [], [], {}
        # What it says of each dossier: number → [status, due, since].
        self.states = {}
        self.over, self.lock = threading.Event(), threading.Lock()
        super().__init__(("127.0.0.1", port), Portal.Answer)
        self.port = self.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/lien-thong"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def end(self):
        self.over.set()
        self.shutdown()
        self.server_close()

    # What citizens do there.

    def give(self, message, payload, kind="filing", after=0.0):
        """One message more, there after so many seconds."""
        line = json.dumps({"id": message, "kind": kind, "payload": payload}, ensure_ascii=False)
        self.give_line(line, after)
        if kind == "filing" and isinstance(payload, dict) and payload.get("MaHoSo"):
            self.states.setdefault(payload["MaHoSo"], ["1", None, payload.get("NgayNopHoSo")])
        return line

    def give_line(self, line, after=0.0):
        with self.lock:
            self.lines.append((time.monotonic() + after, line))

    def statuses(self, number):
        """The statuses told of a dossier, in the order in which they arrived."""
        return [told["TrangThaiHoSo"] for path, told in self.told if told["MaHoSo"] == number and path == "/statuses"]

    class Answer(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def answer(self, status, body=b"", **headers):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def trouble(self, what):
            """Does what the test wants done wrong; True when the request is dealt with."""
            queue = self.server.trouble[what]
            todo = queue.pop(0) if queue else None
            if todo == "hang":
                self.server.over.wait(120)
                self.close_connection = True
                return True
            if isinstance(todo, int):
                self.answer(todo, b"de sau", **({"retry_after": "1"} if todo == 429 else {}))
                return True
            if todo == "garbage":
                self.answer(200, b"<html>bao tri</html>\n", content_type="text/html")
                return True
            self.cut = todo == "cut"
            return False

        def is_known(self):
            if self.headers["authorization"] == f"Bearer {self.server.secret}":
                return True
            self.answer(401)
            return False

        def do_GET(self):
            portal, (path, _, query) = self.server, self.path.partition("?")
            portal.requests.append((self.command, self.path))
            if not self.is_known():
                return
            if path.endswith("/states"):
                return self.give_states()
            assert path == "/lien-thong/filings", path
            if self.trouble("GET"):
                return
            after = int(urllib.parse.parse_qs(query, keep_blank_values=True).get("after", [""])[0] or 0)
            with portal.lock:
                ready = []
                for when, line in portal.lines[after:after + 5]:
                    # What is late keeps back what comes behind it, so that a cursor never passes it by.
                    if when > time.monotonic():
                        break
                    ready.append(line)
            body = "".join(line + "\n" for line in ready).encode()
            if self.cut:
                self.close_connection = True
                return
            self.answer(200, body, content_type="application/x-ndjson", next_cursor=str(after + len(ready)))

        def give_states(self):
            if self.trouble("STATES"):
                return
            lines = [
                json.dumps({"MaHoSo": number, "TrangThaiHoSo": status, "NgayHenTra": due, "ThoiDiemXuLy": since})
                for number, (status, due, since) in sorted(self.server.states.items())]
            self.answer(200, "".join(line + "\n" for line in lines).encode(), content_type="application/x-ndjson")

        def do_POST(self):
            portal = self.server
            body = self.rfile.read(int(self.headers["content-length"]))
            portal.requests.append((self.command, self.path))
            if not self.is_known() or self.trouble("POST"):
                return
            key, told = self.headers["idempotency-key"], json.loads(body)
            with portal.lock:
                if key in portal.keys:
                    assert portal.keys[key] == body, "one key, two contents"
                else:
                    portal.keys[key] = body
                    portal.told.append((self.path.removeprefix("/lien-thong"), told))
                    portal.states[told["MaHoSo"]] = [
                        told["TrangThaiHoSo"], told.get("NgayHenTra"), told.get("ThoiDiemXuLy")]
            if self.cut:
                self.close_connection = True
                return
            self.answer(200, b'{"ok":1}', content_type="application/json")
