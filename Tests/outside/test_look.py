"""Can everybody use every page? axe-core in both themes, 360 to 1920 px and 200 % text without sideways scrolling, keyboard
focus that shows, and what a page weighs. Pages are a demo city's, so that they hold something."""

import json
import pathlib
import re
import sys

import pytest

from browsing import png
from conftest import MOTCUA, PASSWORD, ROOT, run

sys.path.insert(0, str(ROOT / "scripts"))
import screens  # noqa: E402

COUNTER, OFFICER, LEADER, ADMIN, AUDITOR = (
    "counter@27373", "officer@27373", "leader@27373", "admin@tp", "auditor@tp")

# Route → who looks, and the address where the route has parameters.
PAGES = {
    "/": (None, None), "/dang-nhap": (None, None), "/thu-tuc": (None, "/thu-tuc?q=khai"),
    "/thu-tuc/{code}": (None, "/thu-tuc/1.001193"), "/nop": (None, None), "/nop/{code}": (None, "/nop/1.001193"),
    "/nop/tiep-tuc": (None, None), "/xem/{number}": (None, "share"), "/ho-so/{number}/giay-to": (COUNTER, "papers"),
    "/ho-so/{number}/giay-to/{file}": (COUNTER, "paper"), "/tra-cuu": (None, None), "/tra-cuu/{number}": (None, "track"),
    "/tra-cuu/{number}/giay-tiep-nhan": (None, "receipt-track"),
    "/quay": (COUNTER, None), "/quay/{code}": (COUNTER, "/quay/1.001193"),
    "/ho-so": (OFFICER, None), "/ho-so/ky": (LEADER, None), "/ho-so/{number}": (OFFICER, "dossier"),
    "/ho-so/{number}/giay-tiep-nhan": (COUNTER, "receipt"), "/quan-tri/giao-dien": (None, None),
}
# GET routes that are no pages of their own.
PARTS = {
    "/song": "a stream", "/static/look.css": "the style sheet", "/static/motcua.js": "the script",
    "/ho-so/{number}/xem-nhanh": "a part of the inbox", "/thu-tuc/goi-y": "a list while one types",
    "/ho-so/{number}/giay-to/{file}/tep": "the bytes of a file", "/nop/{code}/tep/{id}": "the bytes of a file",
    "/nop/{code}/xem-lai": "needs something filled in: looked at in test_citizen.py",
}


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    one = screens.City(MOTCUA, tmp_path_factory.mktemp("look"), days=6, per_day=40)
    yield one
    one.end()


@pytest.fixture(scope="module")
def places(city):
    """Addresses with a number in them."""
    import urllib.request

    def ask(path, body=None, token=None):
        head = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        request = urllib.request.Request(city.base + path, json.dumps(body).encode() if body else None, head)
        return json.load(urllib.request.urlopen(request))

    token = ask("/api/v1/session", {"user": COUNTER, "password": PASSWORD})["token"]
    filing = {
        "unit": "27373", "procedure": "2.000815", "channel": "counter", "accept": True,
        "applicant": {"name": "Nguyễn Thị Ánh Tuyết", "idNumber": "079190900123", "phone": "0900123456",
                      "address": "12 Hậu Giang, Phường Bình Tiên"},
        "form": {"documentName": "Bằng tốt nghiệp đại học", "issuer": "Đại học Quốc gia Thành phố Hồ Chí Minh",
                 "pages": 2, "copies": 3}, "papers": [{"id": "ban-chinh"}]}
    receipt = ask("/api/v1/dossiers", filing, token)
    number, code = receipt["number"], receipt["trackingCode"]
    picture = png()
    upload = ask("/api/v1/uploads", {"size": len(picture), "name": "bằng đại học.png"}, token)["id"]
    urllib.request.urlopen(urllib.request.Request(
        f"{city.base}/api/v1/uploads/{upload}", picture,
        {"Upload-Offset": "0", "Authorization": f"Bearer {token}"}, method="PATCH"))
    ask(f"/api/v1/dossiers/{number}/papers", {"uploads": [{"upload": upload, "paper": "ban-chinh"}]}, token)
    file = ask(f"/api/v1/dossiers/{number}/papers", token=token)["items"][0]["file"]
    page = urllib.request.urlopen(f"{city.base}/tra-cuu/{number}?code={code}").read().decode()
    share = re.search(r'href="(/xem/[^"]+)"', page).group(1)
    return {
        "papers": f"/ho-so/{number}/giay-to", "paper": f"/ho-so/{number}/giay-to/{file}", "share": share,
        "number": number, "code": code, "token": token, "track": f"/tra-cuu/{number}?code={code}",
        "receipt-track": f"/tra-cuu/{number}/giay-tiep-nhan?code={code}", "dossier": f"/ho-so/{number}",
        "receipt": f"/ho-so/{number}/giay-tiep-nhan",
    }


