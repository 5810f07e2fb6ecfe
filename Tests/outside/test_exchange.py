"""The exchange from outside: a real server against a portal of our own that is late, repeats and errs (portal.py)."""

import datetime
import sqlite3
import time

import pytest

from conftest import Server, copy_store
from portal import Portal

SECRET = "chia-khoa-lien-thong"
COUNTER, OFFICER, LEADER, ADMIN, CITY = (
    "counter@27373", "officer@27373", "leader@27373", "admin@tp", "city@tp")
BIRTH = "1.001193"


@pytest.fixture()
def portal():
    one = Portal(SECRET)
    yield one
    one.end()


@pytest.fixture()
def start(founded, tmp_path, monkeypatch, portal):
    """Starts a server that exchanges with the portal."""
    monkeypatch.setenv("MOTCUA_EXCHANGE_SECRET_NATIONAL_PORTAL", SECRET)
    monkeypatch.setenv("MOTCUA_EXCHANGE_SECRET_CIVIL_STATUS", SECRET)
    made = []

    def make(*more, name="city.sqlite"):
        store = copy_store(founded / "city.sqlite", tmp_path / name)
        links = more or (f"national-portal={portal.url}",)
        arguments = [part for link in links for part in ("--exchange", link)]
        server = Server(store, *arguments, "--exchange-pace", "1", "--exchange-retry", "1").start()
        made.append(server)
        # From here on every change is told.
        until(lambda: server.call("GET", "/api/v1/exchange", token=server.token(CITY))[1]["systems"])
        return server

    yield make
    for server in made:
        server.stop()


