"""Dossiers of an old system: one bad line of ten thousand, the trial without effect, the signing by page, an open dossier carried to
its end, an old number found by its citizen and by staff, figures of June 2025 at the unit of today, a ledger that stays sound."""

import csv
import datetime
import html
import io
import json
import re
import sqlite3
import urllib.parse

import pytest

from conftest import Server, copy_store, run

HEADER = ["number", "unit", "procedure", "receivedAt", "due", "resolvedAt", "returnedAt", "outcome", "applicant", "idNumber",
          "phone", "step", "papers", "presentUnit"]
OLD, WARD, DIVIDED = "27376", "27373", "27439"
CODE = "2.000815"
ZONE = datetime.timezone(datetime.timedelta(hours=7))


def day(ago):
    return (datetime.datetime.now(ZONE).date() - datetime.timedelta(days=ago)).isoformat()


def file(rows):
    """A file with these rows, each a dict of what is filled in."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def closed(number, resolved="2025-06-04", **more):
    return {"number": number, "unit": OLD, "procedure": CODE, "receivedAt": "2025-06-02", "due": "2025-06-05",
            "resolvedAt": resolved, "returnedAt": "2025-06-20", "outcome": "approved", "applicant": "Nguyễn Thị Hoa",
            "idNumber": "079123456789", "phone": "0912345678", **more}


def open_one(number, **more):
    return {"number": number, "unit": WARD, "procedure": CODE, "receivedAt": day(3), "due": day(-30), "applicant": "Trần Văn Còn",
            "phone": "0987654321", **more}


def dossiers(path):
    with sqlite3.connect(path) as store:
        count = store.execute("SELECT count(*) FROM dossier").fetchone()[0]
    store.close()
    return count


def bring(store, path, *more, check=True):
    return run("import", "dossiers", str(path), "--store", store, *more, check=check)


@pytest.fixture()
def store(founded, tmp_path):
    return copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")


def test_one_bad_line_of_ten_thousand_and_nothing_comes_in(store, tmp_path):
    rows = [closed(f"HS-{i:05}/25") for i in range(10_000)]
    rows[6_789]["receivedAt"] = "31/02/2025"
    path = tmp_path / "old.csv"
    path.write_text(file(rows), encoding="utf-8")
    before = dossiers(tmp_path / "city.sqlite")
    done = bring(store, path, "--json", check=False)
    report = json.loads(done.stdout)
    assert done.returncode == 2 and report["problemCount"] == 1 and not report["taken"]
    assert [(p["line"], p["column"], p["problem"]) for p in report["problems"]] == [(6_791, "receivedAt", "bad-date")]
    assert dossiers(tmp_path / "city.sqlite") == before
    words = bring(store, path, check=False)
    assert words.returncode == 2 and "Dòng 6791" in words.stdout and "Chưa nhập hồ sơ nào" in words.stdout
    done = run("verify", "--store", store)
    assert "sound" in done.stdout + done.stderr


def test_the_trial_has_no_effect_and_a_second_run_is_refused(store, tmp_path):
    path = tmp_path / "old.csv"
    path.write_text(file([closed("HS-1/25"), closed("HS-2/25", unit=DIVIDED, presentUnit="27448"), open_one("HS-3/26")]), encoding="utf-8")
    before = dossiers(tmp_path / "city.sqlite")
    trial = json.loads(bring(store, path, "--try", "--json").stdout)
    assert (trial["dossiers"], trial["open"], trial["ended"], trial["restated"]) == (3, 1, 2, 2) and not trial["taken"]
    assert dossiers(tmp_path / "city.sqlite") == before
    taken = json.loads(bring(store, path, "--json").stdout)
    assert taken == {**trial, "taken": True}
    assert dossiers(tmp_path / "city.sqlite") == before + 3
    again = bring(store, path, "--json", check=False)
    problems = json.loads(again.stdout)["problems"]
    assert again.returncode == 2 and [(p["line"], p["problem"]) for p in problems] == [(n, "already-there") for n in (2, 3, 4)]
    assert dossiers(tmp_path / "city.sqlite") == before + 3


def test_a_divided_unit_and_a_stranger_are_refused_by_line(store, tmp_path):
    path = tmp_path / "old.csv"
    path.write_text(file([closed("HS-1/25", unit=DIVIDED), closed("HS-2/25", unit="99999"),
                          open_one("HS-3/26", procedure="8.999999")]), encoding="utf-8")
    done = bring(store, path, "--try", "--json", check=False)
    assert done.returncode == 2
    assert [(p["line"], p["problem"]) for p in json.loads(done.stdout)["problems"]] == [
        (2, "divided-unit"), (3, "unknown-unit"), (4, "unknown-procedure")]
    assert bring(store, path, "--admin", f"leader@{WARD}", check=False).returncode == 2


@pytest.fixture(scope="module")
def brought(founded, tmp_path_factory):
    """A server on a store into which old dossiers came; checked from end to end when the tests are over."""
    folder = tmp_path_factory.mktemp("former")
    address = copy_store(founded / "city.sqlite", folder / "city.sqlite")
    rows = [closed("000.12.34.H29-250602-0001"), closed("HS-0002/25"), closed("HS-0003/25", resolved="2025-06-05"),
            closed("HS-0004/25", resolved="2025-06-09"), closed("HS-0005/25", procedure="8.123456", resolved="2025-06-03"),
            open_one("HS-0006.26"), open_one("HS-0007.26", step="Trình ký", papers="Giấy lạ|Bản chính làm cơ sở chứng thực")]
    path = folder / "old.csv"
    path.write_text(file(rows), encoding="utf-8")
    bring(address, path)
    with Server(address) as server:
        yield server
    assert "unexpected error" not in server.logged(), server.logged()[-2000:]
    done = run("verify", "--store", address)
    assert "sound" in done.stdout + done.stderr
    run("rebuild", "--store", address)
    done = run("verify", "--store", address)
    assert "sound" in done.stdout + done.stderr
    recomputed = run("indicators", "recompute", "--store", address, "--period", "2025-06", "--compare")
    assert "all as kept" in recomputed.stderr


def page(server, path, user=None):
    status, _, body = server.exchange(
        "GET", path, token=server.token(user) if user else None, headers={"Accept": "text/html"})
    return status, html.unescape(body.decode())


def test_open_ones_go_on_to_the_returned_result(brought):
    for number, first in (("HS-0006.26", "accepted"), ("HS-0007.26", "processing")):
        dossier = brought.dossier(number, f"officer@{WARD}")
        assert dossier["status"]["state"] == first and dossier["clock"]["due"].startswith(f"{day(-30)}T17:00")
        taken, end = brought.follow(number)
        assert end["status"]["state"] == "returned" and taken[-1] == "return-result" and "decide" in taken
        assert ("complete-step" in taken[: taken.index("decide")]) == (first == "accepted")


def test_figures_of_june_2025_stand_at_the_unit_of_today(brought):
    status, _, body = brought.exchange(
        "GET", f"/api/v1/city/indicators?limit=500&period=2025-06&unit={WARD}&definition=on-time", token=brought.token("city@tp"))
    assert status == 200, body
    mine = next(i for i in json.loads(body)["items"] if i["unit"] == WARD)
    assert (mine["numerator"], mine["denominator"]) == (4, 5)


def test_a_citizen_finds_an_old_number_and_sees_nothing_of_a_person(brought):
    def ask(number, digits):
        body = urllib.parse.urlencode({"so-cu": number, "so": digits}).encode()
        status, _, answer = brought.exchange(
            "POST", "/tra-cuu/ho-so-cu", body,
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"})
        return status, html.unescape(answer.decode())

    status, text = ask(" 000.12.34.h29–250602–0001 ", "5678")
    assert status == 200 and "Đã trả kết quả" in text and OLD in text
    for word in ("Hoa", "0912345678", "079123456789", "<form method=\"post\" action=\"/tra-cuu/000"):
        assert word not in text
    assert ask("HS-0005/25", "079123456789")[0] == 200
    assert ask("HS-9999/25", "5678")[0] == 404
    assert ask("", "5678")[0] == 422
    # Four digits are soon guessed: after a few wrong ones the number is closed, the right ones included.
    answers = [ask("HS-0002/25", f"{i:04}")[0] for i in range(9)]
    assert set(answers[:8]) == {404} and answers[8] == 429
    assert ask("HS-0002/25", "5678")[0] == 429
    assert ask("HS-0003/25", "5678")[0] == 200, "other numbers stay open"


def test_staff_find_it_by_number_name_and_id_and_every_page_of_it_opens(brought):
    user = f"counter@{WARD}"
    for asked in ("HS-0005", "nguyen thi hoa", "079123456789"):
        status, text = page(brought, f"/ho-so?q={urllib.parse.quote(asked)}", user)
        assert status in (200, 303)
        assert status == 303 or "HS-0005/25" in text, asked
    for number in ("000.12.34.H29-250602-0001", "HS-0005/25"):
        address = urllib.parse.quote(number, safe="")
        for path in (f"/ho-so/{address}", f"/ho-so/{address}/xem-nhanh", f"/ho-so/{address}/giay-to",
                     f"/ho-so/{address}/giay-tiep-nhan"):
            status, text = page(brought, path, user)
            assert status == 200, (path, status, text[:500])
        status, text = page(brought, f"/ho-so/{address}", user)
        assert "Chuyển từ hệ thống cũ" in text and "Nguyễn Thị Hoa" in text
        status, _, body = brought.exchange("GET", f"/api/v1/dossiers/{address}", token=brought.token(user))
        assert status == 200 and json.loads(body)["status"]["state"] == "returned"


def test_an_administrator_tries_signs_and_takes_a_file_in(people, site, tmp_path):
    path, bad = tmp_path / "old.csv", tmp_path / "bad.csv"
    path.write_text(file([closed("HS-11/25"), open_one("HS-12.26")]), encoding="utf-8")
    bad.write_text(file([closed("HS-11/25"), closed("HS-13/25", receivedAt="hôm qua")]), encoding="utf-8")
    before = dossiers(site.path)
    admin = people("admin@tp")
    admin.go("/quan-tri/ho-so-cu")
    admin.page.locator('input[name="file"]').set_input_files(str(bad))
    admin.press("Chạy thử, chưa nhập gì")
    assert admin.page.locator('[role="alert"]').count() == 1 and "hôm qua" in admin.text()
    assert admin.page.get_by_role("button", name="Ký và nhập").count() == 0

    admin.page.locator('input[name="file"]').set_input_files(str(path))
    admin.press("Chạy thử, chưa nhập gì")
    assert "2 hồ sơ: 1 chưa xong (0 quá hạn), 0 chờ trả kết quả, 1 đã xong." in admin.text()
    assert dossiers(site.path) == before
    admin.press("Ký và nhập")
    assert admin.page.locator('[role="alert"]').count() == 1, "without a name"
    admin.page.locator("#sign-signature").fill("Ai đó")
    admin.press("Ký và nhập")
    alert = admin.page.locator('[role="alert"]').first.inner_text()
    name = re.search(r"đang dùng: (.+?)\.", alert).group(1)
    admin.page.locator("#sign-signature").fill(name)
    admin.press("Ký và nhập")
    assert "đánh dấu" in admin.page.locator('[role="alert"]').first.inner_text() and dossiers(site.path) == before
    assert admin.page.locator("#sign-signature").input_value() == name, "what was typed is kept"
    admin.page.locator("#sign-confirm").check()
    admin.press("Ký và nhập")
    assert dossiers(site.path) == before + 2 and f"{name} ký nhập 2 hồ sơ" in admin.text()

    admin.go("/quan-tri/ho-so-cu?cu=27439")
    assert "đã chia về" in admin.text()
    admin.go("/quan-tri/ho-so-cu?cu=" + urllib.parse.quote("P.8 Q.6"))
    assert "nay thuộc Phường Bình Tiên" in admin.text()
    # A unit's leader sees none of it.
    status, _, _ = site.exchange("GET", "/quan-tri/ho-so-cu", token=site.token(f"leader@{WARD}"), headers={"Accept": "text/html"})
    assert status == 403

    citizen = people()
    citizen.go("/tra-cuu")
    citizen.page.locator("summary", has_text="Giấy hẹn cũ").click()
    citizen.page.get_by_label("Số hồ sơ ghi trên giấy hẹn cũ").fill("hs-11/25")
    citizen.page.locator("#old-so").fill("5678")
    citizen.press("Xem hồ sơ cũ")
    assert "Đã trả kết quả" in citizen.text() and "Hoa" not in citizen.text()
