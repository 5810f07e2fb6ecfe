"""The counter from outside: keystrokes from greeting to receipt, drafts, the certification lane, registers, the cash book."""

import concurrent.futures
import datetime
import re

import pytest

from conftest import PASSWORD, Server, copy_store, run

TODAY = lambda: datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date().isoformat()


def card(number, name="Nguyễn Thị Ánh Tuyết", address="12 Cao Văn Lầu, Phường 1, Quận 6, TP. Hồ Chí Minh"):
    """What a scanner types of a card, without its Enter."""
    return f"{number}|025123456|{name}|02031990|Nữ|{address}|01012022"


@pytest.fixture()
def site(founded, tmp_path):
    with Server(copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")) as server:
        yield server


class Clerk:
    """A clerk at a browser, who has a keyboard and nothing else. Every press but what is typed into a field is counted."""

    def __init__(self, browser, site, script=True, user="counter@27373"):
        self.site, self.presses = site, 0
        self.context = browser.new_context(
            java_script_enabled=script, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 900})
        self.context.set_default_timeout(15_000)
        self.context.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'yes' }")
        self.page = self.context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console", lambda line: self.errors.append(line.text) if "Content Security Policy" in line.text else None)
        self.page.on("response", lambda answer: self.errors.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None)
        self.go("/dang-nhap")
        self.page.get_by_label("Tên đăng nhập").fill(user)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.locator("main").get_by_role("button", name="Đăng nhập").click()
        self.page.wait_for_url(lambda url: "/dang-nhap" not in url)

    def go(self, path):
        """Opens a page and waits for the focus that it sets."""
        answer = self.page.goto(f"http://127.0.0.1:{self.site.port}{path}")
        if self.page.locator("[autofocus]").count():
            self.page.locator(":focus").wait_for(state="attached")
        return answer

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def enter(self, until):
        """Presses Enter and waits for the page it leads to."""
        with self.page.expect_navigation():
            self.press("Enter")
        self.page.wait_for_url(lambda url: until in url)
        self.page.wait_for_load_state()
        self.page.locator(":focus").wait_for(state="attached")

    def content(self, text):
        self.page.keyboard.type(text)

    def scan(self, text, until):
        """A scanner types and ends in Enter: no press of the clerk's."""
        assert self.at() == "card", self.at()
        self.page.keyboard.type(text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: until in url)
        self.page.wait_for_load_state()
        self.page.locator(":focus").wait_for(state="attached")

    def at(self):
        return self.page.evaluate("document.activeElement?.name || document.activeElement?.id || ''")

    def tab_to(self, name, most=14):
        for _ in range(most):
            if self.at() == name:
                return
            self.press("Tab")
        assert self.at() == name, f"{name} is not reached in {most} presses of Tab, but {self.at()}"

    def text(self):
        return self.page.locator("main").inner_text()

    def value(self, name):
        return self.page.locator(f'[name="{name}"]').first.input_value()

    def end(self):
        assert not self.errors, self.errors
        self.context.close()


@pytest.fixture()
def clerks(browser, site):
    here = []

    def make(**more):
        here.append(Clerk(browser, site, **more))
        return here[-1]

    yield make
    for clerk in here:
        clerk.end()


# MARK: the bars


@pytest.mark.parametrize("script", [True, False])
def test_a_certified_copy_takes_at_most_twelve_keystrokes_after_the_scan(clerks, site, script):
    clerk = clerks(script=script)
    clerk.go("/quay/chung-thuc")
    clerk.scan(card("079190012345"), "nhap=")
    assert clerk.at() == "kind.0"
    clerk.press("2", "Tab", "4", "Tab")
    if not script:
        clerk.press("Control+a")
    clerk.press("3")
    if script:
        clerk.page.locator("[data-part=total]", has_text="18.000").wait_for()
    clerk.enter("/giay-hen")
    print(f"\ncertified copy: {clerk.presses} keystrokes")
    assert clerk.presses <= 12
    text = clerk.text()
    assert "Số chứng thực" in text and "1, quyển số 01/2026-SCT/BS".replace("2026", TODAY()[:4]) in text, text
    assert "18.000 đ" in text and "Mười tám nghìn đồng" in text and "BL-27373-" in text
    assert "Giấy khai sinh" in text and "4 trang × 3 bản" in text and "079190012345" in text
    assert clerk.page.locator("svg.qr").count() == 1
    if script:
        clerk.page.wait_for_selector("html[data-printed=yes]")
        clerk.enter("/quay/chung-thuc")
        assert clerk.at() == "card" and clerk.value("card") == "", "one key leads to the next citizen"


