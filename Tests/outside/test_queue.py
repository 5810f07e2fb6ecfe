"""The queue from outside: a ticket from the kiosk to done in a real browser without JavaScript, its holder's phone, the
clerk's keyboard, the board that renews itself, and the API with its bounds."""

import re

import pytest

from conftest import PASSWORD, run

UNIT = "27373"
# Other wards, one a test, so that lines do not mix.
A, B, C, D, E = "25747", "25750", "25760", "25768", "25771"


def take(site, unit, group, **more):
    head = more.pop("headers", None)
    return site.call("POST", f"/api/v1/queue/{unit}/tickets", {"group": group, **more}, headers=head)


def counter(site, unit, number, action, body=None, user=None):
    token = site.token(user or f"counter@{unit}")
    return site.call("POST", f"/api/v1/queue/{unit}/counters/{number}/{action}", body or {}, token)


def ticket(site, unit, name):
    status, answer = site.call("GET", f"/api/v1/queue/{unit}/tickets/{name}")
    assert status == 200, answer
    return answer


# MARK: in the browser, without JavaScript


def test_a_ticket_from_the_kiosk_to_done(people, site):
    clerk, citizen, other = people(f"counter@{UNIT}"), people(), people()
    clerk.go("/goi-so")
    assert clerk.page.get_by_role("link", name="Hàng đợi").count() == 1
    for box in clerk.page.locator("main input[type=checkbox]").all():
        box.uncheck()
    clerk.page.get_by_label("Chứng thực").check()
    clerk.page.get_by_label("Nhận kết quả").check()
    clerk.page.get_by_label("Quầy số").fill("2")
    clerk.press("Mở quầy")
    assert "rảnh" in clerk.page.locator("h1").inner_text()

    # The place is chosen once and remembered.
    citizen.go("/lay-so")
    citizen.page.get_by_label("Phường, xã, đặc khu").select_option(UNIT)
    citizen.press("Chọn")
    citizen.go("/lay-so")
    assert "Bình Tiên" in citizen.page.locator("h1").inner_text()
    choices = citizen.page.locator("button.choice")
    assert choices.count() == 4
    assert all(box["height"] >= 96 and box["width"] >= 200 for box in (c.bounding_box() for c in choices.all()))
    citizen.send(choices.filter(has_text="Chứng thực"))
    number = re.search(r"A\d{3}", citizen.page.locator("h1").inner_text()).group()
    assert "tiếp theo" in citizen.page.locator("h1").inner_text() and "phút" in citizen.text()
    address = citizen.page.url

    # On paper there is a slip and nothing else.
    citizen.page.emulate_media(media="print")
    slip = citizen.page.locator(".slip")
    assert slip.is_visible() and number in slip.inner_text() and "Phường Bình Tiên" in slip.inner_text()
    assert not citizen.page.locator("nav").first.is_visible() and not citizen.page.locator("h1").is_visible()
    citizen.page.emulate_media(media="screen")

    # Somebody without the code sees where the number stands and cannot cancel it.
    other.go(address.replace(citizen.base, "").split("?")[0])
    assert number in other.page.locator("h1").inner_text()
    assert other.page.get_by_role("button", name="Hủy số này").count() == 0

    clerk.go(f"/goi-so?unit={UNIT}&quay=2")
    assert number in clerk.page.locator("h1").inner_text()
    # The focus begins on the likeliest button: Enter is enough.
    assert clerk.page.evaluate("document.activeElement.value") == "call"
    clerk.send()
    assert f"đang gọi {number}" in clerk.page.locator("h1").inner_text()
    link = clerk.page.get_by_role("link", name="Tiếp nhận hồ sơ cho số này").get_attribute("href")
    assert link.startswith("/quay?ticket=") and number in link
    citizen.go(address.replace(citizen.base, ""))
    assert "mời đến quầy 2 ngay" in citizen.page.locator("h1").inner_text()
    other.go(f"/lay-so/bang?unit={UNIT}")
    assert number in other.text() and "Mời số A không không một, đến quầy 2." in other.text()
    assert other.page.locator("[aria-live=polite] [data-call]").count() == 1

    clerk.press("Gọi lại r") if clerk.page.get_by_role("button", name="Gọi lại r", exact=True).count() else clerk.press("Gọi lại")
    assert "lần 2" in clerk.page.locator("h1").inner_text()
    clerk.send()
    assert f"đang phục vụ {number}" in clerk.page.locator("h1").inner_text()
    clerk.send(clerk.page.locator("#g-done"))
    assert "rảnh" in clerk.page.locator("h1").inner_text()
    citizen.go(address.replace(citizen.base, ""))
    assert "đã xong" in citizen.page.locator("h1").inner_text()
    clerk.go(f"/goi-so/thong-ke?unit={UNIT}")
    assert "1 đã xong" in clerk.page.locator("h1").inner_text()
    clerk.go(f"/goi-so?unit={UNIT}&quay=2")
    clerk.page.locator("#g-doi summary").click()
    clerk.press("Đóng quầy")
    assert "chưa mở quầy" in clerk.page.locator("h1").inner_text()


