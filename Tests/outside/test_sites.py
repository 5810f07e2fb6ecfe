"""A city of sites from outside: a hub, wards that join it through lines that can be cut, stalled and torn, sticks, a burnt
machine, an old backup, and what strangers send to the hub's door."""

import concurrent.futures
import http.client
import http.server
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import threading
import time
import uuid

import pytest

from asking import problem
from browsing import NAME, look_over
from conftest import Server, copy_store, free_port, run
from netting import CITY, QUICK, Net, Ward, act, at, ledger, level, papers, picture, somebody, sound, upload, wait
from walking import Walker

# A folder for pictures of the page, to be looked at.
SHOTS = os.environ.get("MOTCUA_SHOTS")


@pytest.fixture(scope="module")
def net(tmp_path_factory):
    one = Net(tmp_path_factory.mktemp("sites"))
    yield one
    one.end()
    for server in [one.hub, *one.wards]:
        # A line that is torn is logged as one, too loudly.
        odd = [line for line in server.logged().splitlines() if "unexpected error" in line and "reset by peer" not in line]
        assert not odd, odd


@pytest.fixture(scope="module")
def ward(net):
    return net.join("con-dao", "26732")


@pytest.fixture(autouse=True)
def mended(net):
    """Every test begins and ends with whole lines and servers that run."""
    yield
    for wire in net.wires:
        wire.set()
    for one in [net.hub, *net.wards]:
        if one.process.poll() is not None and one.path.exists():
            one.start()


def test_a_ward_joins_and_its_work_is_at_the_hub_within_seconds(net, ward, browser, tmp_path):
    known = [number for number, in sqlite3.connect(net.hub.path).execute("SELECT number FROM dossier WHERE unit = '26732'")]
    for number in known:
        assert at(ward, number, "counter@26732")["applicant"]["name"], "what was begun before has its names"
    clerk = Walker(browser, ward, "counter@26732")
    clerk.go("/ho-so")
    assert not clerk.page.locator("#duong-truyen").is_visible()
    clerk.end()
    number = ward.receive(QUICK, "26732", accept=True)
    wait(lambda: at(net.hub, number), 5)
    level(net, ward)
    listed = json.loads(run("site", "list", "--store", net.hub.store, "--json").stdout)
    assert [(one["site"], one["units"], one["lag"]) for one in listed] == [("con-dao", ["26732"], 0)]
    # What means nothing at a hub is not passed over, and a unit named twice is invited once.
    done = run("serve", "--store", copy_store(net.hub.path, tmp_path / "hub.sqlite"), "--hub-ca", "/nix", "--listen", "127.0.0.1:18996", check=False)
    assert done.returncode == 64 and "--hub-ca" in done.stderr, done
    run("site", "invite", "--store", f"sqlite:{tmp_path}/hub.sqlite", "--site", "twice", "--units", "27373, 27373,27373", "--hub", "https://hub",
        "--out", str(tmp_path / "twice"))
    assert json.loads((tmp_path / "twice").read_text())["units"] == ["27373"]
    homes = json.loads(run("home", "list", "--store", net.hub.store, "--json").stdout)
    assert [(one["unit"], one["site"]) for one in homes] == [("26732", "con-dao")], homes
    assert homes[0]["epoch"] >= 1 and homes[0]["after"] >= 0, homes
    # Only the ward writes in its ledger.
    status, answer = net.hub.call(
        "POST", "/api/v1/dossiers", net.hub.filing(net.hub.procedure(QUICK), "26732"), net.hub.token("counter@26732"))
    assert status == 409 and answer["type"].endswith("not-at-home"), answer
    for one in (ward, net.hub):
        one.stop()
    sound(ward, net.hub)
    assert run("export", "ledger", "--store", ward.store, "--unit", "27373").returncode == 0


def test_a_ward_at_rest_says_little(net, ward):
    level(net, ward)
    time.sleep(4)
    before = ward.wire.line.accepted
    time.sleep(9)
    assert 1 <= ward.wire.line.accepted - before <= 8, "a hello every three seconds, and now and then what follows it"


