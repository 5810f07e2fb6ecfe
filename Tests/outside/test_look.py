"""Can everybody use every page? axe-core in both themes, 360 to 1920 px and 200 % text without sideways scrolling, keyboard
focus that shows, and what a page weighs. Pages are a demo city's, so that they hold something."""

import gzip
import json
import pathlib
import re
import sys
import urllib.request

import pytest

from browsing import png
from conftest import MOTCUA, PASSWORD, ROOT, run

sys.path.insert(0, str(ROOT / "scripts"))
import screens  # noqa: E402

COUNTER, OFFICER, LEADER, ADMIN, AUDITOR = (
    "counter@27373", "officer@27373", "leader@27373", "admin@tp", "auditor@tp")
CITY = "city@tp"

# Route → who looks, and the address where the route has parameters.
PAGES = {
    # Citizens.
    "/": (None, None), "/dang-nhap": (None, None), "/thu-tuc": (None, "/thu-tuc?q=khai"),
    "/thu-tuc/{code}": (None, "/thu-tuc/1.001193"), "/nop": (None, None), "/nop/{code}": (None, "/nop/1.001193"),
    "/nop/tiep-tuc": (None, None), "/xem/{number}": (None, "share"), "/ho-so/{number}/giay-to": (COUNTER, "papers"),
    "/ho-so/{number}/giay-to/{file}": (COUNTER, "paper"), "/tra-cuu": (None, None), "/tra-cuu/{number}": (None, "track"),
    "/tra-cuu/{number}/giay-tiep-nhan": (None, "receipt-track"),
    "/lay-so": (None, "/lay-so?unit=27373"), "/lay-so/bang": (None, "/lay-so/bang?unit=27373"),
    "/lay-so/{ticket}": (None, "ticket"),
    # The counter.
    "/quay": (COUNTER, None), "/quay/{code}": (COUNTER, "/quay/1.001193"), "/quay/chung-thuc": (COUNTER, None),
    "/quay/so-chung-thuc": (COUNTER, None), "/quay/thu-tien": (COUNTER, None),
    "/quay/thu-tien/{unit}/{number}": (COUNTER, "cash-receipt"),
    "/quay/chung-thuc/giay-hen": (COUNTER, "lane-receipt"),
    "/ho-so/{number}/giay-tiep-nhan": (COUNTER, "receipt"), "/ho-so/{number}/phieu-bo-sung": (COUNTER, "supplement-slip"),
    "/ho-so/{number}/phieu-tu-choi": (COUNTER, "refusal-slip"),
    "/goi-so": (COUNTER, None), "/goi-so/thong-ke": (COUNTER, None),
    # Handling, signing, everyday.
    "/ho-so": (OFFICER, None), "/ho-so/ky": (LEADER, None), "/ho-so/{number}": (OFFICER, "dossier"),
    "/ho-so/{number}/phieu-tra-ban-chinh": (COUNTER, "originals-slip"),
    "/tin-nhan": (OFFICER, None), "/tra-ket-qua": (COUNTER, None), "/ban-giao": (COUNTER, None),
    "/ban-giao/{id}": (COUNTER, "hand-over"), "/tai-khoan": (OFFICER, None), "/tap-huan": (None, None),
    # The leader.
    "/lanh-dao": (LEADER, None), "/lanh-dao/danh-sach": (LEADER, "/lanh-dao/danh-sach?unit=27373&what=tre"),
    "/lanh-dao/giao-ban-sang": (LEADER, None),
    # The city.
    "/dieu-hanh": (CITY, None), "/dieu-hanh/{unit}": (CITY, "/dieu-hanh/27373"), "/tang-cuong": (CITY, None),
    "/dieu-hanh/chi-so": (CITY, None), "/dieu-hanh/chi-so/{id}": (CITY, "/dieu-hanh/chi-so/on-time"),
    "/dieu-hanh/ho-so": (CITY, "/dieu-hanh/ho-so?unit=27373&chi-so=online&phan=mau"), "/dieu-hanh/nguyen-nhan": (CITY, None),
    "/dieu-hanh/mang-luoi": (CITY, None), "/dieu-hanh/bao-cao": (CITY, None), "/dieu-hanh/hai-long": (CITY, None), "/chi-phi": (CITY, None),
    "/minh-bach": (None, None), "/danh-gia": (None, None), "/phan-anh": (None, None),
    # Steering.
    "/vuong-mac": (COUNTER, None), "/vuong-mac/{id}": (LEADER, "difficulty"), "/huong-dan": (OFFICER, None),
    "/huong-dan/{id}": (OFFICER, "guidance"), "/chi-dao": (CITY, None), "/chi-dao/{id}": (CITY, "directive"),
    "/mo-hinh": (LEADER, None), "/mo-hinh/{id}": (LEADER, "model"), "/giao-ban": (CITY, None), "/giao-ban/{id}": (LEADER, "round"),
    "/giao-ban/{id}/man-hinh": (CITY, "round-screen"), "/giao-ban/{id}/bien-ban": (CITY, "round-minutes"),
    "/phan-anh/danh-sach": (LEADER, None), "/phan-anh/danh-sach/{id}": (LEADER, "complaint"), "/su-co": (LEADER, None),
    "/su-co/{id}": (LEADER, "outage"), "/chi-phi/gia-dinh": (CITY, None), "/chi-phi/gia-dinh/{id}": (CITY, "costs"),
    # Administration.
    "/quan-tri/giao-dien": (None, None), "/quan-tri": (ADMIN, None), "/quan-tri/don-vi": (ADMIN, None),
    "/quan-tri/don-vi/{unit}": (ADMIN, "/quan-tri/don-vi/27373"), "/quan-tri/nguoi": (ADMIN, None),
    "/quan-tri/nguoi/{login}": (ADMIN, "/quan-tri/nguoi/officer@27373"),
    "/quan-tri/quyen": (ADMIN, "/quan-tri/quyen?unit=27373"), "/quan-tri/lich": (ADMIN, None),
    "/quan-tri/lich/{version}": (ADMIN, "calendar"), "/quan-tri/thu-tuc": (ADMIN, None),
    "/quan-tri/thu-tuc/{code}": (ADMIN, "/quan-tri/thu-tuc/2.000815"),
    "/quan-tri/thu-tuc/{code}/so-sanh": (ADMIN, "compare"),
    "/quan-tri/thu-tuc/{code}/sua": (ADMIN, "/quan-tri/thu-tuc/2.000815/sua"),
    "/quan-tri/thu-tuc/{code}/phi": (ADMIN, "/quan-tri/thu-tuc/2.000815/phi"), "/quan-tri/nhap-thu-tuc": (ADMIN, None),
    "/quan-tri/ho-so-cu": (ADMIN, "/quan-tri/ho-so-cu?cu=26737"), "/quan-tri/lien-thong": (ADMIN, None),
    "/dieu-hanh/doi-soat": (CITY, None),
    "/quan-tri/van-ban": (ADMIN, None), "/quan-tri/van-ban/{key}": (ADMIN, "/quan-tri/van-ban/message.supplement.phone"),
    "/quan-tri/xoa-du-lieu": (ADMIN, None), "/quan-tri/truy-cap": (AUDITOR, None),
}
# GET routes that are no pages of their own.
PARTS = {
    "/minh-bach/so-lieu.csv": "a file", "/minh-bach/so-lieu.json": "a file", "/song": "a stream", "/static/look.css": "the style sheet", "/static/motcua.js": "the script",
    "/ho-so/{number}/xem-nhanh": "a part of the inbox", "/quay/tim": "a part of the counter",
    "/thu-tuc/goi-y": "a list while one types",
    "/ho-so/{number}/giay-to/{file}/tep": "the bytes of a file", "/nop/{code}/tep/{id}": "the bytes of a file",
    "/nop/{code}/xem-lai": "needs something filled in: looked at in test_citizen.py",
}


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    one = screens.City(MOTCUA, tmp_path_factory.mktemp("look"), days=6, per_day=40)
    yield one
    one.end()


