"""The pages in a real browser with JavaScript switched off: from greeting to returned result, by labels and buttons alone."""

import re
import shutil

import pytest

from conftest import PASSWORD, Server, copy_store

CHROMIUM = "/usr/bin/chromium"
CARD = "079190000123|025123456|Nguyễn Thị Ửng|15081990|Nữ|12 Hậu Giang, Phường 2, Quận 6, TP. Hồ Chí Minh|01012022"
NAME, IDNUMBER = "Nguyễn Thị Ửng", "079190000123"
NUMBER = re.compile(r"H29[0-9.]*-\d{6}-\d{4,9}")
CODE = re.compile(r"\b[A-HJKMNP-TV-Z2-9]{4}-?[A-HJKMNP-TV-Z2-9]{4}\b")


@pytest.fixture(scope="module")
def browser():
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not shutil.which(CHROMIUM):
        pytest.skip(f"{CHROMIUM} is not installed (apt-get install -y --no-install-recommends chromium)")
    with sync.sync_playwright() as play:
        one = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield one
        one.close()


@pytest.fixture(scope="module")
def site(founded, tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    with Server(copy_store(founded / "city.sqlite", folder / "city.sqlite")) as server:
        yield server


class Person:
    """Somebody at a browser of their own, without JavaScript. Every page they see is looked over."""

    def __init__(self, browser, site, user=None):
        self.base = f"http://127.0.0.1:{site.port}"
        self.context = browser.new_context(java_script_enabled=False, locale="vi-VN")
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.errors = []
        self.page.on(
            "console", lambda line: self.errors.append(line.text) if "Content Security Policy" in line.text else None
        )
        self.page.on("response", self.answered)
        if user:
            self.go("/dang-nhap")
            self.page.get_by_label("Tên đăng nhập").fill(user)
            self.page.get_by_label("Mật khẩu").fill(PASSWORD)
            self.press("Đăng nhập")
            assert "/dang-nhap" not in self.page.url, f"{user} is not logged in: {self.text()[:500]}"

    def answered(self, answer):
        """Faults, and files of a page that are not there; browsers ask for /favicon.ico by themselves."""
        missing = (
            answer.status >= 400
            and answer.request.resource_type != "document"
            and not answer.url.endswith("/favicon.ico")
        )
        if answer.status >= 500 or missing:
            self.errors.append(f"{answer.status} {answer.url}")

    def go(self, path):
        answer = self.page.goto(self.base + path)
        self.look()
        return answer

    def look(self):
        """What every page owes its reader."""
        page = self.page
        assert page.locator("html").get_attribute("lang") == "vi"
        assert page.locator("h1").count() == 1, f"{page.url} has {page.locator('h1').count()} main headings"
        assert page.locator("main").count() == 1 and page.title().strip()
        bare = page.evaluate(
            """() => [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")]
            .filter(field => !field.labels.length && !field.getAttribute("aria-label") && !field.getAttribute("aria-labelledby"))
            .map(field => field.name)"""
        )
        assert not bare, f"{page.url}: fields without a label: {bare}"
        twice = page.evaluate("""() => {
            const all = [...document.querySelectorAll('[id]')].map(node => node.id);
            return all.filter((id, i) => all.indexOf(id) != i) }""")
        assert not twice, f"{page.url}: ids that stand twice: {twice}"
        assert not self.errors, self.errors

    def send(self, button=None):
        """Presses a button, or Enter where the focus is, and looks at the page that comes."""
        with self.page.expect_navigation():
            button.click() if button else self.page.keyboard.press("Enter")
        self.look()

    def press(self, name):
        self.send(self.page.locator("main").get_by_role("button", name=name, exact=True).first)

    def text(self):
        return self.page.locator("main").inner_text()

    def end(self):
        self.context.close()


@pytest.fixture()
def people(browser, site):
    """Makes people; all of them go home in the end."""
    here = []

    def make(user=None):
        here.append(Person(browser, site, user))
        return here[-1]

    yield make
    for person in here:
        person.end()


def fill(page, name, value):
    """Fills a field of a form by its name, whatever it is."""
    field = page.locator(f'[name="{name}"]').first
    kind = field.evaluate("node => node.tagName + ':' + (node.type || '')")
    if kind.startswith("SELECT"):
        field.select_option(value)
    elif kind.endswith(":checkbox") or kind.endswith(":radio"):
        page.locator(f'[name="{name}"][value="{value}"]').check()
    else:
        field.fill(value)


def fill_filing(person, site, code, online=False):
    """Ticks the required papers and fills the required fields of the form, all of the first case."""
    procedure = site.procedure(code)
    case = procedure["cases"][0]["id"] if procedure["cases"] else None
    fits = lambda item: item.get("cases") is None or case in item["cases"]
    for paper in procedure["papers"]:
        if paper["required"] and fits(paper):
            person.page.locator(f'input[name="paper"][value="{paper["id"]}"]').check()
    for field in procedure["form"]:
        if field["required"] and fits(field) and "suggested" in field:
            fill(person.page, f"form.{field['name']}", field["suggested"])


def follow(people, number, steps=15):
    """Takes a dossier to its end through the next action that its page offers to each role."""
    staff = [people(f"{role}@27373") for role in ("counter", "officer", "leader")]
    taken = []
    for _ in range(steps):
        for person in staff:
            person.go(f"/ho-so/{number}")
            # The way forward is the one form that stands open in a section; other actions are folded away in <details>.
            form = person.page.locator('main section form[action^="/ho-so/"]:not(details form)').first
            if form.count() == 0:
                continue
            taken.append(form.get_attribute("action").rsplit("/", 1)[1])
            person.send(form.get_by_role("button").first)
            assert person.page.locator('[role="alert"]').count() == 0, (taken, person.text()[:800])
            break
        else:
            return taken, staff[0]
    raise AssertionError(f"{number} did not end: {taken}")


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
    citizen.send(citizen.page.locator('main aside button[name="do"][value="accept"]'))
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