def test_a_birth_registration_takes_at_most_45_keystrokes_besides_what_is_typed(clerks, site):
    clerk = clerks()
    clerk.go("/quay")
    clerk.scan(card("079190012346"), "nhap=")
    assert clerk.at() == "q", "after the scan the procedure is asked for"
    for letter in ["k", "h", "Space", "s", "i"]:
        clerk.press(letter)
    clerk.page.wait_for_selector("#q-list [role=option]")
    clerk.enter("/quay/1.001193")
    assert clerk.at() == "paper", "then the first paper that is needed"
    clerk.press("Space", "Tab", "Space")
    clerk.tab_to("form.childName")
    clerk.content("Trần Nguyễn Ánh Ửng")
    clerk.tab_to("form.childGender")
    clerk.press("ArrowDown")
    clerk.tab_to("form.childBirthDate")
    clerk.content("10052026" if clerk.page.evaluate("new Date(2026,9,5).toLocaleDateString(navigator.language)").startswith("10") else "05102026")
    for name, text in [("childBirthPlace", "Bệnh viện Từ Dũ"), ("childEthnicity", "Kinh"), ("childHometown", "Xã Bình Mỹ"),
                       ("motherName", "Nguyễn Thị Ánh Tuyết"), ("motherId", "079190012346"), ("fatherName", "Trần Văn Nam"),
                       ("fatherId", "079088000456")]:
        clerk.tab_to(f"form.{name}")
        clerk.content(text)
    clerk.tab_to("form.requesterRelation")
    clerk.press("m")
    clerk.tab_to("form.extraCopies")
    clerk.content("2")
    clerk.page.locator("[data-part=fee]", has_text="16.000").wait_for()
    clerk.enter("giay-tiep-nhan")
    print(f"\nbirth registration: {clerk.presses} keystrokes")
    assert clerk.presses <= 45
    text = clerk.text()
    for words in ["GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "TTPVHCC", "Nguyễn Thị Ánh Tuyết", "079190012346", "12 Cao Văn Lầu",
                  "Đăng ký khai sinh", "Số lượng hồ sơ: 1 bộ", "Thời hạn giải quyết theo quy định", "Thời gian nhận hồ sơ",
                  "Thời gian trả kết quả giải quyết hồ sơ", "Đăng ký nhận kết quả", "Sổ theo dõi hồ sơ", "Mã tra cứu",
                  "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ"]:
        assert words in text, words
    clerk.enter("/quay")
    assert clerk.at() == "card" and clerk.page.locator(".draft-row").count() == 0