def test_a_cut_line_stops_nobody_and_heals_by_itself(net, ward, browser):
    level(net, ward)
    ward.wire.set("cut")
    handed = ward.receive("1.001193", "26732", accept=True)
    act(ward, handed, "hand-over", {"unit": "so-tu-phap"}, "counter@26732")
    number = ward.receive(QUICK, "26732")
    taken, ended = ward.follow(number, "26732")
    assert ended["status"]["state"] == "returned" and "decide" in taken
    # Filed at the city's portal meanwhile.
    filing = net.hub.filing(net.hub.procedure("1.001193"), "26732", channel="online")
    status, online = net.hub.call("POST", "/api/v1/dossiers", filing)
    assert status == 201 and online["acceptBy"], online
    # A hiccup is not worth a word: the bar speaks after eight seconds.
    line = wait(lambda: not (now := ward.line())["isUp"] and now["words"] and now)
    assert line["since"] and line["waiting"]["entries"] > 5, line
    assert "motcua_line_up 0" in ward.call("GET", "/metrics")[1]
    clerk = Walker(browser, ward, "counter@26732")
    def barred():
        clerk.go("/ho-so")
        return clerk.page.locator("#duong-truyen:not([hidden])").count()
    wait(barred, 20)
    said = clerk.page.locator("#duong-truyen").inner_text()
    assert str(ward.line()["waiting"]["entries"]) in said, said
    assert at(net.hub, number) is None and at(ward, handed, "counter@26732")["custody"]["inTransitTo"] == "so-tu-phap"
    assert at(ward, online["number"], "counter@26732") is None
    # Nobody takes over at the ward for the department, whose ledger is at the hub.
    status, answer = ward.call("POST", "/api/v1/session", {"user": "officer@so-tu-phap", "password": "motcua-demo"})
    if status == 200:
        assert ward.call("POST", f"/api/v1/dossiers/{handed}/take-over", {}, answer["token"])[0] in (403, 404, 409)

    ward.wire.set()
    wait(lambda: at(net.hub, number), 90)
    level(net, ward)
    assert at(net.hub, number)["status"]["state"] == "returned"
    clerk.go("/ho-so")
    assert clerk.page.locator("#duong-truyen:not([hidden])").count() == 0
    clerk.end()
    act(net.hub, handed, "take-over", {}, "officer@so-tu-phap")
    wait(lambda: at(ward, handed, "counter@26732")["custody"]["unit"] == "so-tu-phap", 15)
    # The portal's filing is in the ward's inbox, and its time runs from the filing.
    come = wait(lambda: at(ward, online["number"], "counter@26732"), 10)
    assert come["received"] == online["received"] and come["clock"]["acceptBy"] == online["acceptBy"]
    assert come["applicant"]["name"] == filing["applicant"]["name"]
    status, inbox = ward.call("GET", "/api/v1/inbox?unit=26732&limit=200", token=ward.token("counter@26732"))
    assert status == 200 and [i["acceptBy"] for i in inbox["items"] if i["number"] == online["number"]] == [online["acceptBy"]]
    act(ward, online["number"], "accept", {}, "counter@26732")
    wait(lambda: (at(net.hub, online["number"]) or {}).get("accepted"), 15)


def test_files_go_both_ways_byte_for_byte(net, ward):
    level(net, ward)
    user, mine, theirs = "counter@26732", picture(700_001), picture(600_003)
    number = ward.receive("1.001193", "26732", accept=True)
    attached = {"uploads": [{"upload": upload(ward, mine, user), "paper": None}]}
    status, answer = ward.call("POST", f"/api/v1/dossiers/{number}/papers", attached, ward.token(user))
    assert status in (200, 201), answer
    act(ward, number, "hand-over", {"unit": "so-tu-phap"}, user)
    wait(lambda: papers(net.hub, number, "officer@so-tu-phap") == [mine], 30)
    # The applicant files at the city's portal with a scan; the ward reads it.
    filing = net.hub.filing(net.hub.procedure("1.001193"), "26732", channel="online")
    filing["uploads"] = [{"upload": upload(net.hub, theirs), "paper": filing["papers"][0]["id"]}]
    status, online = net.hub.call("POST", "/api/v1/dossiers", filing)
    assert status == 201, online
    wait(lambda: papers(ward, online["number"], user) == [theirs], 30)
    level(net, ward)


def receive(server, unit, key, filing):
    head = {"Idempotency-Key": key}
    status, answer = server.call("POST", "/api/v1/dossiers", filing, server.token(f"counter@{unit}"), head)
    assert status in (200, 201), answer
    return answer["number"]


def test_a_line_that_opens_and_never_answers_is_said_to_be_dead_within_seconds(net, ward):
    level(net, ward)
    ward.wire.set("stall")
    line = wait(lambda: not (now := ward.line())["isUp"] and now["words"] and now, 14)
    assert line["since"] == line["lastHeard"] and "no answer" in line["reason"], line
    assert "motcua_line_up 0" in ward.call("GET", "/metrics")[1]
    ward.wire.set()
    wait(lambda: ward.line()["isUp"], 40)
    level(net, ward)


def test_bad_lines_lose_nothing_and_make_nothing_twice(net, ward):
    level(net, ward)
    filing = lambda: ward.filing(ward.procedure(QUICK), "26732", accept=True, applicant=somebody())
    numbers = []
    for state in ({"reset": 0.2}, {"mode": "one-way-out"}, {"delay": 300, "reset": 0.05}, {"mode": "stall"}, {"mode": "one-way-in"}):
        ward.wire.set(**state)
        for _ in range(4):
            numbers.append(receive(ward, "26732", str(uuid.uuid4()), filing()))
            time.sleep(0.3)
    ward.wire.set()
    level(net, ward, 150)
    assert len(set(numbers)) == 20 and all(at(net.hub, number) for number in numbers)


def test_both_killed_in_the_middle(net, ward):
    level(net, ward)
    filing = ward.filing(ward.procedure(QUICK), "26732", accept=True, applicant=somebody())
    online = net.hub.filing(net.hub.procedure("1.001193"), "26732", channel="online", applicant=somebody())
    ward.token("counter@26732")
    known, ends = {}, time.monotonic() + 9

    def write(n):
        while time.monotonic() < ends:
            key = str(uuid.uuid4())
            while True:
                try:
                    if n % 2:
                        known[key] = receive(ward, "26732", key, filing)
                    else:
                        status, answer = net.hub.call("POST", "/api/v1/dossiers", online, headers={"Idempotency-Key": key})
                        assert status in (200, 201), answer
                        known[key] = answer["number"]
                    break
                except (OSError, http.client.HTTPException):
                    time.sleep(0.1)
            time.sleep(0.05)

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(write, n) for n in range(4)]
        for victims in ([ward], [net.hub], [ward, net.hub]):
            time.sleep(1.2)
            for one in victims:
                one.stop(signal.SIGKILL)
            for one in victims:
                one.start()
        for job in jobs:
            job.result(60)
    level(net, ward, 90)
    numbers = list(known.values())
    assert len(numbers) > 20 and len(set(numbers)) == len(numbers), "given twice"
    for server in (ward, net.hub):
        with sqlite3.connect(server.path) as store:
            begun = [n for n, in store.execute("SELECT subject FROM entry WHERE kind = 'DossierReceived' AND subject LIKE 'H29.267.32-%'")]
        store.close()
        assert set(numbers) <= set(begun) and len(set(begun)) == len(begun)
    sound(ward, net.hub)


