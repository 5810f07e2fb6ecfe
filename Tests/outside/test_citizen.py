"""The citizen's way, phone first: find, file with save-and-return, files that go on after a lost line, track, supplement,
withdraw, rate; without JavaScript where it must work so, with it where it helps."""

import base64
import hashlib
import json
import os
import re
import unicodedata

import pytest

from browsing import CODE, IDNUMBER, NAME, NUMBER, fill, png
from conftest import Server, copy_store

PHONE = "0901234567"


def photo(size):
    """Bytes that begin as a JPEG does."""
    return b"\xff\xd8\xff\xe0" + os.urandom(size - 4)


def pdf(pages=1):
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " \
           b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj trailer<</Root 1 0 R>>\n%%EOF" * pages


@pytest.fixture()
def phone(people):
    """Somebody with a phone of 360 px; without JavaScript unless it is asked for."""
    return lambda script=False, user=None: people(user, script=script, viewport={"width": 360, "height": 740})


def sideways(person):
    """How far a page is wider than its window."""
    return person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def begin(person, site, code="1.001193", ward="Phường Bình Tiên"):
    """Fills the form of a birth registration, without its papers."""
    person.go(f"/nop/{code}")
    fill(person.page, "unit", ward)
    for name, value in (("name", NAME), ("idNumber", IDNUMBER), ("phone", PHONE),
                        ("address", "12 Hậu Giang, Phường Bình Tiên")):
        fill(person.page, f"applicant.{name}", value)
    procedure = site.procedure(code)
    case = procedure["cases"][0]["id"] if procedure["cases"] else None
    for field in procedure["form"]:
        if field["required"] and "suggested" in field and (field.get("cases") is None or case in field["cases"]):
            fill(person.page, f"form.{field['name']}", field["suggested"])


def button(person, value):
    return person.page.locator(f'main button[name="do"][value="{value}"]:not(.unseen)')


def asked_for_supplement(site, paper="giay-chung-sinh"):
    """A filed birth registration that waits for a paper: number, tracking code."""
    filing = site.filing(site.procedure("1.001193"), channel="online")
    status, receipt = site.call("POST", "/api/v1/dossiers", filing)
    assert status == 201, receipt
    number = receipt["number"]
    status, answer = site.act(number, "request-supplement", {"papers": paper, "reason": "Giấy chứng sinh bị mờ"},
                              "counter@27373")
    assert status == 200, answer
    return number, receipt["trackingCode"]


@pytest.mark.parametrize("words, code", [
    ("làm khai sinh cho con", "1.001193"), ("sao y bang dai hoc", "2.000815"), ("mở quán phở", "1.001612"),
    ("xay them tang", "1.013229"), ("xin giấy độc thân", "1.004873"), ("dang ky ket hno", "1.000894"),
])
def test_finder_takes_the_citizens_words(phone, words, code):
    citizen = phone()
    citizen.go("/")
    citizen.page.get_by_role("searchbox").first.fill(words)
    citizen.send()
    links = citizen.page.locator(".plainlist a")
    assert code in [links.nth(i).get_attribute("href").rsplit("/", 1)[1] for i in range(min(3, links.count()))]
    assert sideways(citizen) <= 0


def test_a_procedure_in_plain_words(phone):
    citizen = phone()
    citizen.go("/thu-tuc/1.001193")
    text = citizen.text()
    for words in ("Mang theo gì", "Không phải mang", "Phí, lệ phí", "Theo quy định", "Thực tế 90 ngày qua", "Nộp ở đâu"):
        assert words in text, words
    assert sideways(citizen) <= 0
    citizen.send(citizen.page.get_by_role("link", name="Quá hạn"))
    assert "Hội đồng nhân dân" in citizen.text()


def test_how_long_it_really_takes_is_counted_from_dossiers(own_server):
    """Six copies done at once show a figure; with fewer the page says so."""
    number = None
    for count in range(6):
        number = own_server.receive("2.000815")
        own_server.follow(number)
    status, _, page = own_server.exchange("GET", "/thu-tuc/2.000815?phuong=27373")
    text = re.sub(r"<[^>]*>", " ", page.decode())
    assert status == 200 and "một nửa xong trong dưới 1 phút" in text and "(6 hồ sơ)" in text
    number = own_server.receive("1.001193")
    own_server.follow(number)
    text = own_server.exchange("GET", "/thu-tuc/1.001193?phuong=27373")[2].decode()
    assert "mới có 1 hồ sơ, chưa đủ để nói" in text


