"""Messages, shelves, lists and practice from outside: a real server, with a mail server and a gateway of our own on loopback."""

import base64
import csv
import email
import email.policy
import hashlib
import hmac
import http.server
import io
import json
import os
import re
import shutil
import signal
import socket
import socketserver
import sqlite3
import ssl
import subprocess
import threading
import time
import urllib.parse

import pytest

from conftest import MOTCUA, PASSWORD, ROOT, Server, copy_store, run
from netting import picture, upload

SECRET = "bí mật chung"
COUNTER, LEADER, OFFICER = "counter@27373", "leader@27373", "officer@27373"
PERSON = {
    "name": "Nguyễn Thị Ửng", "idNumber": "079190000123", "phone": "0901234567", "email": "ung@thu.example",
    "address": "12 Hậu Giang, Phường Bình Tiên",
}


class Mail(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it gets."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, port=0, refuse=None, tls=None):
        self.letters, self.refuse, self.tls, self.log_ins = [], refuse or {}, tls, []
        self.hold = threading.Event()
        self.hold.set()
        super().__init__(("127.0.0.1", port), Mail.Talk)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def end(self):
        self.shutdown()
        self.server_close()

    class Talk(socketserver.StreamRequestHandler):
        def say(self, line):
            self.wfile.write(line.encode() + b"\r\n")

        def handle(self):
            self.say("220 thu.example")
            to, secure = None, False
            while line := self.rfile.readline():
                word = line.decode().strip()
                if word.upper().startswith("EHLO"):
                    offer = b"250 AUTH PLAIN LOGIN" if secure else b"250 STARTTLS" if self.server.tls else b"250 8BITMIME"
                    self.wfile.write(b"250-thu.example\r\n" + offer + b"\r\n")
                elif word.upper() == "STARTTLS":
                    self.say("220 go")
                    try:
                        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
                    except OSError:
                        return
                    self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
                    secure = True
                elif word.upper().startswith("AUTH PLAIN"):
                    self.server.log_ins.append(base64.b64decode(word.split()[2]).decode().split("\0"))
                    self.say("235 ok")
                elif word.upper().startswith("RCPT"):
                    to = re.search("<(.*)>", word)[1]
                    self.say(self.server.refuse.get(to, "250 ok"))
                elif word.upper() == "DATA":
                    self.say("354 go on")
                    text = b""
                    while (line := self.rfile.readline()) != b".\r\n":
                        assert line, "the letter has no end"
                        text += line[1:] if line.startswith(b"..") else line
                    self.server.letters.append((to, email.message_from_bytes(text, policy=email.policy.default)))
                    self.server.hold.wait(30)
                    try:
                        self.say("250 2.0.0 queued")
                    except OSError:
                        return
                elif word.upper() == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")


class Gateway(http.server.ThreadingHTTPServer):
    """A gateway as docs/operate/messages.md describes it: it checks the signature and drops what it had before."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, port=0):
        self.seen, self.messages, self.calls = set(), [], []
        self.status, self.hold = 202, threading.Event()
        self.hold.set()
        super().__init__(("127.0.0.1", port), Gateway.Answer)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def end(self):
        self.hold.set()
        self.shutdown()
        self.server_close()

    class Answer(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_HEAD(self):
            self.send_response(405)
            self.send_header("content-length", "0")
            self.end_headers()

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            stamp = self.headers["motcua-timestamp"]
            right = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
            assert self.headers["motcua-signature"] == "v1=" + right
            assert abs(time.time() - int(stamp)) < 120
            key, message = self.headers["idempotency-key"], json.loads(body)
            assert key == message["id"]
            gate = self.server
            gate.calls.append(key)
            if gate.status < 300 and key not in gate.seen:
                gate.seen.add(key)
                gate.messages.append(message)
            gate.hold.wait(30)
            answer = json.dumps({"id": "g7", "channel": "sms"} if gate.status < 300 else {"detail": "để sau"}).encode()
            try:
                self.send_response(gate.status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
            except OSError:
                pass


class Sending(Server):
    """A server whose messages to applicants are looked at."""

    def messages(self, number):
        status, answer = self.call("GET", "/api/v1/messages?unit=27373&limit=500", token=self.token(COUNTER))
        assert status == 200, answer
        return [line for line in answer["items"] if line["number"] == number]


def until(what, seconds=40):
    """Waits for something to become true; gives it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come about")


def options(mail=None, gateway=None):
    given = ["--public-url", "https://motcua.example", "--message-retry", "1"]
    if mail:
        given += ["--smtp", f"127.0.0.1:{mail}", "--mail-from", "motcua@phuong.example"]
    if gateway:
        given += ["--gateway", f"http://127.0.0.1:{gateway}/gui"]
    return given


def free():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture()
def store(founded, tmp_path):
    return copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")


def supplement(server, **person):
    """A dossier whose applicant is asked for a paper."""
    number = server.receive("2.000815", applicant={**PERSON, **person})
    papers = [p["id"] for p in server.procedure("2.000815")["papers"]]
    for user in (COUNTER, OFFICER):
        status, answer = server.act(
            number, "request-supplement", {"papers": papers[0], "reason": "Bản chụp mờ, lý do riêng tư"}, user)
        if status == 200:
            return number
    raise AssertionError(answer)


def test_a_request_for_a_supplement_is_told_once_by_mail_and_by_telephone(store):
    mail, gateway = Mail(), Gateway()
    with Sending(store, *options(mail.port, gateway.port), MOTCUA_GATEWAY_SECRET=SECRET) as server:
        number = supplement(server)
        until(lambda: mail.letters and gateway.messages)
        to, letter = mail.letters[0]
        assert to == "ung@thu.example" and number in letter["subject"] and "Cần bổ sung" in letter["subject"]
        assert letter["auto-submitted"] == "auto-generated" and letter["message-id"]
        text = letter.get_content()
        for part in (number, f"https://motcua.example/tra-cuu?number={number}", "trước"):
            assert part in text and (part in gateway.messages[0]["text"]), part
        for secret in ("Ửng", "079190000123", "riêng tư", "0901234567"):
            assert secret not in text and secret not in gateway.messages[0]["text"]
        assert gateway.messages[0]["to"] == "0901234567" and gateway.messages[0]["channels"] == ["chat", "sms"]
        lines = until(lambda: [m for m in server.messages(number) if m["state"] == "sent"][1:] and server.messages(number))
        assert {line["via"] for line in lines} == {"email", "sms"} and all(line["done"] for line in lines)
        # A rebuild and a restart make no second message.
        server.stop()
        run("rebuild", "--store", store)
        server.start()
        time.sleep(3)
        assert len(mail.letters) == 1 and len(gateway.calls) == 1
        assert "@thu.example" not in raw(store) and "0901234567" not in raw(store)
    assert "Đã dừng" in server.logged()
    mail.end(), gateway.end()


def raw(store):
    with sqlite3.connect(store.removeprefix("sqlite:")) as one:
        return str(one.execute("SELECT * FROM message").fetchall())


def test_what_is_down_for_a_while_is_told_when_it_is_back(store):
    ports = free(), free()
    with Sending(store, *options(*ports), MOTCUA_GATEWAY_SECRET=SECRET) as server:
        number = supplement(server)
        until(lambda: all(m["attempts"] >= 2 for m in server.messages(number)))
        assert all(m["state"] in ("waiting", "sending") for m in server.messages(number))
        mail, gateway = Mail(ports[0]), Gateway(ports[1])
        until(lambda: all(m["state"] == "sent" for m in server.messages(number)))
        assert len(mail.letters) == 1 and len(gateway.messages) == 1
    mail.end(), gateway.end()


def test_a_kill_while_the_gateway_thinks_makes_no_second_message(store):
    gateway = Gateway()
    gateway.hold.clear()
    server = Sending(store, *options(gateway=gateway.port), MOTCUA_GATEWAY_SECRET=SECRET).start()
    number = supplement(server)
    until(lambda: gateway.calls)
    server.stop(signal.SIGKILL)
    gateway.hold.set()
    with server:
        until(lambda: [m for m in server.messages(number) if m["channel"] == "phone" and m["state"] == "sent"])
    assert len(gateway.calls) == 2 and len(set(gateway.calls)) == 1 and len(gateway.messages) == 1
    gateway.end()


def test_a_kill_while_a_mail_is_handed_over_leaves_it_in_doubt_and_not_doubled(store):
    mail = Mail()
    mail.hold.clear()
    server = Sending(store, *options(mail.port)).start()
    number = supplement(server)
    until(lambda: mail.letters)
    server.stop(signal.SIGKILL)
    mail.hold.set()
    with server:
        line = until(lambda: [m for m in server.messages(number) if m["state"] == "doubtful"])[0]
        assert line["channel"] == "email"
        assert "đứt kết nối đúng lúc giao tin" in visit(server, COUNTER, "/tin-nhan?nhom=failed")
        time.sleep(3)
        assert len(mail.letters) == 1
    mail.end()


def test_mail_goes_by_tls_with_a_log_in_and_only_to_a_server_that_is_known(store, tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    pem = tmp_path / "mail.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-keyout", pem, "-out", tmp_path / "cert.pem", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", pem)
    mail = Mail(tls=context)
    given = [*options(), "--smtp", f"localhost:{mail.port}", "--mail-from", "motcua@phuong.example"]
    secrets = {"MOTCUA_SMTP_USER": "motcua", "MOTCUA_SMTP_PASSWORD": "mật khẩu"}
    with Sending(store, *given, **secrets) as stranger:
        number = supplement(stranger)
        until(lambda: [m for m in stranger.messages(number) if m["channel"] == "email" and m.get("answer")])
        assert not mail.letters and not mail.log_ins
    with Sending(store, *given, **secrets, MOTCUA_TLS_ROOTS=str(tmp_path / "cert.pem")):
        until(lambda: mail.letters)
        assert mail.log_ins[0] == ["", "motcua", "mật khẩu"]
    mail.end()


def test_an_address_that_does_not_exist_is_given_up_at_once_and_shown(store):
    mail = Mail(refuse={"sai@thu.example": "550 5.1.1 <sai@thu.example> no such user"})
    with Sending(store, *options(mail.port)) as server:
        number = supplement(server, email="sai@thu.example")
        line = until(lambda: [m for m in server.messages(number) if m["state"] == "failed"])[0]
        assert line["reason"] == "refused" and line["attempts"] == 1 and line["answer"].startswith("550 5.1.1")
        assert "sai@thu" not in raw(store)
        page = visit(server, COUNTER, "/tin-nhan?nhom=failed")
        assert "máy nhận từ chối" in page and "550 5.1.1" in page and number in page
        assert "Chưa cấu hình gửi qua điện thoại" in page
        # By hand, after the counter has mended the address.
        status, answer = server.act(number, "correct", {"email": "ung@thu.example", "reason": "Sửa địa chỉ"}, COUNTER)
        assert status == 200, answer
        status, _ = server.call(
            "POST", f"/api/v1/messages/{urllib.parse.quote(line['id'])}/resend", token=server.token(COUNTER))
        assert status == 200
        until(lambda: mail.letters)
        assert mail.letters[0][0] == "ung@thu.example"
        states = [m["state"] for m in server.messages(number) if m["channel"] == "email"]
        assert sorted(states) in (["failed", "sending"], ["failed", "handing"], ["failed", "sent"])
    mail.end()


def test_without_configuration_nothing_is_lost_and_nothing_old_is_sent_later(store):
    mail = Mail()
    with Server(store) as server:
        old = supplement(server)
        page = visit(server, COUNTER, "/tin-nhan")
        assert "Chưa cấu hình gửi tin" in page and "chờ gửi" in page
        assert "chờ gửi" in visit(server, COUNTER, f"/ho-so/{old}")
    with sqlite3.connect(store.removeprefix("sqlite:")) as one:
        one.execute("UPDATE message SET made_at = made_at - ?", (4 * 86_400_000,))
    one.close()
    with Sending(store, *options(mail.port)) as server:
        new = supplement(server)
        until(lambda: [to for to, letter in mail.letters if new in letter["subject"]])
        assert not [1 for _, letter in mail.letters if old in letter["subject"]]
        assert {m["reason"] for m in server.messages(old) if m["channel"] == "email"} == {"tooOld"}
    mail.end()


def test_doctor_says_whether_messages_can_leave(store):
    mail = Mail()
    looks = json.loads(run("doctor", "--store", store, "--json", check=False).stdout)
    assert any("not configured" in look["what"] and look["good"] for look in looks)
    given = options(mail.port, free())[:2] + options(mail.port, free())[4:]
    done = subprocess.run(
        [MOTCUA, "doctor", *given, "--json"], capture_output=True, text=True,
        env=dict(os.environ, MOTCUA_GATEWAY_SECRET=SECRET, MOTCUA_REFERENCE=str(ROOT / "Reference")))
    looks = {look["what"].split(" ")[0]: look for look in json.loads(done.stdout)}
    assert looks["mail"]["good"] and not looks["gateway"]["good"] and "no connection" in looks["gateway"]["advice"]
    assert SECRET not in done.stdout + done.stderr
    mail.end()


# MARK: pages


class Visitor:
    """Somebody with a cookie."""

    def __init__(self, server, user):
        self.server = server
        status, head, _ = server.exchange(
            "POST", "/dang-nhap", urllib.parse.urlencode({"user": user, "password": PASSWORD}),
            headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert status == 303, status
        self.cookie = head["set-cookie"].split(";")[0]

    def get(self, path, status=200):
        got, head, body = self.server.exchange("GET", path, headers={"Cookie": self.cookie})
        assert got == status, (got, body[:500])
        return head, body

    def page(self, path, status=200):
        return self.get(path, status)[1].decode()

    def mark(self, path):
        return re.search('name="csrf" value="([^"]+)"', self.page(path))[1]

    def post(self, path, values, mark_from, mark=None):
        mark = mark or self.mark(mark_from)
        body = urllib.parse.urlencode([("csrf", mark), *values])
        return self.server.exchange(
            "POST", path, body, headers={"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"})


def visit(server, user, path):
    return Visitor(server, user).page(path)


def ready(server, **more):
    """A certified copy whose result is ready and paid for."""
    number = server.receive("2.000815", **more)
    for _ in range(20):
        if server.dossier(number, COUNTER)["status"]["state"] == "ready":
            break
        user, action = next((u, a) for u, a in server.offers(number, "27373") if a["next"])
        body = {f["name"]: f["suggested"] for f in action["fields"] if "suggested" in f}
        assert server.act(number, action["action"], body, user)[0] == 200
    pay = next((a for u, a in server.offers(number, "27373") if a["action"] == "confirm-payment"), None)
    if pay:
        body = {f["name"]: f["suggested"] for f in pay["fields"] if "suggested" in f}
        assert server.act(number, "confirm-payment", body, COUNTER)[0] == 200
    return number


def test_results_lie_on_a_shelf_and_are_found_there(own_server):
    numbers = [ready(own_server) for _ in range(2)]
    clerk = Visitor(own_server, COUNTER)
    page = clerk.page("/tra-ket-qua")
    assert "2 kết quả chờ trả, 2 chưa có vị trí trên kệ" in page
    values = [("unit", "27373"), ("place", "Nguyễn Văn A"), *(("numbers", n) for n in numbers)]
    status, _, body = clerk.post("/tra-ket-qua", values, "/tra-ket-qua")
    assert status == 422 and body.decode().count(" checked") == 2 and "Nguyễn Văn A" in body.decode()
    values[1] = ("place", "tủ 3-2")
    status, head, _ = clerk.post("/tra-ket-qua", values, "/tra-ket-qua")
    assert status == 303, body[:500]
    assert "Đã xếp 2 kết quả vào TU 3-2" in clerk.page(head["location"])
    assert "TU 3-2" in clerk.page("/ho-so?q=nguyen+thi+ung") and "TU 3-2" in clerk.page(f"/ho-so/{numbers[0]}")
    assert numbers[1] in clerk.page("/tra-ket-qua?q=TU+3-2") and numbers[1] not in clerk.page("/tra-ket-qua?q=K9")


def test_results_go_to_the_post_on_a_list_that_can_be_printed_again(own_server):
    numbers = [ready(own_server, resultChannel="post", applicant=PERSON) for _ in range(3)]
    clerk = Visitor(own_server, COUNTER)
    assert "3 kết quả chờ gửi bưu chính" in clerk.page("/ban-giao")
    values = [("unit", "27373"), ("to", "post"), ("key", "k1"), *(("numbers", n) for n in numbers[:2]),
              (f"waybill.{numbers[0]}", "VN 123 456 789")]
    status, _, body = clerk.post("/ban-giao", values, "/ban-giao")
    page = body.decode()
    assert status == 422 and "Số vận đơn" in page and "VN 123 456 789" in page and page.count(" checked") == 2
    values.append((f"waybill.{numbers[1]}", "VN123456790"))
    # A double click sends the same form twice.
    mark = clerk.mark("/ban-giao")
    places = {clerk.post("/ban-giao", values, "/ban-giao", mark)[1]["location"] for _ in range(2)}
    assert len(places) == 1, places
    paper = clerk.page(places.pop())
    for part in (*numbers[:2], "VN123456789", "VN123456790", PERSON["name"], PERSON["address"], "BÊN NHẬN", "1/20"):
        assert part in paper, part
    assert numbers[2] not in paper
    assert own_server.dossier(numbers[0], COUNTER)["status"]["state"] == "returned"
    page = clerk.page("/ban-giao")
    assert "1 kết quả chờ gửi bưu chính" in page and "/ban-giao/27373-" in page
    lines = spreadsheet(clerk, re.search(r'/ban-giao/27373-[\d-]+', page)[0] + "?dang=csv")
    assert lines[1][1:5] == [numbers[0], "VN123456789", PERSON["name"], "\t0901234567"]


def test_originals_are_given_back_against_a_slip(own_server):
    number = own_server.receive("2.000815")
    clerk = Visitor(own_server, COUNTER)
    assert clerk.get(f"/ho-so/{number}/phieu-tra-ban-chinh", 404)
    action = next(a for _, a in own_server.offers(number, "27373") if a["action"] == "return-originals")
    body = {f["name"]: f["suggested"] for f in action["fields"] if "suggested" in f}
    assert own_server.act(number, "return-originals", body, COUNTER)[0] == 200
    assert own_server.act(number, "return-originals", body, COUNTER)[0] in (403, 409)
    paper = clerk.page(f"/ho-so/{number}/phieu-tra-ban-chinh")
    assert "PHIẾU TRẢ LẠI BẢN CHÍNH" in paper and "Nguyễn Thị Ửng" in paper and "NGƯỜI NHẬN LẠI" in paper
    assert f"/ho-so/{number}/phieu-tra-ban-chinh?lan=1" in clerk.page(f"/ho-so/{number}")


def spreadsheet(visitor, path, separator=";"):
    head, body = visitor.get(path)
    assert head["content-type"].startswith("text/csv") and "attachment" in head["content-disposition"]
    assert body.startswith(b"\xef\xbb\xbf") and body.endswith(b"\r\n") and b"sep=" not in body
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_lists_are_files_that_a_spreadsheet_opens_without_formulas(own_server):
    evil = '=HYPERLINK("http://x";"Bấm")'
    own_server.receive("2.000815", applicant={**PERSON, "name": evil})
    own_server.receive("2.000815", applicant={**PERSON, "name": 'Công ty "Ễ; Ộ"', "idNumber": "079190000124"})
    clerk = Visitor(own_server, COUNTER)
    lines = spreadsheet(clerk, "/ho-so?dang=csv")
    head, rows = lines[0], lines[1:]
    assert head[0] == "Mã hồ sơ" and len(rows) == 2 and all(len(row) == len(head) for row in rows)
    names = {row[head.index("Người nộp")] for row in rows}
    assert names == {"'" + evil, 'Công ty "Ễ; Ộ"'}
    assert {row[head.index("Mã thủ tục")] for row in rows} == {"\t2.000815"}
    assert all(cell[:1] not in tuple("=+-@") for row in rows for cell in row)
    assert spreadsheet(clerk, "/ho-so?dang=csv-phay", ",") == lines
    assert len(spreadsheet(clerk, "/ho-so?q=cong+ty&dang=csv")) == 2
    for path in ("/tin-nhan", "/tra-ket-qua", "/ban-giao", "/quay/thu-tien", "/quay/so-chung-thuc", "/goi-so/thong-ke"):
        assert spreadsheet(clerk, path + "?dang=csv"), path
        assert f"{path}?dang=csv" in clerk.page(path)
    rights = spreadsheet(Visitor(own_server, "admin@tp"), "/quan-tri/quyen?unit=27373&dang=csv")
    assert COUNTER in {row[1] for row in rights[1:]}


# MARK: practice


def digest(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as one:
        found = hashlib.sha256("\n".join(one.iterdump()).encode()).hexdigest()
    one.close()
    return found


def test_practice_is_a_store_of_its_own_that_never_touches_the_real_one(store):
    path = store.removeprefix("sqlite:")
    with Server(store) as real:
        kept = real.receive("2.000815")
    before = [digest(path), digest(path + ".keys")]
    practice = Sending(store, "--training")
    practice.store = store
    with practice as server:
        status, _ = server.call("GET", f"/api/v1/dossiers/{kept}", token=server.token(COUNTER))
        assert status == 404
        number = server.receive("2.000815")
        assert number.startswith("Y99.") and os.path.exists(path.replace(".sqlite", ".training.sqlite"))
        upload(server, picture(2_000), COUNTER)

        def scans():
            with sqlite3.connect(path.replace(".sqlite", ".training.sqlite.papers")) as papers:
                return papers.execute("SELECT count(*) FROM paper_upload").fetchone()[0]

        assert scans() == 1
        clerk = Visitor(server, COUNTER)
        assert clerk.cookie.startswith("motcua-practice=")
        for address in ("/ho-so", f"/ho-so/{number}", f"/ho-so/{number}/giay-tiep-nhan", "/tin-nhan", "/thu-tuc"):
            page = clerk.page(address)
            assert 'class="practice"' in page and "TẬP HUẤN · KHÔNG CÓ GIÁ TRỊ" in page, address
        assert "không bao giờ gửi ra ngoài" in clerk.page("/tin-nhan")
        # Real and practice run side by side.
        with Server(store) as real:
            assert real.call("GET", f"/api/v1/dossiers/{number}", token=real.token(COUNTER))[0] == 404
            assert 'class="practice"' not in visit(real, COUNTER, "/ho-so")
        status, _, body = clerk.post("/tap-huan", [("sure", "true")], "/ho-so")
        assert status == 403 and "quyền" in body.decode()
        leader = Visitor(server, LEADER)
        assert leader.post("/tap-huan", [], "/tap-huan")[0] == 422
        status, head, _ = leader.post("/tap-huan", [("sure", "true")], "/tap-huan")
        assert status == 303 and "đã trống" in leader.page(head["location"])
        assert scans() == 0, "what was scanned for practice goes with the rest"
        assert server.call("GET", f"/api/v1/dossiers/{number}", token=server.token(COUNTER))[0] == 404
        assert server.receive("2.000815") == number
    assert run("verify", "--store", "sqlite:" + path.replace(".sqlite", ".training.sqlite")).returncode == 0
    with Server(store) as real:
        assert real.dossier(kept, COUNTER)["number"] == kept
    # Logging in at the real server above wrote sessions there; dossiers, ledgers and keys are as they were.
    with sqlite3.connect(path) as one:
        assert one.execute("SELECT count(*) FROM entry WHERE subject LIKE 'Y99%'").fetchone() == (0,)
    assert digest(path + ".keys") == before[1]


def test_making_a_practice_store_leaves_every_byte_of_the_real_one(store):
    path = store.removeprefix("sqlite:")
    files = [path, path + ".keys"]
    before = [hashlib.sha256(open(one, "rb").read()).hexdigest() for one in files]
    with Sending(store, "--training"):
        pass
    with Sending(store, "--training", "--fresh"):
        pass
    assert [hashlib.sha256(open(one, "rb").read()).hexdigest() for one in files] == before


def test_practice_refuses_to_send_and_a_real_store_is_never_emptied(store):
    done = run("serve", "--store", store, "--training", *options(free()), check=False)
    assert done.returncode == 2 and "không bao giờ gửi tin" in done.stderr
    done = run("serve", "--store", store, "--training", "--training-store", store, check=False)
    assert done.returncode == 3 and "real one" in done.stderr
    with Server(store) as real:
        leader = Visitor(real, LEADER)
        assert "Đây là kho thật" in leader.page("/tap-huan")
        assert leader.post("/tap-huan", [("sure", "true")], "/ho-so")[0] == 409