# MARK: a stick instead of a line


def parts(data):
    """The parts of a bundle: each behind its length in four bytes (docs/formats/sync.md)."""
    found = []
    while data:
        size = 4 + int.from_bytes(data[:4], "big")
        found.append(data[:size])
        data = data[size:]
    return found


def test_a_stick_does_what_the_line_does(net, ward, tmp_path):
    level(net, ward)
    ward.wire.set("cut")

    def export(one, name, *more):
        run("bundle", "export", "--store", one.store, "--out", str(tmp_path / name), *more)
        return tmp_path / name

    def take(one, file, code=0):
        done = run("bundle", "import", str(file), "--store", one.store, "--json", check=False)
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else {}, done.stderr

    user, scan = "counter@26732", picture(600_000)
    first = ward.receive("1.001193", "26732", accept=True)
    early = export(ward, "early")
    attached = {"uploads": [{"upload": upload(ward, scan, user), "paper": None}]}
    assert ward.call("POST", f"/api/v1/dossiers/{first}/papers", attached, ward.token(user))[0] in (200, 201)
    act(ward, first, "hand-over", {"unit": "so-tu-phap"}, user)
    second = ward.receive(QUICK, "26732", accept=True)
    late = export(ward, "late")
    filing = net.hub.filing(net.hub.procedure("1.001193"), "26732", channel="online")
    online = net.hub.call("POST", "/api/v1/dossiers", filing)[1]["number"]

    # What is broken or for others is refused with the reason, by a program that does not fall over.
    data, broken = late.read_bytes(), tmp_path / "broken"
    for place in (2, 7, 40, len(data) // 3, len(data) - 5):
        broken.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:])
        done = run("bundle", "import", str(broken), "--store", net.hub.store, check=False)
        assert done.returncode == 2 and re.search("Chữ ký|không phải|cắt cụt|Không biết|gửi cho", done.stderr), (place, done)
    broken.write_bytes(data[: len(data) - 1000])
    _, words = take(net.hub, broken, 2)
    assert "cắt cụt" in words
    _, words = take(ward, late, 2)
    assert "gửi cho điểm" in words, words
    broken.write_bytes(b"")
    take(net.hub, broken, 2)
    # Out of order, twice, parts turned round.
    assert take(net.hub, late)[0]["whole"] and take(net.hub, late)[0]["new"] == 0 and take(net.hub, early)[0]["new"] == 0
    assert papers(net.hub, first, "officer@so-tu-phap") == [scan], "the running hub reads what the stick brought"
    assert at(net.hub, second)
    act(net.hub, first, "take-over", {}, "officer@so-tu-phap")
    down = export(net.hub, "down", "--to", "con-dao")

    def papers_to_send():
        return ward.call("GET", "/api/v1/sites/line")[1]["waiting"]["papers"]

    assert papers_to_send() >= 1, "nothing has told the ward that the scan arrived"
    turned = tmp_path / "turned"
    turned.write_bytes(b"".join(reversed(parts(down.read_bytes()))))
    done = run("bundle", "import", str(turned), "--store", ward.store, check=False)
    assert done.returncode in (0, 2), done
    assert take(ward, down)[0]["whole"] and take(ward, down)[0]["new"] == 0
    assert papers_to_send() == 0
    assert at(ward, online, user)["applicant"]["name"] and at(ward, first, user)["custody"]["unit"] == "so-tu-phap"
    last = take(net.hub, export(ward, "last"))[0]
    assert last["whole"] and last["files"] == 0
    assert ledger(net.hub, "26732") == ledger(ward, "26732")
    # The running ward goes on after what the stick brought, and the mended line has nothing to quarrel about.
    third = ward.receive(QUICK, "26732", accept=True)
    act(ward, online, "accept", {}, user)
    ward.wire.set()
    level(net, ward, 90)
    assert at(net.hub, third) and not ward.call("GET", "/api/v1/contests", token=ward.token("leader@26732"))[1]["items"]