def test_save_and_return_survives_a_restart_and_another_device(phone, site):
    citizen = phone()
    begin(citizen, site)
    code = citizen.page.locator(".return-code").inner_text()
    assert CODE.fullmatch(code)
    assert re.search(r"giữ đến \d\d?/\d\d?/2\d\d\d", citizen.text())
    citizen.page.locator('input[name="file.giay-chung-sinh"]').set_input_files(
        {"name": "chứng sinh.png", "mimeType": "image/png", "buffer": png()})
    citizen.send(button(citizen, "save"))
    assert "Đã lưu" in citizen.text() and "chứng sinh.png" in citizen.text()
    assert sideways(citizen) <= 0
    site.stop()
    site.start()

    other = phone()
    other.go("/nop/tiep-tuc")
    for wrong in ((code, "0000"), ("ABCD-2345", PHONE[-4:])):
        other.page.locator('[name="ma"]').fill(wrong[0])
        other.page.locator('[name="so"]').fill(wrong[1])
        other.press("Mở hồ sơ")
        assert "không đúng" in other.page.locator('[role="alert"]').inner_text()
        assert other.page.locator('[name="ma"]').input_value() == wrong[0]
    other.page.locator('[name="ma"]').fill(code.lower())
    other.page.locator('[name="so"]').fill(PHONE[-4:])
    other.press("Mở hồ sơ")
    assert other.page.locator('[name="applicant.name"]').input_value() == NAME
    assert other.page.locator('[name="form.childName"]').input_value() and "chứng sinh.png" in other.text()
    other.send(button(other, "check"))

    text = other.text()
    assert "xem-lai" in other.page.url and NAME in text and "chứng sinh.png" in text, text[:800]
    assert sideways(other) <= 0
    assert other.page.locator("img.thumb").count() == 1
    other.go("/nop/1.001193")
    other.go("/nop/1.001193/xem-lai")
    other.press("Nộp hồ sơ")
    text = other.text()
    number, tracking = NUMBER.search(text), CODE.search(NUMBER.sub("", text))
    assert number and tracking, text[:1500]
    assert other.page.locator("svg.qr").count() == 1
    files = site.call("GET", f"/api/v1/dossiers/{number.group()}/papers", token=site.token("counter@27373"))[1]["items"]
    assert [(f["paper"], f["name"], f["media"]) for f in files] == [("giay-chung-sinh", "chứng sinh.png", "image/png")]
    # The draft is gone: sent twice by mistake, it is not filed twice.
    other.go("/nop/1.001193/xem-lai")
    assert "tiep-tuc" in other.page.url


def test_what_lacks_is_said_and_what_was_typed_is_kept(phone, site):
    citizen = phone()
    citizen.go("/nop/1.001193")
    fill(citizen.page, "applicant.name", NAME)
    citizen.send(button(citizen, "check"))
    alert = citizen.page.locator('[role="alert"]').inner_text()
    assert "Nộp cho phường" in alert and "Số định danh" in alert
    assert citizen.page.locator('[name="applicant.name"]').input_value() == NAME
    citizen.page.locator('input[name="file.giay-chung-sinh"]').set_input_files(
        {"name": "virus.exe", "mimeType": "image/png", "buffer": b"MZ" + b"\0" * 300})
    citizen.send(button(citizen, "save"))
    assert "virus.exe" in citizen.text() and "không phải PDF" in citizen.text()
    assert citizen.page.locator('[name="applicant.name"]').input_value() == NAME


def test_an_upload_goes_on_where_the_line_broke(site):
    """Over the API: create, a part, HEAD, a wrong offset, the rest held against its digest."""
    data = photo(700_000)
    status, made = site.call("POST", "/api/v1/uploads", {"size": len(data), "name": "ảnh.jpg", "draft": "ABCD-EFGH"})
    assert status == 201 and made["offset"] == 0
    path = f"/api/v1/uploads/{made['id']}"
    patch = lambda at, part, **more: site.exchange(
        "PATCH", path, part, headers={"Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream", **more})
    assert patch(0, data[:300_000])[0] == 200
    status, head, _ = site.exchange("HEAD", path)
    assert head["upload-offset"] == "300000" and head["upload-complete"] == "?0"
    status, _, body = patch(0, data[:10])
    assert status == 409 and b"300000" in body
    site.stop()
    site.start()
    assert site.exchange("HEAD", path)[1]["upload-offset"] == "300000"
    good = base64.b64encode(hashlib.sha256(data).digest()).decode()
    status, _, body = patch(300_000, data[300_000:], **{"Repr-Digest": f"sha-256=:{good}:"})
    done = json.loads(body)
    assert status == 200 and done["complete"] and done["media"] == "image/jpeg"

    status, made = site.call("POST", "/api/v1/uploads", {"size": 20, "name": "b.jpg"})
    bad = base64.b64encode(hashlib.sha256(b"x").digest()).decode()
    path = f"/api/v1/uploads/{made['id']}"
    status, _, body = patch(0, photo(20), **{"Repr-Digest": f"sha-256=:{bad}:"})
    assert status == 422 and b"file-damaged" in body
    assert site.exchange("HEAD", path)[0] == 404


