"""Steering in a browser and through the API: a difficulty that becomes guidance at another ward's counter, a round that ends in a
directive with evidence, a model that is adopted, refusals that leave nothing."""

import json
import urllib.parse

import pytest

from browsing import Person, look_over
from conftest import Server, copy_store

CITY = "city@tp"


@pytest.fixture(scope="module")
def own(founded, tmp_path_factory):
    store = copy_store(founded / "city.sqlite", tmp_path_factory.mktemp("steering") / "city.sqlite")
    with Server(store) as site:
        yield site


def matter(site, kind, user, id=None, **values):
    path = f"/api/v1/matters/{kind}" + (f"/{id}" if id else "")
    return site.call("POST", path, values, token=site.token(user))


@pytest.mark.parametrize("script", [False, True])
def test_a_difficulty_becomes_guidance_at_another_wards_counter(own, browser, script):
    number = own.receive("1.001193", accept=True)
    text = f"Không rõ có nhận bản chụp giấy chứng sinh hay không ({script})"
    with_ward = Person(browser, own, "counter@27373", script=script)
    with_ward.go(f"/ho-so/{urllib.parse.quote(number)}")
    with_ward.page.get_by_role("link", name="Báo vướng mắc").click()
    page = with_ward.page
    assert page.locator('input[name="dossier"]').input_value() == number, "what the page knew is filled in"
    page.get_by_label("Vướng mắc gì").fill(text)
    page.get_by_label("Gửi đến").select_option("so-tu-phap")
    with page.expect_navigation():
        page.get_by_role("button", name="Báo khó khăn").click()
    assert text in page.locator("main").inner_text()
    if script:
        look_over(page)
    address = page.url.split("?")[0].replace(with_ward.base, "")
    # Refused without the source of the guidance; what was typed stays.
    department = Person(browser, own, "officer@so-tu-phap", script=script)
    department.go(address)
    page = department.page
    page.get_by_label("Trả lời, hướng xử lý").fill("Nhận bản chụp, đối chiếu bản chính.")
    page.get_by_label("Đồng thời ban hành").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Trả lời").click()
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_label("Trả lời, hướng xử lý").input_value() == "Nhận bản chụp, đối chiếu bản chính."
    if script:
        look_over(page)
    page.get_by_label("Căn cứ của hướng dẫn").fill("Công văn 12/STP-HT")
    with page.expect_navigation():
        page.get_by_role("button", name="Trả lời").click()
    assert "Đã giải quyết" in page.locator("main").inner_text()
    # At the counter of another ward, and on its dossiers.
    other = Person(browser, own, "counter@26732", script=script)
    other.go("/quay/1.001193")
    assert "Nhận bản chụp, đối chiếu bản chính." in other.page.locator("main").inner_text()
    assert "Công văn 12/STP-HT" in other.page.locator("main").inner_text()
    if script:
        look_over(other.page)
    for person in (with_ward, department, other):
        assert not person.errors, person.errors
        person.context.close()