class Introduction(http.server.BaseHTTPRequestHandler):
    """A line over which a site is introduced, and that is dead from then on."""

    hub = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.path.endswith("/join"):
            self.send_error(503)
            return
        line = http.client.HTTPConnection("127.0.0.1", self.hub, timeout=60)
        line.request("POST", self.path, body, {"Content-Type": "application/octet-stream"})
        answer = line.getresponse()
        data = answer.read()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def test_a_machine_that_was_introduced_and_lost_its_line_is_completed_by_stick(net, tmp_path):
    Introduction.hub, unit, store = net.hub.port, "27373", f"sqlite:{tmp_path}/ward.sqlite"
    up, down = str(tmp_path / "up"), str(tmp_path / "down")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Introduction) as door:
        threading.Thread(target=door.serve_forever, daemon=True).start()
        paper = net.invite("binh-phu", unit, f"http://127.0.0.1:{door.server_port}")
        done = run("site", "join", str(paper), "--store", store, check=False)
        door.shutdown()
    assert done.returncode != 0, "nothing but the introduction went through"
    run("bundle", "export", "--store", net.hub.store, "--to", "binh-phu", "--out", down)
    for _ in range(2):
        run("bundle", "import", down, "--store", store)
    with sqlite3.connect(tmp_path / "ward.sqlite") as opened:
        assert opened.execute("SELECT value FROM site_self WHERE name = ?", (f"whole {unit}",)).fetchone(), "it may write"
    opened.close()
    assert run("export", "ledger", "--store", store, "--unit", unit).stdout == ledger(net.hub, unit)
    run("bundle", "export", "--store", store, "--out", up)
    run("bundle", "import", up, "--store", net.hub.store)
    # Papers' bytes come with the stick after the one that asked for them.
    again = str(tmp_path / "again")
    run("bundle", "export", "--store", net.hub.store, "--to", "binh-phu", "--out", again)
    run("bundle", "import", again, "--store", store)
    assert "all sound" in run("verify", "--store", store).stdout
    # Others go on without it.
    run("home", "take", unit, "--store", net.hub.store)
    run("site", "remove", "binh-phu", "--store", net.hub.store, "--reason", "Chỉ để thử")


# MARK: machines that are lost


def contests(server, user="admin@tp", unit=None):
    status, answer = server.call("GET", "/api/v1/contests?limit=500", token=server.token(user))
    assert status == 200, answer
    return [one for one in answer["items"] if not one["decision"] and unit in (None, one["unit"])]


def decide(server, item, decision, user="admin@tp"):
    body = {"decision": decision, "words": "Đã hỏi phường."}
    return server.call("POST", f"/api/v1/contests/{item['id']}/decide", body, server.token(user))


@pytest.fixture(scope="module")
def burnt(net):
    """(new ward, old machine that still wrote, number known before, number that only the old one wrote)."""
    ward, unit = net.join("phu-loi", "25750"), "25750"
    known = ward.receive(QUICK, unit, accept=True)
    level(net, ward)
    # The old machine, cut off, goes on by itself; its place is taken by another.
    ward.wire.set("cut")
    late = ward.receive(QUICK, unit, accept=True)
    ward.stop()
    aside = net.folder / "aside"
    aside.mkdir()
    old = Ward(copy_store(ward.path, aside / "ward.sqlite"), ward.site, unit, ward.wire)
    shutil.rmtree(ward.path.parent)
    net.wards.remove(ward)
    new = net.join("phu-loi-2", unit)
    return new, old, known, late


def test_a_burnt_ward_comes_back_and_its_old_machine_is_fenced_off(net, burnt):
    new, old, known, late = burnt
    user = "counter@25750"
    assert at(new, known, user)["applicant"]["name"] == NAME
    fresh = new.receive(QUICK, "25750", accept=True)
    assert len(fresh.rsplit("-", 1)[1]) == 9 and fresh not in (known, late), "a later epoch numbers in the longer series"
    level(net, new)
    old.wire.set()
    old.start()
    net.wards.append(old)
    item = wait(lambda: next((one for one in contests(net.hub, unit="25750") if one["about"] == late), None), 60)
    assert item["kind"] == "oldHome" or "old" in item["kind"].lower(), item
    assert ledger(net.hub, "25750") == ledger(new, "25750"), "the old machine's entries are not in the accepted line"
    # It may not write any more, and says so.
    status, answer = old.call("POST", "/api/v1/dossiers", old.filing(old.procedure(QUICK), "25750"), old.token(user))
    assert status == 409 and answer["type"].endswith("not-at-home"), answer


def test_what_the_old_machine_wrote_is_adopted(net, burnt):
    new, old, known, late = burnt
    item = next(one for one in contests(net.hub, unit="25750") if one["about"] == late)
    status, answer = decide(net.hub, item, "adopt")
    if status == 409:
        # Refused with words: the ledger is at the new machine. Then there.
        wait(lambda: any(one["id"] == item["id"] for one in contests(new, "leader@25750")))
        status, answer = decide(new, item, "adopt", "leader@25750")
    assert status == 200, answer
    level(net, new)
    assert at(net.hub, late) and at(new, late, "counter@25750")["applicant"]["name"] == NAME


def test_the_hub_takes_a_home(net, burnt):
    new, unit = burnt[0], "25750"
    new.wire.set("cut")
    time.sleep(1)
    late = new.receive(QUICK, unit, accept=True)
    run("home", "take", unit, "--store", net.hub.store)
    assert not any(line.startswith(unit) and "phu-loi" in line for line in run("home", "list", "--store", net.hub.store).stdout.splitlines())
    here = wait(lambda: net.hub.call("POST", "/api/v1/dossiers", net.hub.filing(net.hub.procedure(QUICK), unit, accept=True, applicant=somebody()),
                                     net.hub.token(f"counter@{unit}"))[1].get("number"), 15)
    new.wire.set()
    item = wait(lambda: next((one for one in contests(net.hub, unit=unit) if one["about"] == late), None), 90)
    status, answer = decide(net.hub, item, "adopt")
    assert status == 200, answer
    assert at(net.hub, late)["accepted"] and at(net.hub, here)
    assert decide(net.hub, item, "adopt")[0] == 409