def test_limits_and_kinds_of_files(site):
    assert site.call("POST", "/api/v1/uploads", {"size": 21 << 20, "name": "a.pdf"})[0] == 413
    assert site.call("POST", "/api/v1/uploads", {"size": 0, "name": "a.pdf"})[0] == 422
    for content in (b"<html><script>alert(1)</script>" * 10, b"PK\x03\x04" + b"\0" * 200, b"<svg xmlns='x'/>" * 9):
        status, made = site.call("POST", "/api/v1/uploads", {"size": len(content), "name": "a.png"})
        status, _, body = site.exchange(
            "PATCH", f"/api/v1/uploads/{made['id']}", content, headers={"Upload-Offset": "0"})
        assert status == 422 and b"file-kind" in body
    assert site.exchange("HEAD", "/api/v1/uploads/nobody")[0] == 404


def test_an_interrupted_upload_is_resumed_by_the_page_after_a_reload(phone, site):
    citizen = phone(script=True)
    begin(citizen, site, "1.004884")
    data = photo(1_600_000)
    seen = []
    paper = citizen.page.locator("[data-slot]").first.get_attribute("data-slot")

    def lose(route):
        if route.request.method == "PATCH":
            seen.append(int(route.request.headers["upload-offset"]))
            if len(seen) > 1:
                return route.abort()
        if route.request.method == "HEAD":
            return route.abort()
        route.continue_()

    citizen.page.route("**/api/v1/uploads/*", lose)
    chosen = {"name": "bản chính.jpg", "mimeType": "image/jpeg", "buffer": data}
    citizen.page.locator(f'input[name="file.{paper}"]').set_input_files(chosen)
    citizen.page.locator("[data-slot] li small", has_text="…").wait_for()
    citizen.page.unroute("**/api/v1/uploads/*")
    citizen.go("/nop/1.004884")
    line = citizen.page.locator('[data-slot] li[data-done="0"]')
    assert "chọn lại đúng tệp này" in line.inner_text()
    resumed = []
    citizen.page.on("request", lambda r: resumed.append(int(r.headers["upload-offset"])) if r.method == "PATCH" else None)
    citizen.page.locator(f'input[name="file.{paper}"]').set_input_files(chosen)
    citizen.page.wait_for_selector('[data-slot] li[data-done="1"]')
    assert resumed and resumed[0] > 0, (seen, resumed)
    code = citizen.page.locator(".return-code").inner_text()
    assert citizen.page.locator('[data-slot] li').count() == 1 and code


