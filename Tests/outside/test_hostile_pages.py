"""Hostile input in every text field of the pages: shown as text, kept in NFC as it was typed, never executed, nothing lost.

The script is on, so that what could be executed would be: a dialog, an error in the console, an element that nobody put
there or a policy that had to step in fails the test. What nobody sees (zero-width and direction marks) is kept as it was
typed (docs/decisions/0017).
"""

import re
import unicodedata

import pytest

from browsing import IDNUMBER
from conftest import PASSWORD
from walking import HERE, PHONE, Walker

MARKUP = "</textarea></title><script>window.evil=1</script><img src=x onerror=window.evil=2><b id=evil>&amp;\"'"
BIDI = "a\u202eb\u2066c\u200bd\ufeff"
NFD = unicodedata.normalize("NFD", "Nguyễn Thị Ửng ở đường")
EMOJI = "Bé 👶🏽 🇻🇳 👨‍👩‍👧"
MIX = f"{MARKUP} {BIDI} {NFD} {EMOJI}"
LONG = "ạ" * 100_000
KINDS = {"markup": MARKUP, "bidi": BIDI, "nfd": NFD, "emoji": EMOJI}
COUNTER, OFFICER, LEADER = (f"{role}@{HERE}" for role in ("counter", "officer", "leader"))
PLAIN = "input:not([type]), input[type=text], input[type=search], input[type=email], input[type=tel], textarea"


def kept(text):
    """What is stored of `text`."""
    return unicodedata.normalize("NFC", text)