@pytest.fixture(scope="module")
def readers(browser, city):
    """One logged-in context per person and theme; pages are opened in it one after the other."""
    made = {}

    def reader(user, dark=False, script=True):
        key = (user, dark, script)
        if key not in made:
            context = browser.new_context(
                color_scheme="dark" if dark else "light", locale="vi-VN", java_script_enabled=script)
            page = context.new_page()
            if user:
                screens.log_in(page, city.base, user)
            made[key] = page
        return made[key]

    yield reader
    for page in made.values():
        page.context.close()


def address(route, places):
    given = PAGES[route][1]
    return route if given is None else places.get(given, given)


def test_every_page_is_looked_at():
    routes = json.loads(run("routes", "--json").stdout)
    pages = {r["path"] for r in routes if r["method"] == "GET" and not r["path"].startswith("/api/")}
    left = pages - set(PAGES) - set(PARTS) - {"/healthz", "/metrics"}
    assert not left, f"pages that nobody looks at: {sorted(left)}"
    assert set(PAGES) <= pages, sorted(set(PAGES) - pages)


@pytest.fixture(scope="module")
def axe():
    package = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return (pathlib.Path(package.__file__).parent / "axe.min.js").read_text()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("route", sorted(PAGES))
def test_axe_finds_nothing(route, dark, readers, city, places, axe):
    page = readers(PAGES[route][0], dark)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.goto(city.base + address(route, places)).status == 200
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    told = [f"{v['id']}: {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("route", sorted(PAGES))
def test_nothing_reaches_past_the_page(route, readers, city, places):
    page = readers(PAGES[route][0])
    page.goto(city.base + address(route, places))
    for width, size in ((360, "100%"), (1280, "100%"), (1920, "100%"), (1280, "200%"), (360, "200%")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        past = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert past <= 0, f"{route} at {width} px, {size}: {past} px too wide"


@pytest.mark.parametrize("route", sorted(PAGES))
def test_nothing_comes_from_elsewhere_and_nothing_breaks(route, readers, city, places):
    page = readers(PAGES[route][0])
    asked, errors = [], []
    hear = lambda request: asked.append(request.url)
    fail = lambda error: errors.append(str(error))
    log = lambda line: errors.append(line.text) if line.type == "error" else None
    page.on("request", hear), page.on("pageerror", fail), page.on("console", log)
    page.goto(city.base + address(route, places))
    page.wait_for_load_state()
    page.remove_listener("request", hear), page.remove_listener("pageerror", fail), page.remove_listener("console", log)
    assert not errors, errors
    assert all(url.startswith((city.base, "data:")) for url in asked), asked


@pytest.mark.parametrize("route", sorted(r for r in PAGES if PAGES[r][0]))
def test_staff_pages_are_gone_through_by_keyboard_and_the_focus_shows(route, readers, city, places):
    page = readers(PAGES[route][0])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(city.base + address(route, places))
    page.evaluate("document.activeElement.blur()")
    seen = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        now = page.evaluate("""() => {
            const one = document.activeElement;
            if (!one || one === document.body) return null;
            const style = getComputedStyle(one);
            const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            return [one.tagName, one.name || one.getAttribute('href') || one.textContent.slice(0, 30), ring];
        }""")
        if now is None:
            break
        assert now[2], f"{route}: no ring on {now[:2]}"
        seen.add(tuple(now[:2]))
    assert len(seen) >= 4, seen


def test_the_inbox_weighs_less_than_sixty_kilobytes(city, places):
    """HTML of fifty rows, style sheet and script together, as they go over the wire."""
    import gzip
    import re
    import urllib.request

    def fetch(path):
        head = {"Authorization": f"Bearer {places['token']}", "Accept-Encoding": "gzip"}
        answer = urllib.request.urlopen(urllib.request.Request(city.base + path, headers=head))
        raw = answer.read()
        return len(raw), (gzip.decompress(raw) if answer.headers.get("content-encoding") == "gzip" else raw).decode()

    size, page = fetch("/ho-so")
    assert page.count("data-row=") == 50, page.count("data-row=")
    parts = {path: fetch(path)[0] for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page)}
    total = size + sum(parts.values())
    print(f"\ninbox {size} + {parts} = {total} bytes")
    assert total < 60_000