def test_a_round_from_call_to_directive_to_evidence(own, browser):
    status, hurt = matter(
        own, "difficulty", "leader@27373", action="report", unit="27373", category="law", procedure="1.001193",
        to="so-tu-phap", text="Chưa rõ cách xác nhận nơi cư trú")
    assert status in (200, 201), hurt
    city = Person(browser, own, CITY, script=True)
    city.go("/giao-ban")
    look_over(city.page)
    page = city.page
    page.get_by_label("Nội dung, câu hỏi").fill("Sơ kết quý")
    page.get_by_label("Nơi báo cáo").fill("27373, 26732")
    with page.expect_navigation():
        page.get_by_role("button", name="Triệu tập giao ban").click()
    address = page.url.split("?")[0].replace(city.base, "")
    id = address.rsplit("/", 1)[1]
    leader = Person(browser, own, "leader@27373", script=True)
    leader.go(address)
    look_over(leader.page)
    draft = leader.page.get_by_label("Báo cáo", exact=False).last.input_value()
    assert "Kết quả" in draft and "Phường Bình Tiên" in draft, "drafted from the ward's own ledger"
    with leader.page.expect_navigation():
        leader.page.get_by_role("button", name="Ký báo cáo").click()
    # A department answers beside the difficulty, on the round's own page; those who follow the screen see it.
    department = Person(browser, own, "officer@so-tu-phap", script=True)
    department.go(address)
    row = department.page.locator(f"#vm-{hurt['id']}")
    row.locator("summary").click()
    row.get_by_label("Trả lời, hướng xử lý").fill("Công an xã xác nhận trong ngày.")
    look_over(department.page)
    with department.page.expect_navigation():
        row.get_by_role("button", name="Trả lời").click()
    assert department.page.url.split("?")[0].endswith(address)
    row = department.page.locator(f"#vm-{hurt['id']}")
    assert "Công an xã xác nhận trong ngày." in row.inner_text() and row.locator("summary").count() == 0
    def lead(stage, **values):
        status, answer = matter(own, "round", CITY, id, action="move", stage=stage, **values)
        assert status == 200, answer

    lead("speaking", unit="27373")
    for path in ("", "/man-hinh"):
        city.go(address + path)
        assert "Công an xã xác nhận trong ngày." in city.text(), path
        look_over(city.page)
    lead("concluded", text="Nhân rộng cách làm hay.")
    status, _ = matter(own, "round", CITY, id, action="move", stage="speaking", unit="27373")
    assert status == 409, "a concluded session does not go on"
    city.go(f"{address}/bien-ban")
    assert "Nhân rộng cách làm hay." in city.page.locator("main").inner_text()
    city.go(f"/chi-dao?round={id}&units=27373")
    page = city.page
    page.get_by_label("Nội dung chỉ đạo").fill("Bố trí quầy phi địa giới riêng")
    with page.expect_navigation():
        page.get_by_role("button", name="Ban hành chỉ đạo").click()
    directive = page.url.split("?")[0].rsplit("/", 1)[1]
    # It stands in the unit's inbox beside its dossiers.
    leader.go("/ho-so")
    leader.page.get_by_role("link", name="Bố trí quầy phi địa giới riêng").click()
    page = leader.page
    page.get_by_label("Đã làm gì").fill("Đã bố trí quầy số 5")
    with page.expect_navigation():
        page.get_by_role("button", name="Báo tiến độ").click()
    assert page.get_by_role("alert").is_visible(), "done without evidence is refused"
    page.get_by_label("Minh chứng").fill("Báo cáo 41/BC")
    with page.expect_navigation():
        page.get_by_role("button", name="Báo tiến độ").click()
    status, answer = matter(own, "directive", CITY, directive, action="judge-task", unit="27373", accepted="yes")
    assert status == 200 and answer["state"] == "done", answer
    look_over(leader.page)
    for person in (city, leader, department):
        assert not person.errors, person.errors
        person.context.close()


def test_a_model_from_registration_to_adoption(own, browser):
    leader = Person(browser, own, "leader@27373", script=True)
    leader.go("/mo-hinh")
    look_over(leader.page)
    page = leader.page
    page.locator("details summary").first.click() if not page.get_by_label("Mô hình là gì").is_visible() else None
    page.get_by_label("Mô hình là gì").fill("Tủ trả kết quả 24/7")
    with page.expect_navigation():
        page.get_by_role("button", name="Đăng ký mô hình").click()
    address = page.url.split("?")[0].replace(leader.base, "")
    other = Person(browser, own, "leader@26732", script=True)
    other.go(address)
    look_over(other.page)
    with other.page.expect_navigation():
        other.page.get_by_role("button", name="Áp dụng ở đơn vị mình").click()
    text = other.page.locator("main").inner_text()
    assert "Côn Đảo áp dụng" in text and "Chưa đủ số liệu" in text, "too little data is said, not hidden"
    for person in (leader, other):
        assert not person.errors, person.errors
        person.context.close()