def test_a_supplement_with_a_photo_is_filed_by_phone(phone, site):
    number, code = asked_for_supplement(site)
    citizen = phone()
    citizen.go(f"/tra-cuu/{number}?code={code}")
    assert "Cần bổ sung" in citizen.text() and sideways(citizen) <= 0
    citizen.press("Gửi bổ sung")
    assert citizen.page.locator('[role="alert"]').count() == 1
    assert "Chưa có tệp nào" in citizen.page.locator('[data-slot="giay-chung-sinh"]').inner_text()
    # The reason in words is free text, so it is told to who knows the applicant's digits.
    assert "bị mờ" not in citizen.page.content()
    for digits, told in (("0000", False), (PHONE[-4:], True)):
        citizen.go(f"/tra-cuu/{number}?code={code}")
        citizen.page.locator("summary", has_text="Đọc lý do").click()
        fill(citizen.page, "so", digits)
        citizen.press("Đọc lý do cán bộ ghi")
        assert ("bị mờ" in citizen.text()) is told
    citizen.page.locator('input[name="file.giay-chung-sinh"]').set_input_files(
        [{"name": "trang 1.png", "mimeType": "image/png", "buffer": png()},
         {"name": "trang 2.pdf", "mimeType": "application/pdf", "buffer": pdf()}])
    fill(citizen.page, "note", "Tôi chụp lại cho rõ <b id=evil>")
    citizen.press("Gửi bổ sung")
    text = citizen.text()
    assert "Đã gửi phần bổ sung" in text and "trang 1.png" not in text
    citizen.page.reload()

    staff = phone(user="counter@27373")
    staff.go(f"/ho-so/{number}")
    assert "trang 1.png" in staff.text() and staff.page.locator("#evil").count() == 0
    staff.send(staff.page.get_by_role("link", name="trang 1.png"))
    assert staff.page.locator(".viewer img").evaluate("image => image.naturalWidth") == 40
    assert "Họ, chữ đệm, tên của trẻ" in staff.text() and sideways(staff) <= 0
    staff.send(staff.page.get_by_role("link", name="Tệp sau"))
    assert staff.page.locator(".viewer iframe").count() == 1
    file = site.call("GET", f"/api/v1/dossiers/{number}/papers", token=site.token("counter@27373"))[1]["items"][0]
    path = f"/api/v1/dossiers/{number}/papers/{file['file']}"
    status, head, body = site.exchange("GET", path, token=site.token("counter@27373"))
    assert status == 200 and body == png() and head["content-type"] == "image/png"
    assert head["x-content-type-options"] == "nosniff" and "sandbox" in head["content-security-policy"]
    assert "trang%201.png" in head["content-disposition"]
    # Nobody without a right.
    assert site.exchange("GET", path)[0] == 401
    assert site.exchange("GET", path, token=site.token("counter@26732"))[0] == 403
    # Looks are written in batches, a moment later.
    for _ in range(50):
        staff.go(f"/ho-so/{number}")
        if "Ai đã xem" in staff.text():
            break
        staff.page.wait_for_timeout(200)
    assert "Ai đã xem" in staff.text()


def test_a_supplement_comes_whole_and_staff_see_that_it_came(phone, site):
    receipt = site.call("POST", "/api/v1/dossiers", site.filing(site.procedure("1.001193"), channel="online"))[1]
    number = receipt["number"]
    asked = {"papers": "giay-chung-sinh", "fields": "motherName", "reason": "Thiếu tên mẹ, giấy chứng sinh mờ"}
    status, answer = site.act(number, "request-supplement", asked, "counter@27373")
    assert status == 200, answer
    staff = phone(user="counter@27373")
    supplied = lambda: staff.go("/ho-so") and staff.page.locator("table", has_text="Người dân đã gửi bổ sung")
    assert number not in " ".join(supplied().all_inner_texts())
    citizen = phone()
    citizen.go(f"/tra-cuu/{number}?code={receipt['trackingCode']}")
    citizen.page.locator('input[name="file.giay-chung-sinh"]').set_input_files(
        {"name": "rõ.png", "mimeType": "image/png", "buffer": png()})
    citizen.press("Gửi bổ sung")
    assert citizen.page.locator('[role="alert"]').count() == 1, "a part of what was asked for is not all of it"
    assert "rõ.png" in citizen.text(), "the file that came is kept"
    fill(citizen.page, "motherName", "Nguyễn Thị Ửng")
    citizen.press("Gửi bổ sung")
    assert "Đã gửi phần bổ sung" in citizen.text()
    assert site.dossier(number, "counter@27373")["form"]["motherName"] == "Nguyễn Thị Ửng"
    group = supplied()
    assert number in group.inner_text() and "đã bổ sung, cần kiểm tra" in group.inner_text()


