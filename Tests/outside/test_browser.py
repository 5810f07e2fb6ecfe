"""The pages in a real browser with JavaScript switched off: from greeting to returned result, by labels and buttons alone."""

from browsing import CARD, CODE, IDNUMBER, NAME, NUMBER, fill, fill_filing, follow
from conftest import PASSWORD


def test_from_greeting_to_returned_result_without_javascript(people, site):
    counter = people("counter@27373")
    counter.go("/quay")
    counter.page.locator("main").get_by_role("searchbox").or_(counter.page.locator('main input[name="q"]')).first.fill(
        "2.000815"
    )
    counter.send()
    if not counter.page.url.endswith("/quay/2.000815"):
        counter.send(counter.page.locator('main a[href^="/quay/2.000815"]').first)

    counter.page.locator('[name="card"]').fill(CARD)
    counter.press("Đọc thẻ")
    assert counter.page.locator('[name="applicant.name"]').input_value() == NAME
    assert counter.page.locator('[name="applicant.idNumber"]').input_value() == IDNUMBER
    assert "Hậu Giang" in counter.page.locator('[name="applicant.address"]').input_value()

    # Sent too early: the page says what is missing and keeps what was typed.
    accept = lambda: counter.send(counter.page.locator('main aside button[name="do"][value="accept"]'))
    counter.page.locator('[name="applicant.phone"]').fill("0901234567")
    accept()
    assert (
        counter.page.locator('[role="alert"]').count() == 1
        and counter.page.locator('[name="applicant.phone"]').input_value() == "0901234567"
    )

    fill_filing(counter, site, "2.000815")
    accept()
    receipt = counter.text()
    assert "giay-tiep-nhan" in counter.page.url, receipt[:1500]
    number, code = NUMBER.search(receipt), CODE.search(NUMBER.sub("", receipt))
    assert number and code and NAME in receipt, receipt
    number, code = number.group(), code.group().replace("-", "")
    assert site.call("GET", f"/api/v1/track/{number}?code={code}")[0] == 200, (number, code)

    taken, last = follow(people, number)
    assert taken and site.dossier(number, "counter@27373")["status"]["state"] == "returned", (taken, last.text()[:800])

    citizen = people()
    citizen.go("/tra-cuu")
    citizen.page.locator('main [name="number"]').fill(number)
    citizen.page.locator('main [name="code"]').fill(code.lower())
    citizen.send()
    seen = citizen.page.content()
    assert number in seen and "Đã trả" in citizen.text(), citizen.text()
    assert NAME not in seen and IDNUMBER not in seen and "Hậu Giang" not in seen
    print(f"\n{number}: {', '.join(taken)}")


def test_a_citizen_files_online_and_tracks_without_javascript(people, site):
    citizen = people()
    citizen.go("/nop")
    citizen.go("/nop/1.001193")
    fill(citizen.page, "unit", "Phường Bình Tiên")
    fill(citizen.page, "applicant.name", NAME)
    fill(citizen.page, "applicant.idNumber", IDNUMBER)
    fill(citizen.page, "applicant.phone", "0901234567")
    fill(citizen.page, "applicant.address", "12 Hậu Giang, Phường Bình Tiên")
    fill_filing(citizen, site, "1.001193", online=True)
    citizen.press("Xem lại trước khi nộp")
    assert "xem-lai" in citizen.page.url, citizen.text()[:800]
    citizen.press("Nộp hồ sơ")
    text = citizen.text()
    number, code = NUMBER.search(text), CODE.search(NUMBER.sub("", text))
    assert number and code, text[:1500]
    assert site.call("GET", f"/api/v1/track/{number.group()}?code={code.group().replace('-', '')}")[0] == 200
    taken, _ = follow(people, number.group())
    assert site.dossier(number.group(), "counter@27373")["status"]["state"] == "returned", taken


def test_strangers_are_sent_to_the_log_in_and_back(people, site):
    stranger = people()
    stranger.go("/ho-so")
    assert "/dang-nhap" in stranger.page.url
    stranger.page.get_by_label("Tên đăng nhập").fill("officer@27373")
    stranger.page.get_by_label("Mật khẩu").fill("wrong")
    stranger.press("Đăng nhập")
    assert stranger.page.locator('[role="alert"]').count() == 1
    assert stranger.page.get_by_label("Tên đăng nhập").input_value() == "officer@27373"
    assert stranger.page.get_by_label("Mật khẩu").input_value() == ""
    stranger.page.get_by_label("Mật khẩu").fill(PASSWORD)
    stranger.press("Đăng nhập")
    assert stranger.page.url.endswith("/ho-so")


def test_public_pages_and_pages_that_are_not_there(people):
    stranger = people()
    for path in ("/", "/thu-tuc", "/thu-tuc/1.001193", "/tra-cuu", "/nop"):
        assert stranger.go(path).status == 200, path
    answer = stranger.page.goto(stranger.base + "/khong-co")
    assert answer.status == 404
    answer = stranger.page.goto(stranger.base + "/tra-cuu/H29.273.73-991231-9999?code=ABCDEFGH")
    assert answer.status == 404 and "<h1" in stranger.page.content()
    stranger.errors.clear()


def test_text_of_a_stranger_is_text_on_every_page(people, site):
    evil = "<script>document.title='x'</script><b id=evil>"
    filing = site.filing(site.procedure("2.000815"), accept=True)
    filing["applicant"]["name"] = evil
    filing["form"]["documentName"] = evil
    status, receipt = site.call("POST", "/api/v1/dossiers", filing, site.token("counter@27373"))
    assert status == 201, receipt
    counter = people("counter@27373")
    for path in (
        f"/ho-so/{receipt['number']}",
        f"/ho-so/{receipt['number']}/giay-tiep-nhan",
        "/ho-so",
        "/ho-so?q=%3Cscript%3E%22%27",
        "/quay?q=%3Cb%20id%3Devil%3E",
        "/thu-tuc?q=%22%3E%3Cb%20id%3Devil%3E",
        "/tra-cuu?number=%22%3E%3Cb%20id%3Devil%3E",
    ):
        counter.page.goto(counter.base + path)
        assert counter.page.locator("#evil").count() == 0 and counter.page.title() != "x", path


def test_a_form_without_its_mark_is_refused(site):
    """A form of another site that rides on the cookie is turned away."""
    body = f"user=counter%4027373&password={PASSWORD}".encode()
    status, head, _ = site.exchange(
        "POST", "/dang-nhap", body, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert status == 303
    cookie = head["set-cookie"].split(";")[0]
    assert "HttpOnly" in head["set-cookie"] and "SameSite" in head["set-cookie"]
    number = site.receive("1.001193")
    for body in (b"", b"csrf=", b"csrf=0000"):
        status, _, _ = site.exchange(
            "POST",
            f"/ho-so/{number}/accept",
            body,
            headers={"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie},
        )
        assert status == 403
    status, _, _ = site.exchange(
        "POST",
        f"/api/v1/dossiers/{number}/accept",
        b"{}",
        headers={"Content-Type": "application/json", "Cookie": cookie},
    )
    assert status == 403
    assert site.dossier(number, "counter@27373")["status"]["national"] == 1