def until(what, seconds=40):
    """Waits until `what()` is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("it did not come to pass")


def moment(minutes_ago=30):
    """A time of the portal, as it writes them."""
    zone = datetime.timezone(datetime.timedelta(hours=7))
    return (datetime.datetime.now(zone) - datetime.timedelta(minutes=minutes_ago)).strftime("%Y%m%d%H%M%S")


def payload(server, number, **more):
    """A filing as the portal writes it."""
    procedure = server.procedure(BIRTH)
    case = procedure["cases"][0]["id"]
    fits = lambda item: item.get("cases") is None or case in item["cases"]
    return {
        "MaHoSo": number, "MaTTHC": BIRTH + ".H29", "TenTTHC": procedure["name"], "KenhThucHien": "2", "MaTruongHop": case,
        "ChuHoSo": "Nguyễn Thị Ửng", "LoaiDoiTuong": "1", "DinhDanhCHS": [{"LoaiDinhDanh": 1, "SoDinhDanh": "079190000123"}],
        "SoDienThoai": "0901234567", "Email": "ung@thu.example", "DiaChi": "12 Hậu Giang, Phường Bình Tiên",
        "NgayNopHoSo": moment(), "DonViXuLy": "27373", "TrangThaiHoSo": 1,
        "DuLieuToKhai": {f["name"]: f["suggested"] for f in procedure["form"] if fits(f) and "suggested" in f},
        "TaiLieuNop": [
            {"TepDinhKemId": str(i), "TenTepDinhKem": f"{p['id']}.pdf", "MaThanhPhanHoSo": p["id"]}
            for i, p in enumerate(p for p in procedure["papers"] if p["required"] and fits(p))],
        **more}


def messages(server, group="incoming"):
    status, answer = server.call("GET", f"/api/v1/exchange?group={group}&limit=200", token=server.token(CITY))
    assert status == 200, answer
    return answer["items"]


def taken(server, outside):
    """Number of the dossier that a filing of the portal became; None as long as it has not."""
    return next((m["number"] for m in messages(server)
                 if m.get("outside") == outside and m["kind"] == "filing" and m["state"] == "taken"), None)


def test_a_filing_comes_in_and_its_statuses_go_back(start, portal):
    server = start()
    filed = payload(server, "G22.99-1")
    portal.give("m1", filed)
    number = until(lambda: taken(server, "G22.99-1"))
    dossier = server.dossier(number, COUNTER)
    assert dossier["channel"] == "online" and dossier["custody"]["unit"] == "27373"
    received = datetime.datetime.fromisoformat(dossier["received"])
    assert received.strftime("%Y%m%d%H%M%S") == filed["NgayNopHoSo"], "the clock runs from the portal's time"
    assert any(line["kind"] == "ForeignNumbered" and "G22.99-1" in line.get("text", "") for line in dossier["history"])
    taken_actions, end = server.follow(number)
    assert end["status"]["state"] == "returned", taken_actions
    statuses = until(lambda: (s := portal.statuses("G22.99-1")) and s[-1] == "10" and s)
    assert statuses[0] == "1" and "2" in statuses and "9" in statuses
    order = [s for i, s in enumerate(statuses) if i == 0 or s != statuses[i - 1]]
    assert order == sorted(set(order), key=order.index), "no status is told twice over"
    assert all(told["MaHoSoNoiXuLy"] == number for _, told in portal.told if told["MaHoSo"] == "G22.99-1")


def test_a_dossier_of_the_counter_is_told_too(start, portal):
    server = start()
    number = server.receive(BIRTH, accept=True)
    until(lambda: "2" in portal.statuses(number))
    told = next(told for _, told in portal.told if told["MaHoSo"] == number)
    assert told["KenhThucHien"] == "1" and told["DonViXuLy"].startswith("H29.")
    assert all(value not in ("000000001", "") for _, told in portal.told for one in told.get("DinhDanhCHS", [])
               for value in [one["SoDinhDanh"]])


def test_late_repeated_disordered_and_amended(start, portal):
    server = start()
    one, two = payload(server, "G22.99-1"), payload(server, "G22.99-2")
    # The supplement of a dossier, before its filing; the same filing twice under other ids; one that is late.
    portal.give("s1", {"MaHoSo": "G22.99-2", "GhiChu": "xin rút"}, kind="withdrawal")
    portal.give("m1", one)
    portal.give("m1", one)
    portal.give("m1-lai", dict(reversed(one.items())))
    portal.give("m2", two, after=3)
    portal.give("m1", {**one, "SoDienThoai": "0909999999"})
    first = until(lambda: taken(server, "G22.99-1"))
    second = until(lambda: taken(server, "G22.99-2"))
    assert first != second
    differing = until(lambda: [m for m in messages(server, "open") if m["state"] == "differs"])
    assert [m["number"] for m in differing] == [first] and "SoDienThoai" in differing[0]["reason"]
    dossier = server.dossier(first, COUNTER)
    assert dossier["applicant"]["phone"] == "0901234567"
    assert [r["kind"] for r in dossier["requests"]] == ["correction"]
    until(lambda: any(m["kind"] == "withdrawal" and m["state"] == "taken" for m in messages(server)))
    assert [r["kind"] for r in server.dossier(second, COUNTER)["requests"]] == ["withdrawal"]
    kept = [m for m in messages(server) if m["kind"] == "filing" and m["state"] == "taken"]
    assert len(kept) == 2 and sum(m["repeats"] for m in kept) == 2


def test_bad_messages_are_kept_with_their_reason_and_tried_again(start, portal):
    server = start()
    portal.give("b1", payload(server, "G22.99-1", MaTTHC="9.999999"))
    portal.give("b2", payload(server, "G22.99-2", DonViXuLy="H29.000.00"))
    portal.give("b3", payload(server, "G22.99-3", DinhDanhCHS=[]))
    portal.give("b4", payload(server, "G22.99-4", NgayNopHoSo="hôm qua"))
    portal.give("b5", "không phải hồ sơ")
    portal.give_line('{"id": "b6", "payload": {"Gia": 1.5e3')
    portal.give_line("\x00\x01")
    portal.give("tot", payload(server, "G22.99-9"))
    until(lambda: taken(server, "G22.99-9"))
    held = until(lambda: (h := [m for m in messages(server, "open") if m["state"] == "held"]) and len(h) == 7 and h)
    assert all(m["reason"] for m in held)
    page = server.exchange("GET", "/quan-tri/lien-thong", token=server.token(ADMIN))
    assert page[0] == 200 and "G22.99-3" in page[2].decode()
    which = next(m for m in held if m.get("outside") == "G22.99-1")
    assert server.call("POST", f"/api/v1/exchange/{which['id']}/retry", token=server.token(CITY))[0] == 200
    again = next(m for m in messages(server, "open") if m["id"] == which["id"])
    assert again["state"] == "held" and again["attempts"] == 2
    assert server.call("POST", f"/api/v1/exchange/{which['id']}/close", token=server.token(CITY))[0] == 200
    assert server.call("POST", f"/api/v1/exchange/{which['id']}/retry", token=server.token(CITY))[0] == 409
    assert server.call("POST", f"/api/v1/exchange/{which['id']}/retry", token=server.token(COUNTER))[0] == 403
    assert server.call("GET", "/api/v1/exchange", token=server.token(COUNTER))[0] == 403


def test_errors_and_cut_lines_lose_nothing_and_double_nothing(start, portal):
    server = start()
    portal.trouble["GET"] += [500, "garbage", "cut"]
    portal.trouble["POST"] += ["cut", 429, 400]
    portal.give("m1", payload(server, "G22.99-1"))
    number = until(lambda: taken(server, "G22.99-1"), 90)
    assert server.act(number, "accept", {}, COUNTER)[0] == 200
    until(lambda: portal.statuses("G22.99-1")[-1:] == ["2"], 120)
    assert portal.statuses("G22.99-1") == ["1", "2"], "in order, each once, although the answer was lost"
    assert [m for m in messages(server, "outgoing") if m["state"] == "waiting"] == []


def test_a_stop_and_a_start_take_up_where_it_was(start, portal):
    server = start()
    filed = payload(server, "G22.99-1")
    portal.give("m1", filed)
    until(lambda: taken(server, "G22.99-1"))
    server.stop()
    portal.give("m2", {**filed, "MaHoSo": "G22.99-2"})
    server.start()
    until(lambda: taken(server, "G22.99-2"))
    assert len([m for m in messages(server) if m["state"] == "taken"]) == 2


def test_what_came_is_sealed(start, portal):
    server = start()
    portal.give("m1", payload(server, "G22.99-1"))
    until(lambda: taken(server, "G22.99-1"))
    with sqlite3.connect(f"file:{server.path}?mode=ro", uri=True) as store:
        (raw,) = store.execute("SELECT raw FROM exchange_in WHERE message = 'm1'").fetchone()
    assert "079190000123".encode() not in raw and "Ửng".encode() not in raw


def test_a_ministry_gets_what_was_filed_and_answers(start, portal):
    ministry = Portal(SECRET)
    try:
        server = start(f"civil-status={ministry.url}")
        number = server.receive(BIRTH, accept=True)
        (path, case), *_ = until(lambda: ministry.told)
        assert path == "/cases" and case["MaHoSo"] == number and case["DuLieuToKhai"]
        ministry.give("a1", {
            "MaHoSo": number, "TrangThaiHoSo": "9", "SoKetQua": "215/2026", "NgayKetQua": moment(0)[:8],
            "GhiChu": "Đã ghi vào sổ đăng ký khai sinh"}, kind="answer")
        until(lambda: any(line["kind"] == "ExchangeAnswered" for line in server.dossier(number, OFFICER)["history"]))
        page = server.exchange("GET", f"/ho-so/{number}", token=server.token(OFFICER))[2].decode()
        assert "215/2026" in page and "Đã ghi vào sổ đăng ký khai sinh" in page
    finally:
        ministry.end()


def reconciled(server, portal, expected):
    """The comparison of today, asked for again, once it has as many differences as expected."""
    server.exchange("GET", "/dieu-hanh/doi-soat", token=server.token(CITY))
    status, _, body = server.exchange("POST", "/dieu-hanh/doi-soat", raw=b"", token=server.token(CITY), headers={
        "Content-Type": "application/x-www-form-urlencoded"})
    assert status == 303, body

    def asked():
        status, answer = server.call("GET", "/api/v1/city/reconciliation", token=server.token(CITY))
        assert status == 200, answer
        return answer if answer["units"] and len(answer["items"]) == expected else None

    return until(asked)


def test_reconciliation_says_where_the_sides_differ(start, portal, tmp_path):
    server = start()
    portal.give("m1", payload(server, "G22.99-1"))
    number = until(lambda: taken(server, "G22.99-1"))
    until(lambda: portal.statuses("G22.99-1") == ["1"])
    same = reconciled(server, portal, 0)
    assert all(line["sound"] and line["heard"] for line in same["units"])
    # At home in the city's site: its word has no age.
    assert not any("wardHeardAt" in line or "wardSilent" in line for line in same["units"])
    # They say that it ended; and of another that we never heard. What is younger than ten minutes is no difference yet.
    with sqlite3.connect(server.path, timeout=30) as store:
        store.execute("UPDATE exchange_out SET made_at = made_at - 3600000, done_at = done_at - 3600000")
    portal.states["G22.99-1"] = ["10", None, moment(90)]
    portal.states["G22.99-77"] = ["1", None, moment(90)]
    found = reconciled(server, portal, 2)
    by = {item.get("number") or item["outside"]: item for item in found["items"]}
    assert by[number]["whose"] == "theirs" and (by[number]["ward"], by[number]["said"]) == ("1", "10")
    assert by["G22.99-77"]["whose"] == "link" and by["G22.99-77"]["what"] == "presence"
    page = server.exchange("GET", "/dieu-hanh/doi-soat", token=server.token(CITY))[2].decode()
    assert number in page and "G22.99-77" in page
    file = server.exchange("GET", "/dieu-hanh/doi-soat?dang=csv", token=server.token(CITY))
    assert "csv" in file[1]["content-type"] and "G22.99-77" in file[2].decode()
    assert server.exchange("GET", "/dieu-hanh/doi-soat?unit=27373", token=server.token(LEADER))[0] == 200
    assert server.exchange("GET", "/dieu-hanh/doi-soat?unit=26737", token=server.token(LEADER))[0] == 403