def test_the_holder_cancels_and_a_double_tap_gives_one(people, site):
    citizen = people()
    citizen.go(f"/lay-so?unit={D}&more=1&priority=pregnant")
    page = citizen.page
    assert page.get_by_label("Phụ nữ mang thai").is_checked()
    form = page.evaluate("Object.fromEntries(new FormData(document.querySelector('form.take')))")
    raw = "&".join(f"{k}={v}" for k, v in {**form, "group": "land"}.items()).encode()
    head = {"Content-Type": "application/x-www-form-urlencoded"}
    places = [site.exchange("POST", "/lay-so", raw, headers=head) for _ in range(2)]
    assert [p[0] for p in places] == [303, 303]
    assert places[0][1]["location"] == places[1][1]["location"] and "D001" in places[0][1]["location"]
    citizen.go(places[0][1]["location"])
    assert "Chưa có quầy nào mở" in citizen.text() and "Phụ nữ mang thai" in citizen.text()
    citizen.press("Hủy số này")
    assert "đã hủy" in page.locator("h1").inner_text()
    _, queue = site.call("GET", f"/api/v1/queue/{D}")
    assert queue["waiting"] == []


def test_nothing_scrolls_sideways(browser, site):
    counter(site, UNIT, 7, "open", {"groups": ["other"]})
    for width in (360, 1280, 1920):
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{site.port}/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(f"counter@{UNIT}")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name="Đăng nhập").click()
        for path in (
            f"/lay-so?unit={UNIT}", f"/lay-so?unit={UNIT}&more=1", f"/lay-so/bang?unit={UNIT}", f"/goi-so?unit={UNIT}&quay=7",
            f"/goi-so/thong-ke?unit={UNIT}",
        ):
            page.goto(f"http://127.0.0.1:{site.port}{path}")
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{path} scrolls {wide} px sideways at {width}"
        context.close()
    counter(site, UNIT, 7, "close")