class Asker:
    """The city's API, for making what a page shows."""

    def __init__(self, base):
        self.base, self.tokens = base, {}

    def ask(self, path, body=None, user=None, method=None):
        head = {"Content-Type": "application/json"}
        if user:
            head["Authorization"] = f"Bearer {self.token(user)}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.base + path, data, head, method=method)
        return json.load(urllib.request.urlopen(request))

    def token(self, user):
        if user not in self.tokens:
            self.tokens[user] = self.ask("/api/v1/session", {"user": user, "password": PASSWORD})["token"]
        return self.tokens[user]

    def links(self, path, user, pattern):
        """What `pattern` finds in a page as `user` sees it."""
        head = {"Authorization": f"Bearer {self.token(user)}"}
        page = urllib.request.urlopen(urllib.request.Request(self.base + path, headers=head)).read().decode()
        return re.findall(pattern, page)


COPY = {
    "unit": "27373", "procedure": "2.000815", "channel": "counter", "accept": True,
    "applicant": {"name": "Nguyễn Thị Ánh Tuyết", "idNumber": "079190900123", "phone": "0900123456",
                  "address": "12 Hậu Giang, Phường Bình Tiên"},
    "form": {"documentName": "Bằng tốt nghiệp đại học", "issuer": "Đại học Quốc gia Thành phố Hồ Chí Minh",
             "pages": 2, "copies": 3}, "papers": [{"id": "ban-chinh"}]}