@pytest.mark.parametrize("script", [True, False])
def test_scans_put_in_at_the_counter_become_files_of_the_dossier(clerks, site, script):
    clerk = clerks(script=script)
    clerk.go("/quay/1.001193")
    clerk.scan(card("079190012399"), "nhap=")
    scans = clerk.page.locator("#scans > summary")
    scans.click()
    photo = {"name": "chứng sinh.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" + bytes(700_000)}
    wrong = {"name": "lạ.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + bytes(50)}
    slot = lambda paper: clerk.page.locator(f'[data-slot="{paper}"]')
    paper = clerk.page.locator("[data-slot]").first.get_attribute("data-slot")
    chosen = slot(paper).locator("input[type=file]")
    if script:
        chosen.set_input_files(photo)
        slot(paper).locator('[data-done="1"]').wait_for()
        chosen.set_input_files(wrong)
        slot(paper).locator(".error").wait_for()
    else:
        chosen.set_input_files([photo, wrong])
        clerk.page.locator('main button[name="do"][value="card"]').click()
        assert slot(paper).locator(".error").count() == 1, "a file of no known kind is refused in words"
        assert "079190012399" in clerk.value("applicant.idNumber").replace(" ", "")
    # They are kept with the draft: a page opened anew has them.
    if script:
        clerk.page.locator("[data-draft-said]", has_text=re.compile(r"\d\d:\d\d:\d\d")).wait_for()
    key = clerk.value("key")
    clerk.go(f"/quay/1.001193?nhap={key}")
    assert slot(paper).locator("[data-upload]").count() == 1 and "chứng sinh.jpg" in slot(paper).inner_text()
    assert clerk.page.locator(f'input[name="paper"][value="{paper}"]').is_checked(), "a paper with a scan is there"
    with clerk.page.expect_navigation():
        clerk.page.locator('main button[name="do"][value="record"]').first.click()
    number = re.search(r"/ho-so/([^/]+)/", clerk.page.url).group(1)
    papers = site.dossier(number, "counter@27373")["papers"]
    assert [one["id"] for one in papers if one.get("file")] == [paper], papers
    clerk.go(f"/ho-so/{number}/giay-to")
    assert "chứng sinh.jpg" in clerk.text() and "lạ.exe" not in clerk.text()
    clerk.go(f"/quay/1.001193?nhap={key}")
    assert clerk.page.locator("[data-upload]").count() == 0


def test_a_birth_registration_without_javascript(clerks, site):
    clerk = clerks(script=False)
    clerk.go("/quay")
    clerk.scan(card("079190012347"), "nhap=")
    clerk.content("kh si")
    clerk.enter("/quay?nhap=")
    assert clerk.at() == "do", "several procedures fit: the first stands ready"
    clerk.enter("/quay/1.001193")
    clerk.page.locator('[name="paper"][value="to-khai"]').check()
    # Sent too early: what is missing is said beside each field, what was typed stays.
    clerk.page.locator('[name="form.childName"]').fill("Trần Ửng")
    clerk.enter("/quay/1.001193")
    assert clerk.page.locator("[role=alert]").count() == 1 and clerk.value("form.childName") == "Trần Ửng"
    assert clerk.page.locator("#form-childBirthDate-error").count() == 1
    clerk.page.locator('[name="paper"][value="giay-chung-sinh"]').check()
    clerk.page.locator('[name="form.childGender"][value="nu"]').check()
    for name, text in [("childBirthDate", "2026-10-05"), ("childBirthPlace", "Từ Dũ"), ("childEthnicity", "Kinh"),
                       ("childHometown", "Bình Mỹ"), ("extraCopies", "0")]:
        clerk.page.locator(f'[name="form.{name}"]').fill(text)
    clerk.page.locator('[name="form.requesterRelation"]').select_option("me")
    clerk.page.locator('aside button[value="accept"]').click()
    clerk.page.wait_for_url(lambda url: "giay-tiep-nhan" in url)
    assert "Đăng ký khai sinh" in clerk.text()


# MARK: who is there


def test_a_card_shows_the_new_unit_of_an_old_address_and_what_earlier_dossiers_know(clerks, site):
    clerk = clerks()
    number = site.receive("1.001193", accept=True)
    clerk.go("/quay")
    clerk.scan(card("079190000123", address="12 Hau Giang, P.1, Q6"), "nhap=")
    text = clerk.text()
    assert "Phường 1, Quận 6 cũ → Phường Bình Tiên" in text and "1 hồ sơ trước, 1 đang xử lý" in text
    assert clerk.value("applicant.phone") == "0901234567"
    assert clerk.value("applicant.address") == "12 Hau Giang, P.1, Q6", "what the card says is not overwritten"
    assert clerk.page.locator('label[for="applicant-phone"]').inner_text().endswith("từ hồ sơ trước")
    clerk.page.locator("#earlier summary").click()
    assert clerk.page.locator(f'#earlier a[href="/ho-so/{number}"]').count() == 1
    # What somebody typed is never overwritten, also when the next card is scanned.
    clerk.page.locator('[name="applicant.email"]').fill("toi@noi.vn")
    clerk.page.keyboard.press("F2")
    clerk.scan(card("079190000999", name="Lê Văn Ộ", address="1 Bến Bình Đông, Phường 5, Quận 8"), "nhap=")
    assert clerk.value("applicant.email") == "toi@noi.vn" and clerk.value("applicant.phone") == ""
    assert "đơn vị cũ này được chia" in clerk.text()


@pytest.mark.parametrize("typed, shown", [
    ("025123456", "025 123 456"), ("079190000123", "079 190 000 123"),
    ("079190012345||NGUYEN THI HOA|02/03/1990|Nu|12 Cao Van Lau|01/01/2022|more|fields", "NGUYEN THI HOA"),
])
def test_the_scan_field_is_tolerant(clerks, site, typed, shown):
    clerk = clerks(script=False)
    clerk.go("/quay")
    clerk.scan(typed, "nhap=")
    assert shown in clerk.page.locator("main").inner_text() or clerk.value("applicant.idNumber") == typed


def test_nonsense_in_the_scan_field_is_said_and_kept(clerks, site):
    clerk = clerks(script=False)
    clerk.go("/quay")
    clerk.content("không phải thẻ")
    clerk.press("Enter")
    clerk.page.wait_for_selector("#card-error")
    assert clerk.value("card") == "không phải thẻ"


# MARK: drafts


def test_a_draft_survives_a_closed_tab_a_log_out_and_a_restart(clerks, site):
    clerk = clerks()
    clerk.go("/quay")
    clerk.scan(card("079190012348", name="Đỗ Thị Ễ"), "nhap=")
    clerk.content("ks")
    clerk.page.wait_for_selector("#q-list [role=option]")
    clerk.enter("/quay/1.001193")
    clerk.page.locator('[name="form.childName"]').fill("Đỗ Ử")
    clerk.page.locator("[data-draft-said]", has_text=re.compile(r"\d:\d\d:\d\d")).wait_for()
    clerk.page.close()
    clerk.context.clear_cookies()
    site.stop()
    site.start()
    again = clerks()
    again.go("/quay")
    row = again.page.locator(".draft-row", has_text="Đỗ Thị Ễ")
    assert "Khai sinh" in row.inner_text()
    row.get_by_role("link").click()
    again.page.wait_for_url(lambda url: "/quay/1.001193" in url)
    assert again.value("form.childName") == "Đỗ Ử" and again.value("applicant.name") == "Đỗ Thị Ễ"
    again.go("/quay")
    again.page.locator(".draft-row", has_text="Đỗ Thị Ễ").get_by_role("button").click()
    again.page.wait_for_url(lambda url: "da-bo" in url)
    assert again.page.locator(".draft-row").count() == 0


# MARK: not accepted


def test_guidance_and_refusal_are_printed_as_forms_02_and_03(clerks, site):
    clerk = clerks(script=False)
    for act, words in [("guide", ["PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "PBS-TTPVHCC", "Giấy chứng sinh", "Tờ khai: Nơi sinh"]),
                       ("refuse", ["PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "PTC-TTPVHCC", "Thuộc Sở Tư pháp"])]:
        clerk.go("/quay/1.001193")
        clerk.scan(card("079190012349"), "nhap=")
        clerk.page.locator("summary", has_text="Từ chối tiếp nhận").click()
        if act == "refuse":
            clerk.page.locator('[name="refuse.reason"]').fill("Thuộc Sở Tư pháp")
        clerk.page.locator(f'button[value="{act}"]').click()
        clerk.page.wait_for_url(lambda url: "phieu" in url)
        for one in words:
            assert one in clerk.text(), one
    guided = site.call("GET", "/api/v1/search?q=079190012349", token=site.token("counter@27373"))[1]["items"]
    assert sorted(item["status"]["national"] for item in guided) == [3, 5]


# MARK: certification


def test_several_documents_are_taken_in_at_once_by_one_key_each(clerks, site):
    clerk = clerks()
    clerk.go("/quay/chung-thuc")
    clerk.scan(card("079190012350"), "nhap=")
    clerk.press("3", "Tab", "1", "2", "Tab", "2", "+")
    clerk.page.wait_for_selector('[name="kind.1"]')
    assert clerk.at() == "kind.1"
    clerk.press("s", "Tab", "Tab", "1")
    clerk.page.locator("[data-part=total]", has_text="38.000").wait_for()
    clerk.enter("/giay-hen")
    text = clerk.text()
    assert "Số lượng hồ sơ: 2 bộ" in text and "38.000 đ" in text and "SCT/CK" in text
    book = site.call("GET", "/api/v1/cash-book?unit=27373", token=site.token("counter@27373"))[1]
    assert len(book["receipts"]) == 1 and book["sums"]["cash"] == 38_000 and len(book["receipts"][0]["dossiers"]) == 2


def test_register_numbers_run_on_after_a_restart_and_a_void_one_stays(clerks, site):
    token = lambda: site.token("counter@27373")
    numbers = [site.receive("2.000815", accept=True) for _ in range(3)]
    clerk = clerks(script=False)

    def act(number, act, **values):
        clerk.go("/quay/so-chung-thuc")
        form = clerk.page.locator(f'form:has(button[value="{act}"])')
        clerk.page.locator(f'details:has(button[value="{act}"]) summary').click()
        form.locator('[name="number"]').fill(number)
        for name, value in values.items():
            form.locator(f'[name="{name}"]').fill(value)
        form.get_by_role("button").click()
        clerk.page.wait_for_load_state()
        return clerk.text()

    for number in numbers[:2]:
        assert "Đã ghi vào sổ" in act(number, "number")
    assert "Hồ sơ đã có" in act(numbers[0], "number"), "a dossier has one number"
    assert "Đã hủy" in act(numbers[0], "void", text="Bản chính bị tẩy xóa")
    site.stop()
    site.start()
    act(numbers[2], "number")
    items = site.call("GET", "/api/v1/registers?unit=27373", token=token())[1]["items"]
    assert [(item["number"], item["void"]) for item in items] == [(1, True), (2, False), (3, False)]


# MARK: cash


def test_receipts_run_without_gap_when_many_pay_at_once_and_the_day_must_balance(site):
    token = site.token("counter@27373")
    numbers = [site.receive("2.000884", accept=True) for _ in range(24)]
    dossier = site.dossier(numbers[0], "counter@27373")
    field = next(f for a in dossier["actions"] if a["action"] == "confirm-payment" for f in a["fields"] if f["name"] == "receipt")
    assert re.fullmatch(r"BL-27373-\d\d-000001", field["suggested"])

    def pay(number):
        return site.act(number, "confirm-payment", {"amount": 10_000, "receipt": field["suggested"], "method": "cash"}, "counter@27373")

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert [status for status, _ in pool.map(pay, numbers[:20])] == [200] * 20
    book = site.call("GET", "/api/v1/cash-book?unit=27373", token=token)[1]
    serials = sorted(int(receipt["number"][-6:]) for receipt in book["receipts"])
    assert serials == list(range(1, 21)) and book["open"]["cash"] == 200_000
    site.stop()
    site.start()
    assert pay(numbers[20])[0] == 200
    close = lambda **more: site.call("POST", "/api/v1/cash-book/close", {"unit": "27373", "day": TODAY(), **more}, token)
    status, problem = close(counted=205_000)
    assert status == 409 and problem["title"] == "difference-unexplained" and "5000" in problem["detail"]
    assert close(counted=210_001, ground="other", explanation="Thừa một đồng")[0] == 200
    status, problem = pay(numbers[21])
    assert status == 409 and problem["title"] == "cash-day-closed"
    assert close(counted=0)[0] == 409
    book = site.call("GET", "/api/v1/cash-book?unit=27373", token=token)[1]
    assert book["closed"] and len(book["receipts"]) == 21 and book["open"]["receipts"] == 0
    assert book["closings"][0]["difference"] == 1
    site.stop()
    assert run("verify", "--store", site.store).returncode == 0
    run("rebuild", "--store", site.store)
    site.start()
    assert site.call("GET", "/api/v1/cash-book?unit=27373", token=token)[1] == book


def test_the_cash_book_by_hand_without_javascript(clerks, site):
    number = site.receive("2.000884", accept=True)
    clerk = clerks(script=False)
    clerk.go("/quay/thu-tien")
    assert clerk.at() == "so"
    clerk.content(number.split("-", 1)[1])
    clerk.enter("so=")
    assert "Mười nghìn đồng" in clerk.text()
    clerk.enter("/BL-27373-")
    text = clerk.text()
    assert "BIÊN LAI THU PHÍ, LỆ PHÍ" in text and "Bằng chữ: Mười nghìn đồng" in text and number in text
    clerk.page.locator("summary", has_text="Hủy biên lai").click()
    clerk.page.locator('[name="text"]').fill("Ghi nhầm hình thức")
    clerk.page.get_by_role("button", name="Hủy biên lai").click()
    clerk.page.wait_for_url(lambda url: "xong=huy" in url)
    assert "ĐÃ HỦY" in clerk.text()
    clerk.go("/quay/thu-tien")
    assert "Đã thu 0 đ, 0 biên lai, chưa khóa sổ" in clerk.text()
    clerk.page.locator('[name="counted"]').fill("10.000 đ")
    clerk.page.get_by_role("button", name="Đối chiếu và khóa sổ").click()
    clerk.page.wait_for_selector("[role=alert]")
    assert clerk.value("counted") == "10.000 đ", "what was typed comes back"
    clerk.page.locator('[name="counted"]').fill("0")
    clerk.page.get_by_role("button", name="Đối chiếu và khóa sổ").click()
    clerk.page.wait_for_url(lambda url: "xong=khoa" in url)
    assert "Đã khóa sổ" in clerk.text()


def test_another_wards_clerk_sees_neither_book(site):
    token = site.token("counter@26732")
    for path in ("/api/v1/cash-book?unit=27373", "/api/v1/registers?unit=27373"):
        assert site.call("GET", path, token=token)[0] == 403
    assert site.call("POST", "/api/v1/cash-book/close", {"unit": "27373", "day": TODAY(), "counted": 0}, token)[0] == 403


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_no_page_of_the_counter_scrolls_sideways(browser, site, scheme, width):
    clerk = Clerk(browser, site)
    number = site.receive("2.000884", accept=True)
    clerk.page.emulate_media(color_scheme=scheme)
    clerk.page.set_viewport_size({"width": width, "height": 900})
    for path in ("/quay", "/quay/1.001193", "/quay/chung-thuc", "/quay/thu-tien", f"/quay/thu-tien?so={number}",
                 "/quay/so-chung-thuc", f"/ho-so/{number}/giay-tiep-nhan"):
        assert clerk.go(path).status == 200, path
        wide = clerk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is {wide} px too wide at {width}"
    clerk.end()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_counters_pages(browser, site, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    clerk = Clerk(browser, site)
    number = site.receive("2.000884", accept=True)
    clerk.page.emulate_media(color_scheme=scheme)
    clerk.go("/quay/chung-thuc")
    clerk.scan(card("079190012351"), "nhap=")
    clerk.press("2", "Tab", "4")
    clerk.enter("/giay-hen")
    paths = [clerk.page.url.split("/", 3)[3], "quay", "quay/1.001193", "quay?q=kh", "quay/chung-thuc", "quay/thu-tien",
             f"quay/thu-tien?so={number}", "quay/thu-tien/27373/BL-27373-%s-000001" % TODAY()[2:4], "quay/so-chung-thuc",
             f"ho-so/{number}/giay-tiep-nhan"]
    found = []
    for path in paths:
        assert clerk.go("/" + path).status == 200, path
        for violation in axe.run(clerk.page).response["violations"]:
            # The frame around every page has checks of its own.
            if violation["id"] == "region" and all("banner" in node["html"] for node in violation["nodes"]):
                continue
            found.append((path, violation["id"], [node["html"][:160] for node in violation["nodes"][:3]]))
    print(*found, sep="\n")
    assert not found, found
    clerk.end()
