"""People at browsers: a person with a log-in, what every page owes its reader, filling and following forms by hand."""

import re
import struct
import zlib

import pytest

from conftest import PASSWORD

CARD = "079190000123|025123456|Nguyễn Thị Ửng|15081990|Nữ|12 Hậu Giang, Phường 2, Quận 6, TP. Hồ Chí Minh|01012022"
NAME, IDNUMBER = "Nguyễn Thị Ửng", "079190000123"
NUMBER = re.compile(r"H29[0-9.]*-\d{6}-\d{4,9}")
CODE = re.compile(r"\b[A-HJKMNP-TV-Z2-9]{4}-?[A-HJKMNP-TV-Z2-9]{4}\b")


def png(side=40, shade=200):
    """A small real picture."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes([shade]) * side for _ in range(side))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Person:
    """Somebody at a browser of their own, with or without JavaScript. Every page they see is looked over."""

    def __init__(self, browser, site, user=None, script=False, **context):
        self.base = f"http://127.0.0.1:{site.port}"
        self.context = browser.new_context(java_script_enabled=script, locale="vi-VN", **context)
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


def look_over(page):
    """What axe-core finds on the page; it must run there, so the page needs JavaScript."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    found = axe.run(page).response["violations"]
    assert not found, [(v["id"], v["nodes"][0]["html"][:160]) for v in found]


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
        if paper["required"] and fits(paper) and not (online and paper["kind"] in ("form", "lookup")):
            name = "onpaper" if online else "paper"
            person.page.locator(f'input[name="{name}"][value="{paper["id"]}"]').check()
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