def originals(api):
    """Number of a dossier whose originals went back to the applicant."""
    procedure = api.ask("/api/v1/procedures/1.001193")
    case = procedure["cases"][0]["id"]
    fits = lambda item: item.get("cases") is None or case in item["cases"]
    filing = {**COPY, "procedure": "1.001193", "case": case,
              "form": {f["name"]: f["suggested"] for f in procedure["form"] if fits(f) and "suggested" in f},
              "papers": [{"id": p["id"], "source": "handedIn"} for p in procedure["papers"] if p["required"] and fits(p)]}
    number = api.ask("/api/v1/dossiers", filing, COUNTER)["number"]
    action = next(a for a in api.ask(f"/api/v1/dossiers/{number}", user=COUNTER)["actions"]
                  if a["action"] == "return-originals")
    api.ask(f"/api/v1/dossiers/{number}/return-originals",
            {f["name"]: f["suggested"] for f in action["fields"] if "suggested" in f}, COUNTER)
    return number


def matters(api, number):
    """Addresses of one matter of each kind."""
    def begin(kind, user, **values):
        return api.ask(f"/api/v1/matters/{kind}", values, user)["id"]
    difficulty = begin(
        "difficulty", COUNTER, action="report", unit="27373", category="law", to="so-tu-phap", dossier=number,
        text="Không rõ có phải nộp bản chính hay không.")
    api.ask(f"/api/v1/matters/difficulty/{difficulty}", {
        "action": "answer", "text": "Chỉ đối chiếu bản chính.", "final": "yes", "guidance": True, "source": "Công văn 12/STP"},
        "officer@so-tu-phap")
    guidance = api.ask("/api/v1/matters/guidance", user=OFFICER)["items"][0]["id"]
    due = {"due": next_working_day(api)}
    directive = begin("directive", CITY, action="issue", text="Niêm yết số điện thoại.", scope="some", units="27373", **due)
    model = begin("model", LEADER, action="register", unit="27373", text="Tủ trả kết quả 24/7", since="2026-01-05", indicator="on-time")
    round_ = begin("round", CITY, action="call", text="Sơ kết", period="2026-01", units="27373", reportsBy=due["due"],
                   meetsAt=due["due"] + "T16:00:00+07:00")
    api.ask(f"/api/v1/matters/round/{round_}", {"action": "move", "stage": "speaking", "unit": "27373"}, CITY)
    since = api.ask(f"/api/v1/dossiers/{number}", user=COUNTER)["history"][0]["at"]
    outage = begin("outage", LEADER, action="report", unit="27373", cause="line", **{"from": since})
    costs = {"hourlyIncome": 40000, "minutesPerVisit": 90, "travelPerVisit": 20000, "pricePerPage": 500, "pagesPerPaper": 2,
             "postage": 30000, "advisory": 0, "minutesOfPreparing": 60}
    cost = begin("cost", CITY, action="assume", text="Khảo sát", **{"from": "2026-01-01"}, **costs)
    return {
        "difficulty": f"/vuong-mac/{difficulty}", "guidance": f"/huong-dan/{guidance}", "directive": f"/chi-dao/{directive}",
        "model": f"/mo-hinh/{model}", "round": f"/giao-ban/{round_}", "round-screen": f"/giao-ban/{round_}/man-hinh",
        "round-minutes": f"/giao-ban/{round_}/bien-ban", "outage": f"/su-co/{outage}", "costs": f"/chi-phi/gia-dinh/{cost}",
        "complaint": complaint(api),
    }