class Victim(Walker):
    """Somebody at a browser with the script on, to whom nothing may happen."""

    def __init__(self, browser, site, user=None, **more):
        self.happened = []
        super().__init__(browser, site, user, script=True, **more)
        self.page.on("dialog", lambda dialog: (self.happened.append(dialog.message), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.happened.append(str(error)))
        self.page.on("console", self.said)

    def said(self, line):
        # A refused form comes back with a status that Chromium notes in its console.
        refused = "Failed to load resource" in line.text and re.search(r"status of 4(0[0-9]|13|22)", line.text)
        if line.type == "error" and not refused:
            self.happened.append(line.text)

    def look(self):
        super().look()
        assert not self.happened, (self.page.url, self.happened)
        assert self.page.evaluate("window.evil === undefined"), self.page.url
        assert self.page.locator("#evil, img[src=x], main script").count() == 0, self.page.url

    def names(self, form):
        """Names of the text fields of a form that somebody can type in."""
        fields = form.locator(", ".join(f"{one}" for one in PLAIN.split(", "))).all()
        return [f.get_attribute("name") for f in fields if f.get_attribute("name") and not f.get_attribute("readonly")]

    def value(self, name, form):
        return form.locator(f'[name="{name}"]:not([type=hidden])').first.input_value()

    def answered(self, answer):
        # A draft of 100,000 characters is not kept by the script; the form itself keeps it. Nor does the counter's script
        # renew its lists from a form that would be refused: it leaves them as they are.
        renewal = answer.request.method == "POST" and "x-live" in answer.request.headers
        if answer.status >= 500 or not ("/nhap" in answer.url or renewal and answer.status == 422):
            super().answered(answer)

    def refused(self):
        alert = self.page.locator('main [role="alert"]')
        assert alert.count() == 1, f"{self.page.url} refuses nothing: {self.text()[:400]}"
        return alert.inner_text()


@pytest.fixture()
def victims(browser, site):
    here = []

    def make(user=None, **more):
        here.append(Victim(browser, site, user, **more))
        return here[-1]

    yield make
    for one in here:
        one.end()


def texts(site, number, user=COUNTER):
    """All that a dossier keeps, as the API shows it to staff."""
    dossier = site.dossier(number, user)
    found = [line.get("text") or "" for line in dossier["history"]]
    for person in ("applicant", "authorised"):
        found += [str(value) for value in (dossier.get(person) or {}).values()]
    return found + list((dossier.get("form") or {}).values())


def too_long_one_by_one(person, form, send, names=None):
    """Each text field of a form gets 100,000 characters: refused in words, the field and its neighbours keep theirs."""
    for name in names or person.names(form):
        before = {other: person.value(other, form) for other in person.names(form) if other != name}
        person.put(name, LONG, form)
        send()
        words = person.refused()
        assert len(words) < 2_000, f"{name}: the refusal repeats what was typed"
        assert person.value(name, form) == LONG, f"{name}: lost"
        after = {other: person.value(other, form) for other in before}
        assert after == before, (name, after, before)
        person.put(name, "", form)


# MARK: the counter


def at_the_counter(person, site, code="1.001612"):
    """The intake form filled rightly."""
    person.to("/quay")
    person.put("q", code)
    person.send()
    form = person.page.locator("main form[data-draft]")
    for name, value in (("name", "Lê Thị Hoa"), ("idNumber", IDNUMBER), ("address", "12 Hậu Giang"), ("phone", PHONE)):
        person.put(f"applicant.{name}", value, form)
    procedure = site.procedure(code)
    case = procedure["cases"][0]["id"]
    fits = lambda item: item.get("cases") is None or case in item["cases"]
    for paper in procedure["papers"]:
        if paper["required"] and fits(paper):
            person.put("paper", paper["id"], form)
    person.fill_form(procedure, fits, {})
    return form, procedure, [field for field in procedure["form"] if fits(field)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_intake_form_takes_hostile_text_as_text(victims, site, kind):
    text, clerk = KINDS[kind], victims(COUNTER)
    form, _, fields = at_the_counter(clerk, site)
    free = ["applicant.name", "applicant.address", "authorised.name", "authorised.address"]
    free += [f"form.{field['name']}" for field in fields if field["type"] in ("text", "longText")]
    for name in free:
        clerk.put(name, text, form)
    clerk.put("authorised.idNumber", "079190000124", form)
    clerk.do("accept")
    clerk.quiet()
    number, _ = clerk.receipt()
    dossier = site.dossier(number, COUNTER)
    for name in free:
        part, field = name.split(".")
        assert dossier[part][field] == kept(text), name
    # Everywhere it is shown it is text.
    assert kept(text) in clerk.text()
    for path in (f"/ho-so/{number}", f"/ho-so?xem={number}", "/ho-so", f"/ho-so?q={number}"):
        clerk.go(path)
        assert kept(text) in clerk.page.locator("body").inner_text(), path


def test_fields_of_the_intake_form_that_want_something_else_say_so(victims, site):
    clerk = victims(COUNTER)
    form, _, fields = at_the_counter(clerk, site)
    wrong = ["applicant.idNumber", "applicant.phone", "applicant.email", "authorised.idNumber", "authorised.phone", "quantity", "competentAgency",
             "pickUpUnit"]
    wrong += [f"form.{field['name']}" for field in fields if field["type"] in ("idNumber", "phone", "money", "integer")]
    clerk.put("authorised.name", MIX, form)
    for name in wrong:
        clerk.put(name, MIX, form)
    clerk.do("accept")
    assert clerk.refused()
    for name in wrong + ["authorised.name"]:
        assert clerk.value(name, form) == MIX, name
    # The scan and the search for a procedure lie in the same form.
    for name in ("card", "q"):
        clerk.to("/quay")
        clerk.put(name, MIX)
        clerk.send()
        assert clerk.value(name, clerk.page.locator("main form[data-draft]")) == MIX, name


def test_what_is_too_long_at_the_counter_is_refused_and_kept(victims, site):
    clerk = victims(COUNTER)
    form, _, _ = at_the_counter(clerk, site)
    names = [name for name in clerk.names(form) if name not in ("card", "q") and not name.startswith("copies.")]
    assert len(names) >= 20, names
    rest = [name for name in names if not name.startswith(("refuse.", "guide."))]
    too_long_one_by_one(clerk, form, lambda: clerk.do("accept"), rest)
    for name, ends in (("refuse.reason", "refuse"), ("guide.reason", "guide")):
        too_long_one_by_one(clerk, form, lambda: clerk.do(ends), [name])
    clerk.put("card", LONG, form)
    clerk.do("card")
    assert clerk.refused() and clerk.value("card", form) == LONG


def test_the_certification_lane(victims, site):
    clerk = victims(COUNTER)
    clerk.to("/quay")
    clerk.send(clerk.page.locator('main nav a[href="/quay/chung-thuc"]'))
    clerk.scan()
    form = clerk.page.locator("main form[data-draft]")
    free = ["name.0", "issuer.0", "applicant.name", "applicant.address"]
    for name in free:
        clerk.put(name, MIX, form)
    clerk.put("pay", "later", form)
    clerk.do("accept")
    clerk.quiet()
    number, _ = clerk.receipt()
    dossier = site.dossier(number, COUNTER)
    assert dossier["form"]["documentName"] == kept(MIX) and dossier["form"]["issuer"] == kept(MIX)
    assert dossier["applicant"]["name"] == kept(MIX) == dossier["applicant"]["address"]
    clerk.to("/quay")
    clerk.send(clerk.page.locator('main nav a[href="/quay/chung-thuc"]'))
    clerk.scan()
    clerk.put("pay", "later", form)
    names = [name for name in clerk.names(form) if name != "card"]
    too_long_one_by_one(clerk, form, lambda: clerk.do("accept"), [n for n in names if not n.startswith(("pages", "copies"))])
    for name in ("pages.0", "copies.0"):
        clerk.put(name, MIX, form)
    clerk.do("accept")
    assert clerk.refused() and clerk.value("pages.0", form) == MIX


# MARK: online


def online(person, site, code="1.001193"):
    person.go(f"/nop/{code}")
    form = person.page.locator("main form.online")
    person.put("unit", "Phường Bình Tiên", form)
    for name, value in (("name", "Lê Thị Hoa"), ("idNumber", IDNUMBER), ("phone", PHONE), ("address", "12 Hậu Giang")):
        person.put(f"applicant.{name}", value, form)
    procedure = site.procedure(code)
    case = procedure["cases"][0]["id"]
    fits = lambda item: item.get("cases") is None or case in item["cases"]
    for box in form.locator('input[name="onpaper"]').all():
        person.tick(box, "checkbox")
    person.fill_form(procedure, fits, {})
    return form, [field for field in procedure["form"] if fits(field)]


@pytest.mark.parametrize("kind", KINDS)
def test_online_filing_takes_hostile_text_as_text(victims, site, kind):
    text, citizen = KINDS[kind], victims()
    form, fields = online(citizen, site)
    free = ["applicant.name", "applicant.address", "authorised.name", "authorised.address"]
    free += [f"form.{field['name']}" for field in fields if field["type"] in ("text", "longText")]
    for name in free:
        citizen.put(name, text, form)
    citizen.put("authorised.idNumber", "079190000124", form)
    citizen.do("check")
    citizen.quiet()
    assert kept(text) in citizen.text() or text in citizen.text()
    citizen.press("Nộp hồ sơ")
    citizen.quiet()
    number, code = citizen.receipt()
    dossier = site.dossier(number, COUNTER)
    for name in free:
        part, field = name.split(".")
        assert dossier[part][field] == kept(text), name


def test_what_is_wrong_or_too_long_online_is_refused_and_kept(victims, site):
    citizen = victims()
    form, fields = online(citizen, site)
    wrong = ["unit", "applicant.idNumber", "applicant.phone", "applicant.email", "authorised.idNumber", "authorised.phone"]
    wrong += [f"form.{field['name']}" for field in fields if field["type"] in ("idNumber", "phone", "money", "integer")]
    right = {name: citizen.value(name, form) for name in wrong}
    citizen.put("authorised.name", MIX, form)
    for name in wrong:
        citizen.put(name, MIX, form)
    citizen.do("check")
    assert citizen.refused()
    for name in wrong + ["authorised.name"]:
        assert citizen.value(name, form) == MIX, name
    for name, value in right.items():
        citizen.put(name, value, form)
    citizen.put("authorised.name", "", form)
    too_long_one_by_one(citizen, form, lambda: citizen.do("check"))


# MARK: actions


def setting(person, number, action):
    person.find(number)
    form = person.form(number, action)
    assert form.count() == 1, f"{action} is not offered: {person.text()[:800]}"
    person.unfold(form)
    return form


# Journeys of actions: who does what, with which values besides the free text.
PASSING = [
    (COUNTER, "accept", {}), (COUNTER, "add-note", {}), (COUNTER, "correct", {"formField": "childHometown"}),
    (OFFICER, "assign", {"user": OFFICER}), (OFFICER, "pass", {"user": COUNTER}),
    (OFFICER, "request-supplement", {"papers": "giay-chung-sinh"}), (COUNTER, "supplement", {}),
    (OFFICER, "suspend", {}), (OFFICER, "resume", {}),
    (OFFICER, "request-opinion", {"unit": "so-tu-phap"}), ("officer@so-tu-phap", "give-opinion", {}),
    (LEADER, "reschedule", {}), (OFFICER, "request-payment", {"amount": "5000"}), (COUNTER, "confirm-payment", {"amount": "5000"}),
    (OFFICER, "complete-step", {}), (OFFICER, "complete-step", {}), (LEADER, "decide", {"outcome": "reject"}),
    (LEADER, "reopen", {}), (LEADER, "decide", {"outcome": "approve"}), (OFFICER, "complete-step", {}),
    (COUNTER, "return-result", {}),
]
MOVING = [
    (COUNTER, "hand-over", {"unit": "vpdk-dat-dai"}), (COUNTER, "recall", {}), ("officer@vpdk-dat-dai", "decline", {}),
    (COUNTER, "hand-over", {"unit": "vpdk-dat-dai"}), ("officer@vpdk-dat-dai", "take-over", {}),
]


@pytest.mark.parametrize("code, acts", [
    ("1.001193", PASSING), ("1.013831", MOVING), ("1.001193", [(COUNTER, "refuse", {})]),
    ("1.001193", [(COUNTER, "withdraw", {})]),
    ("1.001193", [(COUNTER, "request-supplement", {"papers": "giay-chung-sinh"}), (COUNTER, "close", {})]),
], ids=["its whole way", "between units", "refuse", "withdraw", "close"])
def test_every_action_takes_hostile_text_as_text_and_refuses_what_is_too_long(victims, site, code, acts):
    number = site.receive(code, accept=code == "1.013831")
    people = {}
    for user, action, values in acts:
        person = people[user] = people.get(user) or victims(user)
        form = setting(person, number, action)
        offered = next(a for a in site.call("GET", f"/api/v1/dossiers/{number}", token=site.token(user))[1]["actions"]
                       if a["action"] == action)
        given = {f["name"]: f["suggested"] for f in offered["fields"] if "suggested" in f and f["type"] not in ("text", "longText")}
        for name, value in {**{n: v for n, v in given.items() if n in values}, **values}.items():
            person.put(name, value, form)
        kinds = {field["name"]: field["type"] for field in offered["fields"]}
        free = [name for name in person.names(form) if kinds.get(name) in ("text", "longText")]
        for name in free:
            before = {other: person.value(other, form) for other in person.names(form) if other != name}
            was = person.value(name, form)
            person.put(name, LONG, form)
            person.send(form.get_by_role("button").last)
            assert len(person.refused()) < 1_000, (action, name)
            assert person.value(name, form) == LONG, (action, name)
            for other, value in before.items():
                # A unit that was typed as a code comes back with its name.
                assert value in person.value(other, form), (action, name, other)
            person.put(name, was, form)
        for name in free:
            person.put(name, MIX, form)
        person.send(form.get_by_role("button").last)
        person.quiet()
        assert f"done={action}" in person.page.url, person.page.url
        spoken = [name for name in free if name in ("note", "reason", "recipient")]
        if {"note", "reason"} & set(spoken):
            assert any(kept(MIX) in text for text in texts(site, number, user)), (action, free)
            assert kept(MIX) in person.page.locator("main").inner_text() or action in ("pass",), action
    for person in people.values():
        person.find(number)
        assert not person.happened


# MARK: tracking


def test_tracking_supplement_withdrawal_and_rating(victims, site):
    filing = site.filing(site.procedure("1.001193"), channel="online")
    _, receipt = site.call("POST", "/api/v1/dossiers", filing)
    number, code = receipt["number"], receipt["trackingCode"]
    asked = {"papers": "giay-chung-sinh", "fields": "childHometown,childBirthPlace", "reason": MIX}
    assert site.act(number, "request-supplement", asked, COUNTER)[0] == 200
    citizen = victims(touch=True)
    citizen.track(number, code)
    assert citizen.why(number) and kept(MIX) in citizen.text()

    def fill_in(action, more=()):
        citizen.track(number, code)
        form = citizen.page.locator(f'main form[action="/tra-cuu/{number}/{action}"]')
        citizen.unfold(form)
        for name, value in more:
            citizen.put(name, value, form)
        names = citizen.names(form)
        assert names, action
        send = lambda: citizen.send(form.locator("button:not(.unseen)").last)
        for name in names:
            citizen.put(name, "Xã Bình Mỹ", form)
        for name in names:
            citizen.put(name, LONG, form)
            send()
            assert len(citizen.refused()) < 1_000 and citizen.value(name, form) == LONG, (action, name)
            for other in names:
                assert other == name or citizen.value(other, form) == "Xã Bình Mỹ", (action, name, other)
            citizen.put(name, "Xã Bình Mỹ", form)
        for name in names:
            citizen.put(name, MIX, form)
        send()
        citizen.quiet()

    fill_in("supplement", [("papers", "giay-chung-sinh")])
    clerk = victims(COUNTER)
    clerk.act(number, "supplement")
    dossier = site.dossier(number, COUNTER)
    assert dossier["form"]["childHometown"] == kept(MIX) == dossier["form"]["childBirthPlace"]
    assert sum(kept(MIX) in text for text in texts(site, number)) >= 2
    fill_in("withdraw")
    assert kept(MIX) in site.dossier(number, COUNTER)["requests"][0]["text"]
    assert site.act(number, "withdraw", {}, COUNTER)[0] == 200
    fill_in("rating", [("scores.access", "5")])
    clerk.find(number)
    assert any(kept(MIX) in text for text in texts(site, number))


@pytest.mark.parametrize("kind", [*KINDS, "long"])
@pytest.mark.parametrize("path, name", [
    ("/tra-cuu", "number"), ("/tra-cuu", "code"), ("/nop", "q"), ("/thu-tuc", "q"), ("/nop/tiep-tuc", "ma"),
    ("/nop/tiep-tuc", "so")])
def test_questions_of_strangers(victims, path, name, kind):
    ask(victims(), path, name, {**KINDS, "long": LONG}[kind])


@pytest.mark.parametrize("kind", [*KINDS, "long"])
@pytest.mark.parametrize("path", ["/ho-so", "/quay", "/quay/thu-tien"])
def test_questions_of_staff(victims, path, kind):
    ask(victims(COUNTER), path, "so" if "tien" in path else "q", {**KINDS, "long": LONG}[kind])


def ask(person, path, name, text):
    """A question whose answer is a page in words, with the question still in its field."""
    person.go(path)
    field = person.page.locator(f'main [name="{name}"]').first
    others = person.page.locator(f'main form:has([name="{name}"]) input[required]:not([name="{name}"])').all()
    for other in others:
        other.fill("ABCD2345")
    field.fill(text)
    typed = field.input_value()
    person.send(person.page.locator(f'main form:has([name="{name}"]) button:not(.unseen):not([value=card])').first)
    assert person.page.locator("h1").inner_text()
    again = person.page.locator(f'main [name="{name}"]').first
    if again.count():
        # A number or code comes back as it is looked up: in capitals, without spaces.
        plain = lambda words: unicodedata.normalize("NFC", re.sub(r"\s", "", words)).upper()[:150]
        assert plain(again.input_value()) == plain(typed)


@pytest.mark.parametrize("kind", [*KINDS, "long"])
def test_the_log_in(victims, kind):
    text, person = {**KINDS, "long": LONG}[kind], victims()
    for user, password in ((text, PASSWORD), (COUNTER, text)):
        person.go("/dang-nhap")
        person.page.get_by_label("Tên đăng nhập").fill(user)
        person.page.get_by_label("Mật khẩu").fill(password)
        person.press("Đăng nhập")
        assert person.refused()
        assert person.page.get_by_label("Tên đăng nhập").input_value() == user
    person.page.goto(person.base + "/dang-nhap?next=javascript:window.evil=1")
    person.page.get_by_label("Tên đăng nhập").fill(OFFICER)
    person.page.get_by_label("Mật khẩu").fill(PASSWORD)
    person.press("Đăng nhập")
    assert person.page.url.endswith("/ho-so")


# MARK: a refused form and a slow line lose nothing either


def test_a_page_with_a_refused_form_stays_live_and_keeps_what_was_typed(victims, site):
    number = site.receive("1.004873", accept=True)
    officer = victims(OFFICER)
    form = setting(officer, number, "suspend")
    officer.put("reason", LONG, form)
    officer.send(form.get_by_role("button").last)
    assert officer.refused()
    assert site.act(number, "add-note", {"topic": "call", "note": "Đã gọi điện cho người nộp."}, COUNTER)[0] == 200
    officer.page.locator("#ds-what", has_text="Đã gọi điện cho người nộp.").wait_for()
    assert officer.value("reason", form) == LONG, "typed text is not renewed away"
    officer.look()
    # The way to the fresh page leads there, not to the address of the form.
    assert officer.page.locator("[data-stale] a").get_attribute("href") == f"/ho-so/{number}"


def test_an_answer_that_comes_late_does_not_overwrite_what_was_typed_meanwhile(victims, site):
    clerk = victims(COUNTER)
    form, _, _ = at_the_counter(clerk, site)
    held, slow = [], True
    clerk.page.route(
        "**/quay/1.001612",
        lambda route: held.append(route) if slow and route.request.headers.get("x-live") else route.continue_())
    clerk.put("applicant.address", "34 Cao Văn Lầu", form)
    for _ in range(100):
        if held:
            break
        clerk.page.wait_for_timeout(50)
    clerk.put("form.taxNoticeAddress", "56 Hậu Giang", form)
    clerk.put("applicant.email", "hoa@noi.vn", form)
    answers = []
    clerk.page.on("response", lambda answer: answers.append(answer) if answer.request.headers.get("x-live") else None)
    slow = False
    for route in held:
        route.continue_()
    for _ in range(100):
        if len(answers) > 1:
            break
        clerk.page.wait_for_timeout(50)
    assert clerk.value("form.taxNoticeAddress", form) == "56 Hậu Giang"
    assert clerk.value("applicant.address", form) == "34 Cao Văn Lầu"