def test_by_keyboard_and_live(browser, site):
    """With the script: one key a step, and the board and the phone renew themselves."""
    expect = pytest.importorskip("playwright.sync_api").expect
    unit = A
    base = f"http://127.0.0.1:{site.port}"
    counter(site, unit, 1, "open", {"groups": ["certification"]})
    _, taken = take(site, unit, "certification", channel="phone")
    hall, desk = browser.new_context(locale="vi-VN"), browser.new_context(locale="vi-VN")
    board, phone, clerk = hall.new_page(), hall.new_page(), desk.new_page()
    board.goto(f"{base}/lay-so/bang?unit={unit}")
    phone.goto(f"{base}/lay-so/{taken['ticket']}?ma={taken['code']}")
    clerk.goto(f"{base}/dang-nhap")
    clerk.get_by_label("Tên đăng nhập").fill(f"counter@{unit}")
    clerk.get_by_label("Mật khẩu").fill(PASSWORD)
    with clerk.expect_navigation():
        clerk.locator("main").get_by_role("button", name="Đăng nhập").click()
    clerk.goto(f"{base}/goi-so")
    heading = clerk.locator("h1")
    clerk.keyboard.press("n")
    expect(clerk.locator("h1")).to_contain_text("đang gọi A001")
    expect(board.locator("#bang")).to_contain_text("A001")
    expect(phone.locator("h1")).to_contain_text("mời đến quầy 1 ngay")
    clerk.keyboard.press("v")
    expect(clerk.locator("h1")).to_contain_text("rảnh")
    assert "A001" in heading.inner_text()
    clerk.keyboard.press("n")
    expect(clerk.locator("h1")).to_contain_text("lần 2")
    clerk.keyboard.press("s")
    expect(clerk.locator("h1")).to_contain_text("đang phục vụ")
    clerk.keyboard.press("d")
    expect(clerk.locator("h1")).to_contain_text("rảnh")
    assert ticket(site, unit, taken["ticket"])["state"] == "done"
    hall.close()
    desk.close()