def next_working_day(api):
    """A working day ahead, as the form of a directive suggests it."""
    page = api.links("/chi-dao", CITY, r'name="due" value="(\d{4}-\d{2}-\d{2})"')
    return page[0]


def complaint(api):
    """Address of a complaint as the unit's leader sees it."""
    body = b"unit=27373&text=Cho%20lau&dossier="
    urllib.request.urlopen(urllib.request.Request(api.base + "/phan-anh", body, {
        "Content-Type": "application/x-www-form-urlencoded"}))
    items = api.ask("/api/v1/matters/complaint", user=LEADER)["items"]
    return f"/phan-anh/danh-sach/{items[0]['id']}"


@pytest.fixture(scope="module")
def places(city):
    """Addresses with a number in them, each of something that is there."""
    api = Asker(city.base)
    receive = lambda **more: api.ask("/api/v1/dossiers", {**COPY, **more}, COUNTER)
    receipt = receive()
    number, code = receipt["number"], receipt["trackingCode"]
    asked, refused = receive(accept=False)["number"], receive(accept=False)["number"]
    api.ask(f"/api/v1/dossiers/{asked}/request-supplement", {"papers": ["ban-sao"], "reason": "Thiếu bản sao."}, COUNTER)
    api.ask(f"/api/v1/dossiers/{refused}/refuse", {"ground": "notCompetent", "reason": "Không thuộc thẩm quyền."}, COUNTER)
    picture = png()
    upload = api.ask("/api/v1/uploads", {"size": len(picture), "name": "bằng đại học.png"}, COUNTER)["id"]
    urllib.request.urlopen(urllib.request.Request(
        f"{city.base}/api/v1/uploads/{upload}", picture,
        {"Upload-Offset": "0", "Authorization": f"Bearer {api.token(COUNTER)}"}, method="PATCH"))
    api.ask(f"/api/v1/dossiers/{number}/papers", {"uploads": [{"upload": upload, "paper": "ban-chinh"}]}, COUNTER)
    file = api.ask(f"/api/v1/dossiers/{number}/papers", user=COUNTER)["items"][0]["file"]
    page = urllib.request.urlopen(f"{city.base}/tra-cuu/{number}?code={code}").read().decode()
    share = re.search(r'href="(/xem/[^"]+)"', page).group(1)
    ticket = api.ask("/api/v1/queue/27373/tickets", {"group": "certification"})
    birth = originals(api)
    one = lambda path, user, pattern: (api.links(path, user, pattern) or ["nothing-found"])[0].replace("&amp;", "&")
    return {
        "papers": f"/ho-so/{number}/giay-to", "paper": f"/ho-so/{number}/giay-to/{file}", "share": share,
        "number": number, "code": code, "token": api.token(COUNTER), "track": f"/tra-cuu/{number}?code={code}",
        "receipt-track": f"/tra-cuu/{number}/giay-tiep-nhan?code={code}", "dossier": f"/ho-so/{number}",
        "receipt": f"/ho-so/{number}/giay-tiep-nhan", "supplement-slip": f"/ho-so/{asked}/phieu-bo-sung",
        "refusal-slip": f"/ho-so/{refused}/phieu-tu-choi", "lane-receipt": f"/quay/chung-thuc/giay-hen?so={number}",
        "ticket": f"/lay-so/{ticket['ticket']}?ma={ticket.get('code', '')}",
        "cash-receipt": one("/quay/thu-tien", COUNTER, r'href="(/quay/thu-tien/[^"]+/[^"]+)"'),
        "hand-over": one("/ban-giao", COUNTER, r'href="(/ban-giao/[^"?]+)"'),
        "originals-slip": f"/ho-so/{birth}/phieu-tra-ban-chinh",
        **matters(api, number),
        "calendar": one("/quan-tri/lich", ADMIN, r'href="(/quan-tri/lich/[^"]+)"'),
        "compare": one("/quan-tri/thu-tuc/1.001193", ADMIN, r'href="(/quan-tri/thu-tuc/[^"]+/so-sanh[^"]+)"'),
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


# Cells of tables whose head is gone on a narrow page that do not say what they are: a figure, a time or a dash behind the
# first cell, or the same words twice in a row, with no label that shows. What can be pressed and a pill speak for themselves.
UNSAID = """() => {
    const told = [];
    for (const table of document.querySelectorAll('table.stack')) {
        if (table.tHead && getComputedStyle(table.tHead).display !== 'none') { told.push('the head shows'); continue; }
        for (const row of table.tBodies[0].rows) {
            const said = new Set();
            [...row.cells].filter((cell) => !cell.matches('.pickcell')).forEach((cell, column) => {
                if (cell.querySelector('a, button, input, select, textarea, .pill')) return;
                const label = cell.querySelector('.onlystack');
                if (label && getComputedStyle(label).display !== 'none') return;
                const text = cell.innerText.trim();
                if (!text) return;
                if ((column > 0 && /^[-+–−(]?\\s*\\d|^[-–]$/.test(text)) || said.has(text)) told.push(row.innerText + ' → ' + text);
                said.add(text);
            });
        }
    }
    return told;
}"""


@pytest.mark.parametrize("route", sorted(PAGES))
def test_without_its_head_a_table_says_what_its_figures_are(route, readers, city, places):
    page = readers(PAGES[route][0])
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(city.base + address(route, places))
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    told = page.evaluate(UNSAID)
    assert not told, "\n".join(told[:5])


def test_a_figure_without_a_label_would_be_seen(readers, city):
    """The check above sees what it is there for."""
    page = readers(ADMIN)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(city.base + "/quan-tri/don-vi")
    assert page.locator(".stack .onlystack").count() > 3 and not page.evaluate(UNSAID)
    page.evaluate("document.querySelectorAll('.stack .onlystack').forEach((label) => label.remove())")
    assert page.evaluate(UNSAID)


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
    # Who may see a page may hear of what changes on it.
    heard = page.evaluate("""async () => {
        const topics = [...new Set([...document.querySelectorAll('[data-live]')].flatMap((part) => part.dataset.live.split(' ')))];
        const code = new URL(location.href).searchParams.get('code') || '';
        const answers = [];
        for (const topic of topics) {
            const end = new AbortController();
            answers.push([topic, (await fetch(`/song?topic=${encodeURIComponent(topic)}&code=${code}`, { signal: end.signal })).status]);
            end.abort();
        }
        return answers;
    }""")
    assert all(status == 200 for _, status in heard), heard
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
    # An official paper offers little more than printing it and the way back.
    assert len(seen) >= (1 if page.locator(".official").count() else 4), seen


def test_the_inbox_weighs_less_than_sixty_kilobytes(city, places):
    """HTML of fifty rows, style sheet and script together, as they go over the wire."""
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