def test_what_is_refused_leaves_nothing(own):
    def refused(kind, user, **values):
        before = own.call("GET", f"/api/v1/matters/{kind}?limit=500", token=own.token(CITY))[1]["items"]
        status, answer = matter(own, kind, user, **values)
        after = own.call("GET", f"/api/v1/matters/{kind}?limit=500", token=own.token(CITY))[1]["items"]
        assert len(after) == len(before), "nothing half-done"
        return status, answer["type"].rsplit("/", 1)[-1], answer.get("field")
    day = {"due": "2026-12-01"}
    assert refused("directive", CITY, action="issue", text="x", scope="some", **day)[1] == "directive-without-units"
    assert refused("directive", CITY, action="issue", text="x", scope="some", units="99999", **day)[1] == "unknown-unit"
    assert refused("directive", "leader@27373", action="issue", text="x", scope="all", **day)[0] == 403
    assert refused("round", CITY, action="call", text="x", period="2099-01", units="27373", reportsBy="2099-01-05",
                   meetsAt="2099-01-06T08:00:00+07:00")[1] == "period-ahead"
    assert refused("model", "leader@27373", action="register", unit="27373", text="x", since="2099-01-01", indicator="on-time")[2] == "since"
    assert refused("difficulty", "counter@27373", action="report", unit="27373", category="law", text="x", procedure="9.999999")[0] == 404
    for path in ("/dieu-hanh/bao-cao?ky=2099-01", "/dieu-hanh/nguyen-nhan?ky=2099-01", "/dieu-hanh/bao-cao?ky=khong"):
        status, _, body = own.exchange("GET", path, token=own.token(CITY), headers={"Accept": "text/html"})
        assert status == 422, (path, status)


def test_the_same_key_begins_one_matter(own):
    token, head = own.token("leader@27373"), {"Idempotency-Key": "one-outage"}
    since = own.call("GET", f"/api/v1/dossiers/{own.receive('2.000815', accept=True)}", token=own.token("counter@27373"))[1]
    body = {"action": "report", "unit": "27373", "cause": "line", "from": since["history"][0]["at"]}
    first = own.call("POST", "/api/v1/matters/outage", body, token=token, headers=head)
    again = own.call("POST", "/api/v1/matters/outage", body, token=token, headers=head)
    assert first[0] == 201 and again[1]["id"] == first[1]["id"], (first, again)
    other = own.call("POST", "/api/v1/matters/outage", {**body, "cause": "power"}, token=token, headers=head)
    assert other[0] == 409 or other[0] == 422


def test_everybody_complains_and_reads_the_answer(own, browser):
    citizen = Person(browser, own)
    citizen.go("/phan-anh")
    page = citizen.page
    page.get_by_label("Về nơi nào").fill("Phường Bình Tiên · 27373")
    page.get_by_label("Nội dung phản ánh").fill("Chờ lâu quá")
    with page.expect_navigation():
        page.get_by_role("button", name="Gửi").click()
    address = page.url.replace(citizen.base, "").replace("&moi=1", "")
    id = urllib.parse.parse_qs(urllib.parse.urlparse(address).query)["so"][0]
    assert "Chờ lâu quá" in page.locator("main").inner_text()
    status, _, _ = own.exchange("GET", f"/phan-anh?so={id}&ma=WRONG", headers={"Accept": "text/html"})
    assert status == 404
    hidden = own.call("GET", f"/api/v1/matters/complaint/{id}", token=own.token("officer@26732"))[1]
    assert "Chờ lâu quá" not in json.dumps(hidden, ensure_ascii=False)
    assert matter(own, "complaint", "leader@27373", id, action="answer", text="Đã thêm quầy")[0] == 200
    citizen.go(address)
    assert "Đã thêm quầy" in page.locator("main").inner_text()
    with page.expect_navigation():
        page.get_by_role("button", name="Có").click()
    assert "Người gửi hài lòng" in page.locator("main").inner_text()
    figures = own.call("GET", "/api/v1/city/indicators?unit=27373&definition=complaints-satisfied")[1]["items"]
    assert figures[0]["denominator"] == 1 and figures[0]["numerator"] == 1
    assert not citizen.errors, citizen.errors
    citizen.context.close()