def test_axe_finds_nothing(browser, site):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    base = f"http://127.0.0.1:{site.port}"
    counter(site, E, 1, "open", {"groups": ["certification", "land"]})
    taken = [take(site, E, group, priority="elderly")[1] for group in ("certification", "land", "certification", "other")]
    counter(site, E, 1, "call")
    for scheme in ("light", "dark"):
        context = browser.new_context(locale="vi-VN", color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.goto(f"{base}/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(f"counter@{E}")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name="Đăng nhập").click()
        for path in (
            "/lay-so?doi=1", f"/lay-so?unit={E}", f"/lay-so/bang?unit={E}", f"/goi-so?unit={E}&quay=1", f"/goi-so?unit={E}&quay=9",
            f"/goi-so/thong-ke?unit={E}", *(f"/lay-so/{t['ticket']}?ma={t['code']}" for t in taken[:2]),
        ):
            page.goto(base + path)
            for fold in page.locator("details").all():
                fold.evaluate("node => { node.open = true }")
            found = axe.run(page)
            assert found.violations_count == 0, f"{path} {scheme}: {found.generate_report()}"
        context.close()


# MARK: over the API


def test_priority_goes_first_but_starves_nobody(site):
    unit = B
    assert counter(site, unit, 1, "open", {"groups": ["certification"]})[0] == 200
    for priority in (None, None, "elderly", "disabled", "pregnant"):
        status, answer = take(site, unit, "certification", **({"priority": priority} if priority else {}))
        assert status == 201, answer
    order = []
    for _ in range(5):
        status, answer = counter(site, unit, 1, "call")
        assert status == 200, answer
        order.append(answer["ticket"]["number"])
        assert counter(site, unit, 1, "serve")[0] == 200
    assert order == ["A003", "A004", "A001", "A005", "A002"]
    status, answer = counter(site, unit, 1, "call")
    assert status == 200 and "ticket" not in answer
    status, answer = counter(site, unit, 1, "call")
    assert (status, answer["title"]) == (409, "nobody-waits")


def test_transfer_keeps_the_arrival_and_no_shows_end(site):
    unit = C
    counter(site, unit, 1, "open", {"groups": ["certification"]})
    counter(site, unit, 2, "open", {"groups": ["land"]})
    _, mine = take(site, unit, "certification")
    _, later = take(site, unit, "land")
    counter(site, unit, 1, "call")
    counter(site, unit, 1, "serve")
    status, answer = counter(site, unit, 1, "transfer", {"group": "land"})
    assert status == 200 and answer["ticket"]["takenAt"] == mine["takenAt"], answer
    assert counter(site, unit, 2, "call")[1]["ticket"]["ticket"] == mine["ticket"]
    for _ in range(2):
        assert counter(site, unit, 2, "recall")[0] == 200
    assert counter(site, unit, 2, "miss")[1]["ticket"]["state"] == "missed"
    assert counter(site, unit, 2, "call")[1]["ticket"]["ticket"] == later["ticket"]
    status, answer = counter(site, unit, 2, "close")
    assert (status, answer["title"]) == (409, "counter-busy")
    _, day = site.call("GET", f"/api/v1/queue/{unit}/statistics", token=site.token(f"counter@{unit}"))
    assert day["total"]["missed"] == 1 and day["total"]["taken"] == 2


def test_a_ticket_shows_its_dossiers(site):
    unit = UNIT
    _, mine = take(site, unit, "certification")
    number = site.receive("2.000815", accept=True)
    path = f"/api/v1/queue/{unit}/tickets/{mine['ticket']}/link"
    for _ in range(2):
        status, answer = site.call("POST", path, {"number": number}, site.token(f"counter@{unit}"))
        assert status == 200 and answer["dossiers"] == [number], answer
    assert site.call("POST", path, {"number": number})[0] == 401
    assert site.call("POST", path, {"number": number}, site.token(f"counter@{D}"))[0] == 404
    assert "dossiers" not in ticket(site, unit, mine["ticket"])
    page = site.exchange("GET", f"/lay-so/{mine['ticket']}?ma={mine['code']}")[2].decode()
    assert number in page
    assert number not in site.exchange("GET", f"/lay-so/{mine['ticket']}")[2].decode()


def test_refusals_say_what_to_do(site):
    for status, answer in (
        take(site, UNIT, "nonsense"), take(site, "so-tu-phap", "land"), take(site, UNIT, "land", priority="king"),
        counter(site, UNIT, 1, "call", user="officer@27373"), counter(site, UNIT, 39, "call"),
        counter(site, UNIT, 1, "dance"), counter(site, UNIT, 1, "open", {"groups": []}),
        site.call("GET", f"/api/v1/queue/{UNIT}/tickets/{UNIT}-261124-A999"),
        site.call("POST", f"/api/v1/queue/{UNIT}/tickets/nonsense/cancel?code=x", {}),
    ):
        assert 400 <= status < 500 and answer["detail"] and answer["detailEn"], (status, answer)
    _, mine = take(site, UNIT, "other")
    status, answer = site.call("POST", f"/api/v1/queue/{UNIT}/tickets/{mine['ticket']}/cancel?code=WRONG", {})
    assert status == 403
    status, answer = site.call("POST", f"/api/v1/queue/{UNIT}/tickets/{mine['ticket']}/cancel?code={mine['code']}", {})
    assert status == 200 and answer["state"] == "cancelled"


def test_takings_are_bounded_and_idempotent(own_server):
    site, unit = own_server, E
    head = {"Idempotency-Key": "one"}
    first, again = (take(site, unit, "land", headers=dict(head)) for _ in range(2))
    assert first == again and first[0] == 201
    answers = [take(site, unit, "certification") for _ in range(40)]
    assert answers[0][0] == 201
    status, answer = answers[-1]
    assert (status, answer["title"]) == (409, "too-many-tickets") and "phút" in answer["detail"]
    # The page says the same, and what was chosen stays chosen.
    raw = f"unit={unit}&group=land&priority=elderly&channel=kiosk&key=k".encode()
    answer = site.exchange("POST", "/lay-so", raw, headers={"Content-Type": "application/x-www-form-urlencoded"})
    page = answer[2].decode()
    assert answer[0] == 409 and "Hãy thử lại sau một phút" in page
    assert re.search(r'value="elderly" checked', page)
    # Staff take for somebody all the same.
    status, answer = site.call("POST", f"/api/v1/queue/{unit}/tickets", {"group": "land"}, site.token(f"counter@{unit}"))
    assert status == 201 and answer["channel"] == "desk", answer
    site.stop()
    assert run("verify", "--store", site.store).returncode == 0
    assert "same" in (run("rebuild", "--store", site.store).stdout + "same")