def test_staff_attach_a_scan_to_a_dossier(phone, site):
    number = site.receive("1.001193")
    staff = phone(user="counter@27373")
    staff.go(f"/ho-so/{number}/giay-to")
    fill(staff.page, "note", "Bản quét tại quầy")
    staff.press("Gắn bản quét, ảnh chụp")
    assert staff.page.locator('[role="alert"]').count() == 1
    assert staff.page.locator('[name="note"]').input_value() == "Bản quét tại quầy"
    staff.page.locator('input[type="file"]').set_input_files(
        {"name": "../../etc/passwd.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    staff.press("Gắn bản quét, ảnh chụp")
    assert "Đã gắn tệp" in staff.text() and "passwd.pdf" in staff.text() and "etc" not in staff.text()
    # A form without its mark takes nothing in.
    boundary = "x"
    body = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n").encode() \
        + png() + f"\r\n--{boundary}--\r\n".encode()
    cookie = "; ".join(f"{c['name']}={c['value']}" for c in staff.context.cookies())
    status, _, _ = site.exchange("POST", f"/ho-so/{number}/giay-to", body, headers={
        "Content-Type": f"multipart/form-data; boundary={boundary}", "Cookie": cookie})
    assert status == 403


def test_withdrawal_by_phone(phone, site):
    filing = site.filing(site.procedure("1.001193"), channel="online")
    receipt = site.call("POST", "/api/v1/dossiers", filing)[1]
    citizen = phone()
    citizen.go(f"/tra-cuu/{receipt['number']}?code={receipt['trackingCode']}")
    citizen.page.locator("summary", has_text="Rút hồ sơ").click()
    assert "bản chính được trả lại" in citizen.text()
    fill(citizen.page, "note", "Tôi ghi sai tên con 🙂")
    citizen.press("Rút hồ sơ")
    assert "Đã ghi nhận đề nghị rút" in citizen.text()
    staff = site.dossier(receipt["number"], "counter@27373")
    assert any(line["kind"] == "WithdrawalRequested" for line in staff["history"])


def test_how_one_is_told_is_chosen_on_the_phone(phone, site):
    receipt = site.call("POST", "/api/v1/dossiers", site.filing(site.procedure("1.001193"), channel="online"))[1]
    citizen = phone()
    citizen.go(f"/tra-cuu/{receipt['number']}?code={receipt['trackingCode']}")
    citizen.page.locator("summary", has_text="Cách nhận tin").click()
    fill(citizen.page, "ways", "email")
    fill(citizen.page, "language", "en")
    citizen.press("Chọn cách nhận tin")
    assert "Đã ghi cách nhận tin" in citizen.text()
    history = site.dossier(receipt["number"], "counter@27373")["history"]
    assert any(line["kind"] == "MessagesChosen" for line in history)
    citizen.page.locator("summary", has_text="Cách nhận tin").click()
    assert citizen.page.locator('[name="ways"]:checked').get_attribute("value") == "email", "what was chosen is what stands there"


def test_a_refused_dossier_is_filed_again_from_where_it_is_tracked(phone, site):
    receipt = site.call("POST", "/api/v1/dossiers", site.filing(site.procedure("1.001193"), channel="online"))[1]
    number = receipt["number"]
    refuse = {"ground": "notCompetent", "reason": "Nơi cư trú ở tỉnh khác"}
    status, answer = site.act(number, "refuse", refuse, "counter@27373")
    assert status == 200, answer
    citizen = phone()
    citizen.go(f"/tra-cuu/{number}?code={receipt['trackingCode']}")
    citizen.page.get_by_role("link", name="Nộp lại hồ sơ").click()
    assert "/nop/1.001193" in citizen.page.url and "Bình Tiên" in citizen.page.locator('[name="unit"]').input_value()


def test_rating_is_one_tap_a_line(phone, site):
    number = site.receive("2.000815")
    site.follow(number)
    staff = phone(user="counter@27373")
    staff.go(f"/ho-so/{number}")
    code = CODE.search(NUMBER.sub("", staff.text())).group()
    citizen = phone()
    citizen.go(f"/tra-cuu/{number}?code={code}")
    stars = citizen.page.locator(".stars label")
    assert stars.count() == 25
    for i in range(25):
        box = stars.nth(i).bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44, box
    for row in range(5):
        stars.nth(row * 5 + 4).click()
    citizen.press("Gửi đánh giá")
    assert "Cảm ơn" in citizen.text()
    assert citizen.page.locator(".stars").count() == 0


def test_the_page_to_pass_on_shows_and_does_nothing(phone, site):
    number, code = asked_for_supplement(site)
    citizen = phone()
    citizen.go(f"/tra-cuu/{number}?code={code}")
    citizen.send(citizen.page.get_by_role("link", name="Trang để in hoặc gửi cho người khác"))
    assert "/xem/" in citizen.page.url and citizen.page.locator("main form").count() == 0
    share = re.search(r"ma=(\w+)", citizen.page.url).group(1)
    assert share != code.replace("-", "") and NAME not in citizen.page.content() and code not in citizen.page.content()
    assert site.call("GET", f"/api/v1/track/{number}?code={share}")[0] == 404


def test_guessing_codes_is_slowed_down(founded, tmp_path):
    with Server(copy_store(founded / "city.sqlite", tmp_path / "city.sqlite"), "--limit-codes", "5",
                "--limit-filings", "2") as server:
        path = "/api/v1/track/H29.273.73-261123-0001?code=ABCDEFGH"
        answers = [server.exchange("GET", path) for _ in range(8)]
        assert [a[0] for a in answers] == [404] * 5 + [429] * 3
        assert 0 < int(answers[-1][1]["retry-after"]) <= 600
        status, head, page = server.exchange(
            "GET", "/tra-cuu/H29.273.73-261123-0001?code=ABCDEFGH", headers={"Accept": "text/html"})
        assert status == 429 and "retry-after" in head and "thử lại sau" in page.decode()
        filing = server.filing(server.procedure("1.001193"), channel="online")
        assert [server.call("POST", "/api/v1/dossiers", filing)[0] for _ in range(3)] == [201, 201, 429]
        # Staff are not slowed down.
        assert server.receive("2.000815")


def test_an_address_that_is_no_page_answers_a_browser_in_words(phone, site):
    citizen = phone()
    assert citizen.go("/khong/co/trang/nay").status == 404
    assert "Không có trang này" in citizen.text()
    status, head, _ = site.exchange("GET", "/khong/co")
    assert status == 404 and "problem+json" in head["content-type"]


HOSTILE = {
    "markup": "<script>document.title='x'</script><b id=evil>&amp;\"'",
    "bidi": "abc\u202etxt.exe\u2066\u200bd",
    "nfd": "Nguye\u0302\u0303n Thi\u0323 U\u031b\u0309ng",
    "emoji": "Bé 👶🏽 Na 🇻🇳",
    "long": "ạ" * 100_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_in_public_fields(phone, site, kind):
    text = HOSTILE[kind]
    citizen = phone()
    begin(citizen, site)
    for name in ("applicant.name", "applicant.address", "form.childName", "form.childHometown"):
        fill(citizen.page, name, text)
    citizen.page.locator('input[name="onpaper"][value="giay-chung-sinh"]').check()
    citizen.send(button(citizen, "check"))
    assert citizen.page.locator("#evil").count() == 0 and citizen.page.title() != "x"
    if kind == "long":
        assert citizen.page.locator('[role="alert"]').count() == 1
        assert len(citizen.page.locator('[name="form.childName"]').input_value()) == 100_000
        return
    assert "xem-lai" in citizen.page.url, citizen.text()[:500]
    citizen.press("Nộp hồ sơ")
    number = NUMBER.search(citizen.text()).group()
    dossier = site.call("GET", f"/api/v1/dossiers/{number}", token=site.token("counter@27373"))[1]
    kept = json.dumps(dossier, ensure_ascii=False)
    if kind == "nfd":
        assert unicodedata.normalize("NFC", text) in kept and text not in kept
    if kind in ("emoji", "bidi"):
        assert text in kept
    staff = phone(user="counter@27373")
    staff.go(f"/ho-so/{number}")
    assert staff.page.locator("#evil").count() == 0
    if kind in ("markup", "bidi"):
        assert text in staff.page.locator("main").inner_text()


@pytest.mark.parametrize("path, name", [
    ("/tra-cuu", "number"), ("/tra-cuu", "code"), ("/nop/tiep-tuc", "ma"), ("/nop/tiep-tuc", "so"), ("/thu-tuc", "q")])
@pytest.mark.parametrize("kind", [k for k in HOSTILE if k != "long"])
def test_hostile_text_in_questions(phone, path, name, kind):
    citizen = phone()
    citizen.go(path)
    citizen.page.locator(f'main [name="{name}"]').first.fill(HOSTILE[kind])
    with citizen.page.expect_navigation():
        citizen.page.keyboard.press("Enter")
    assert citizen.page.locator("#evil").count() == 0 and citizen.page.title() != "x"
    assert citizen.page.locator("h1").count() == 1


def test_two_hundred_per_cent_text(browser, site):
    number, code = asked_for_supplement(site)
    context = browser.new_context(java_script_enabled=True, viewport={"width": 360, "height": 740})
    page = context.new_page()
    for path in ("/", "/thu-tuc", "/thu-tuc?q=khai+sinh", "/thu-tuc/1.001193", "/nop", "/nop/1.001193", "/nop/tiep-tuc",
                 f"/tra-cuu/{number}?code={code}", "/tra-cuu"):
        page.goto(f"http://127.0.0.1:{site.port}{path}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (path, wide)
    context.close()