@pytest.fixture(scope="module")
def restored(net):
    """(ward that was restored from an old backup, number in it, numbers after it, what its first filing was answered)."""
    unit = "25747"
    ward = net.join("thu-dau-mot", unit)
    before = ward.receive(QUICK, unit, accept=True)
    level(net, ward)
    run("backup", "--store", ward.store, f"{net.folder}/old.sqlite")
    sent = [ward.receive(QUICK, unit, accept=True) for _ in range(2)]
    ward.follow(before, unit)
    level(net, ward)
    ward.stop()
    run("restore", f"{net.folder}/old.sqlite", "--store", f"sqlite:{net.folder}/again/ward.sqlite")
    net.wards.remove(ward)
    again = Ward(f"sqlite:{net.folder}/again/ward.sqlite", ward.site, unit, ward.wire).start()
    net.wards.append(again)
    # At once, whatever it has heard by now: it waits or has noticed, and does not write beside what it lacks.
    filing = again.filing(again.procedure(QUICK), unit, accept=True, applicant=somebody())
    return again, before, sent, again.call("POST", "/api/v1/dossiers", filing, again.token(f"counter@{unit}"))


def test_an_old_backup_gets_back_what_it_lacks(net, restored):
    again, before, sent, (status, answer) = restored
    user = f"counter@{again.unit}"
    wait(lambda: all(at(again, number, user) for number in sent))
    assert at(again, before, user)["status"]["state"] == "returned"
    fresh = [again.receive(QUICK, again.unit, accept=True)] + ([answer["number"]] if status == 201 else [])
    assert not {before, *sent} & set(fresh) and all(len(number.rsplit("-", 1)[1]) == 9 for number in fresh)
    level(net, again)
    assert all(at(net.hub, number) for number in (before, *sent, *fresh))
    assert ledger(again, again.unit) == ledger(net.hub, again.unit)
    sound(again, net.hub)


def test_names_come_back_too(net, restored):
    again, _, sent, _ = restored
    assert at(again, sent[0], f"counter@{again.unit}")["applicant"]["name"] == NAME


# MARK: what the city sees


def leader_finds_it(net, ward, browser, item):
    """From where a leader works, at the ward, and from the dossier that it is about."""
    wait(lambda: [one for one in contests(ward, "leader@26732") if one["id"] == item["id"]], 30)
    leader = Walker(browser, ward, "leader@26732")
    for place in ("/lanh-dao", "/ho-so"):
        leader.go(place)
        assert leader.page.locator("main a[href^='/dieu-hanh/mang-luoi']").count() == 1, place
    leader.go(f"/ho-so/{item['about']}")
    leader.page.locator("main a[href^='/dieu-hanh/mang-luoi?ve=']").click()
    assert leader.page.locator(f"#m-{item['id']} form").count() == 1
    leader.end()
    clerk = Walker(browser, ward, "counter@26732")
    clerk.go(f"/ho-so/{item['about']}")
    assert clerk.page.locator("main a[href^='/dieu-hanh/mang-luoi']").count() == 0
    clerk.end()


def test_contested_items_page_by_page(net, ward):
    whole = net.hub.call("GET", "/api/v1/contests?limit=500", token=net.hub.token(CITY))[1]
    assert whole["next"] is None
    found, cursor = [], ""
    while cursor is not None and len(found) <= len(whole["items"]):
        answer = net.hub.call("GET", f"/api/v1/contests?limit=1&cursor={cursor}", token=net.hub.token(CITY))[1]
        found += answer["items"]
        cursor = answer["next"]
    assert [one["id"] for one in found] == [one["id"] for one in whole["items"]]
    problem(net.hub.exchange("GET", "/api/v1/contests?cursor=nonsense", token=net.hub.token(CITY)), 422)


def test_a_ward_that_is_turned_away_is_told_why(net, browser):
    unit = "25771"
    ward = net.join("chanh-hiep", unit)
    number = ward.receive(QUICK, unit, accept=True)
    level(net, ward)
    heard = ward.line()["lastHeard"]
    ward.stop()
    run("home", "take", unit, "--store", net.hub.store)
    run("site", "remove", ward.site, "--store", net.hub.store, "--reason", "Máy bị lấy trộm")
    ward.start()
    line = wait(lambda: (now := ward.line())["reason"] and now["words"] and now, 30)
    assert not line["isUp"] and "403" in line["reason"] and ward.site in line["reason"], line
    assert "từ chối" in line["words"] and "tự gửi" not in line["words"], line
    # It was started again, and knows since when all the same.
    assert line["lastHeard"] and line["since"] == line["lastHeard"] <= heard, (line, heard)
    clerk = Walker(browser, ward, f"counter@{unit}")
    def barred():
        clerk.go("/ho-so")
        bar = clerk.page.locator("#duong-truyen:not([hidden])")
        return bar.count() and bar.inner_text()
    said = wait(barred, 20)
    assert "từ chối" in said and ward.site in said and "403" not in said, said
    clerk.page.goto(f"{clerk.base}/ho-so?lang=en")
    said = clerk.page.locator("#duong-truyen").inner_text()
    assert "turns this one away" in said and "is not known here" in said and ward.site in said, said
    assert "Không biết" not in said, said
    clerk.end()
    assert at(ward, number, f"counter@{unit}"), "work goes on"
    net.wards.remove(ward)
    ward.stop()


def test_a_ward_whose_own_store_is_held_does_not_blame_the_line(net, ward):
    level(net, ward)
    before = wait(lambda: (now := ward.line())["isUp"] and now)
    assert before["trouble"] is None and before["words"] is None, before
    held = sqlite3.connect(ward.path, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    try:
        # Something lies ready for the ward, which it cannot write.
        filing = net.hub.filing(net.hub.procedure("1.001193"), "26732", channel="online", applicant=somebody())
        assert net.hub.call("POST", "/api/v1/dossiers", filing)[0] == 201
        line = wait(lambda: (now := ward.line())["words"] and now, 60)
        metrics = ward.call("GET", "/metrics")[1]
    finally:
        held.execute("ROLLBACK")
        held.close()
    assert line["isUp"] and line["since"] == before["since"] and line["reason"] is None, line
    assert "chương trình khác giữ" in line["trouble"] and line["trouble"] in line["words"], line
    assert "Mất đường truyền" not in line["words"] and "nhật ký" in line["words"], line
    assert "motcua_line_up 1" in metrics and "motcua_line_unable 1" in metrics
    assert wait(lambda: (now := ward.line())["trouble"] is None and now, 60)["words"] is None
    level(net, ward)


def test_the_citys_page_of_the_net(net, ward, browser):
    level(net, ward)
    twin = {"name": "Trần Văn Đôi", "idNumber": "079190777123", "phone": "0901234567", "address": "1 Lê Lợi"}
    number = net.hub.receive("1.001193", "27373", applicant=twin, accept=True)
    ward.receive("1.001193", "26732", applicant=twin, accept=True)
    item = wait(lambda: next((one for one in contests(net.hub) if one["kind"] == "filed-twice" and number in one["other"]), None))
    # Both sides can be read: an entry with who and when, and the other dossier.
    (said,) = [one for one in item["entries"] if one["side"] == "one"]
    assert (said["kind"], said["where"], said["title"]) == ("DossierReceived", "ledger", "Nộp hồ sơ") and said["text"], said
    assert said["actor"] == "counter@26732" and said["at"] and said["facts"]["number"] == item["about"]
    assert not item["reason"] and "Đôi" not in json.dumps(item, ensure_ascii=False)
    person = Walker(browser, net.hub, CITY, script=True)
    person.page.route("**/song?*", lambda route: route.abort())
    person.go("/dieu-hanh/mang-luoi")
    card = person.page.locator(f"#m-{item['id']}")
    assert "Nộp hồ sơ" in card.inner_text() and "trong sổ" in card.inner_text()
    assert card.locator(f"a[href='/ho-so/{number}']").count() == 1
    leader_finds_it(net, ward, browser, item)
    for scheme, width in (("light", 360), ("dark", 360), ("light", 1280), ("dark", 1280)):
        person.page.emulate_media(color_scheme=scheme)
        person.page.set_viewport_size({"width": width, "height": 900})
        look_over(person.page)
        assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{width}: scrolls sideways"
        # On a phone each site is a card with the columns' names before the values, and the table does not scroll by itself either.
        sites = person.page.locator("#mang-luoi .scroll").first
        assert sites.evaluate("e => e.scrollWidth <= e.clientWidth"), f"{width}: the sites scroll sideways"
        row = sites.locator("tr", has_text="con-dao").inner_text()
        assert ("Chờ gửi về:" in row) == (width == 360), row
        if SHOTS:
            person.page.screenshot(path=f"{SHOTS}/mang-luoi-{scheme}-{width}.png", full_page=True)
    person.end()
    city = Walker(browser, net.hub, CITY, keyboard=True)
    city.go("/dieu-hanh/mang-luoi")
    row = city.page.locator("tr", has_text="con-dao").inner_text()
    assert "Đặc khu Côn Đảo" in row and re.search(r"\d\d:\d\d", row), row
    card = city.page.locator(f"#m-{item['id']}")
    # Refused without a reason, which keeps the choice; then decided.
    city.put("decision", "set-aside", card)
    city.put("words", "Bà nộp nhầm nơi.", card)
    city.send(card.get_by_role("button"))
    assert "xong=" in city.page.url and city.page.locator(f"#m-{item['id']} form").count() == 0
    assert city.page.locator(f"#m-{item['id']} strong").count() == 1
    assert item["id"] not in [one["id"] for one in contests(net.hub)]
    # Why, for who comes after.
    assert "Bà nộp nhầm nơi." in city.page.locator(f"#m-{item['id']}").inner_text()
    city.end()
    whole = net.hub.call("GET", "/api/v1/contests?limit=500", token=net.hub.token(CITY))[1]["items"]
    (done,) = [one for one in whole if one["id"] == item["id"]]
    assert (done["decision"], done["reason"], done["decidedBy"]) == ("set-aside", "Bà nộp nhầm nơi.", CITY) and done["decidedAt"]
    # Nobody else sees or decides it.
    assert net.hub.exchange("GET", "/dieu-hanh/mang-luoi", headers={"Accept": "text/html"})[0] in (302, 303, 401)
    problem(net.hub.exchange("GET", "/api/v1/city/sites", token=net.hub.token("counter@27373")), 403)
    body = json.dumps({"decision": "stands", "words": "x"}).encode()
    head = {"Content-Type": "application/json"}
    stranger = net.hub.token("leader@25760")
    problem(net.hub.exchange("POST", f"/api/v1/contests/{item['id']}/decide", body, stranger, head), 403)
    problem(net.hub.exchange("POST", "/api/v1/contests/none/decide", body, stranger, head), 404)
    ward.wire.set("cut")
    lines = net.hub.call("GET", "/metrics")[1]
    for name in ("silent_seconds", "lag_entries", "ready_entries", "parked_entries", "contested", "clock_skew_seconds"):
        assert re.search(rf'^motcua_site_{name}{{site="con-dao"}} -?[0-9]+$', lines, re.M), name
    lines = ward.call("GET", "/metrics")[1]
    for name in ("up", "unable", "waiting_entries", "waiting_files"):
        assert re.search(rf"^motcua_line_{name} [0-9]+$", lines, re.M), name


def test_the_citys_page_renews_itself(net, ward, browser):
    person = Walker(browser, net.hub, CITY, script=True)
    with person.page.expect_response("**/song?*") as answer:
        person.page.goto(person.base + "/dieu-hanh/mang-luoi")
    assert answer.value.status == 200
    assert not person.page.get_by_text("Mất kết nối với máy chủ").is_visible()
    person.end()


def test_a_citizen_asks_the_city_after_a_wards_dossier(net, ward):
    level(net, ward)
    filing = ward.filing(ward.procedure(QUICK), "26732", accept=True)
    status, receipt = ward.call("POST", "/api/v1/dossiers", filing, ward.token("counter@26732"))
    assert status == 201 and receipt["trackingCode"]
    path = f"/api/v1/track/{receipt['number']}?code={receipt['trackingCode']}"
    wait(lambda: net.hub.call("GET", path)[0] == 200, 10)
    assert ward.call("GET", path)[0] == 200
    wrong = path[:-1] + ("2" if path[-1] != "2" else "3")
    assert net.hub.call("GET", wrong)[0] in (403, 404)


# MARK: what strangers send


class Catcher:
    """Takes one HTTP request and keeps its body: what a site would have sent to its hub."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.bodies = []
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            line, _ = self.socket.accept()
            with line, line.makefile("rb") as stream:
                size = 0
                while (head := stream.readline().strip()):
                    name, _, value = head.partition(b":")
                    size = int(value) if name.lower() == b"content-length" else size
                self.bodies.append(stream.read(size))
                line.sendall(b"HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def test_the_door_of_sites_speaks_in_problems(net):
    for path in ("/sync/v1/exchange", "/sync/v1/join"):
        problem(net.hub.exchange("POST", path, b"garbage"), 400, 422)


def join(invitation, place):
    return run("site", "join", str(invitation), "--store", f"sqlite:{place}/ward.sqlite", check=False)


def test_a_line_beyond_this_machine_is_https(net, ward, tmp_path):
    out = tmp_path / "x.invitation"
    for address in ("http://hub.example", "http://127.hub.example:8080", "http://10.1.2.3", "http://[2001:db8::1]:80", "ftp://x"):
        done = run("site", "invite", "--store", net.hub.store, "--site", "phu-xa", "--units", "25768", "--hub", address, "--out", str(out),
                   check=False)
        assert done.returncode == 64 and "https://" in done.stderr and not out.exists(), (address, done)
        moved = run("site", "hub", "--store", ward.store, "--address", address, check=False)
        assert moved.returncode == 64 and "https://" in moved.stderr, (address, moved)
    good = json.loads(net.invite("phu-xa", "25768", "http://localhost:1").read_text())
    out.write_text(json.dumps({**good, "address": "http://hub.example"}))
    done = join(out, tmp_path)
    assert done.returncode == 64 and "https://" in done.stderr and not (tmp_path / "ward.sqlite").exists(), done


def test_invitations_that_are_none(net, tmp_path):
    good = json.loads(net.invite("phu-an", "25768", f"http://127.0.0.1:{net.hub.port}").read_text())
    count = 0

    def attempt(text, words, place=None):
        nonlocal count
        count += 1
        file, place = tmp_path / f"{count}.invitation", place or tmp_path / str(count)
        place.mkdir(exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else json.dumps(text).encode())
        done = join(file, place)
        assert done.returncode in (1, 2, 3) and re.search(words, done.stderr), (words, done.returncode, done.stderr)
        assert "Fatal error" not in done.stderr

    attempt(os.urandom(400), "không phải lời mời")
    attempt(b"", "không phải lời mời")
    attempt(b"{}", "không phải lời mời")
    attempt(json.dumps(good)[:-20].encode(), "không phải lời mời")
    attempt({**good, "address": "ftp://x"}, "address|địa chỉ")
    attempt({**good, "address": f"http://127.0.0.1:{free_port()}"}, ".")
    attempt({**good, "token": "0" * 64}, "403|Lời mời không đúng hoặc đã hết hạn")
    attempt({**good, "site": "another"}, "403|Lời mời không đúng hoặc đã hết hạn")
    attempt({**good, "hub": {**good["hub"], "agreement": "09" * 32}}, "403|Chữ ký|seal|signature|niêm phong")
    stale = json.loads(net.invite("phu-an-2", "25768", good["address"]).read_text())
    with sqlite3.connect(net.hub.path, timeout=20) as store:
        store.execute("UPDATE site_invitation SET created = created - 15 * 86400000 WHERE site = 'phu-an-2'")
    store.close()
    attempt(stale, "403|hết hạn")
    # A wrong signature of the hub's: nothing is taken over from whoever answered.
    place = tmp_path / "wrong"
    attempt({**good, "hub": {**good["hub"], "signing": "09" * 32}}, "signature|Chữ ký", place)
    # The right one, at the same machine, works after all; at another it is used up.
    (tmp_path / "good").write_text(json.dumps(good))
    done = join(tmp_path / "good", place)
    assert done.returncode == 0, done.stderr
    attempt(good, "đã thuộc về một máy khác|đã được dùng bởi một máy khác")
    done = run("site", "invite", "--store", net.hub.store, "--site", "phu-an", "--units", "25768", "--hub", good["address"],
               "--out", str(tmp_path / "again"), check=False)
    assert done.returncode == 2 and "phu-an" in done.stderr


def test_what_strangers_send_to_the_hub(net, ward, tmp_path):
    level(net, ward)
    catcher = Catcher()
    # What a true site says, caught on the way.
    store = copy_store(ward.path, tmp_path / "copy.sqlite")
    def lead(path, address):
        with sqlite3.connect(path) as own:
            (text,) = own.execute("SELECT value FROM site_self WHERE name = 'upstream'").fetchone()
            own.execute("UPDATE site_self SET value = ? WHERE name = 'upstream'", (json.dumps({**json.loads(text), "address": address}),))
        own.close()
    lead(tmp_path / "copy.sqlite", catcher.address)
    with Server(store):
        hello = wait(lambda: catcher.bodies and catcher.bodies[0])
    invitation = json.loads(net.invite("long-nguyen", "25840", catcher.address).read_text())
    (tmp_path / "caught").write_text(json.dumps(invitation))
    del catcher.bodies[:]
    join(tmp_path / "caught", tmp_path)
    card = catcher.bodies[0]
    before = {path: ledger(net.hub, path) for path in ("26732", "tp")}

    def post(path, body, *statuses):
        status, _, words = net.hub.exchange("POST", path, body)
        assert status in statuses, (path, body[:60], status)
        return words.decode()

    for path, own in (("/sync/v1/exchange", hello), ("/sync/v1/join", card)):
        other = card if own is hello else hello
        for garbage in (b"", b"MCE1", b"MCE1\xff\xff" + b"{" * 40, b"MCE1\x00\x02{}" + bytes(200), os.urandom(3000), b'{"a":1}', own[:-1],
                        own[:50], own[: len(own) // 2], own + b"\0", other, b"MCE1\x75\x30" + b"[" * 30000 + bytes(200)):
            post(path, garbage, 400, 401, 403, 404, 409, 413, 415, 422)
        for place in (0, 5, 20, 120, len(own) // 2, len(own) - 1):
            post(path, own[:place] + bytes([own[place] ^ 1]) + own[place + 1:], 400, 403, 422)
        assert net.hub.exchange("GET", path)[0] in (404, 405)
    head = b"POST /sync/v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", net.hub.port), timeout=20) as line:
        try:
            line.sendall(head + bytes(30_000_000))
        except OSError:
            pass
        try:
            assert b" 5" not in line.recv(20)
        except OSError:
            pass
    # Somebody else with the site's name, and other keys; and the hub's own name.
    with sqlite3.connect(tmp_path / "copy.sqlite.keys") as keys:
        keys.execute("UPDATE site_secret SET secret = ? WHERE name = 'signing'", (os.urandom(32),))
    keys.close()
    # Our own program would not start with keys that are not the store's: somebody else's has no such scruple.
    with sqlite3.connect(tmp_path / "copy.sqlite") as own:
        own.execute("DELETE FROM site WHERE site = 'con-dao'")
    own.close()
    del catcher.bodies[:]
    with Server(store):
        forged = wait(lambda: catcher.bodies and catcher.bodies[0])
    assert b'"from":"con-dao"' in forged
    post("/sync/v1/exchange", forged, 403)
    # The same again changes nothing.
    for _ in range(2):
        assert net.hub.exchange("POST", "/sync/v1/exchange", hello)[0] in (200, 403, 409, 422)
    level(net, ward)
    assert before == {path: ledger(net.hub, path) for path in before}
    assert net.hub.process.poll() is None


def test_doctor_says_what_a_machine_is_and_whether_its_hub_answers(net, ward):
    level(net, ward)
    said = run("doctor", "--store", net.hub.store, check=False).stdout
    assert "the hub," in said and "a ward" not in said, said
    said = run("doctor", "--store", ward.store, check=False).stdout
    assert f"“{ward.site}”: a ward, last heard from its hub 20" in said and "✓ hub http" in said, said
    ward.wire.set("cut")
    said = run("doctor", "--store", ward.store, check=False).stdout
    ward.wire.set()
    assert "✗ hub http" in said and "works on without it" in said, said


def test_a_folder_is_no_bundle_and_json_says_what_was_refused(net, ward, tmp_path):
    done = run("bundle", "import", str(tmp_path), "--store", net.hub.store, check=False)
    assert done.returncode == 3 and "is a folder" in done.stderr, done
    stick = tmp_path / "stick"
    run("bundle", "export", "--store", ward.store, "--all", "--out", str(stick))
    done = run("bundle", "import", str(stick), "--store", ward.store, "--json", check=False)
    assert done.returncode == 2 and json.loads(done.stdout)["refused"], done
    assert (stick.stat().st_mode & 0o777) == 0o600
    for end in ("", ".keys"):
        assert os.stat(ward.store.removeprefix("sqlite:") + end).st_mode & 0o077 == 0, "for its user alone"
