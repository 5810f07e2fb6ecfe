"""Secondments: the city sees where it will break, a department offers, an officer is posted, works there, and is locked out after.

The journey goes through the pages; the day after the posting is a server started with `--now`.
"""

import datetime
import json

import pytest

from conftest import ROOT, Server, copy_store, run

CITY, LENT, LEADER = "city@tp", "officer@vpdk-dat-dai", "leader@vpdk-dat-dai"
WARD, FIELD = "27373", "chung-thuc"
ZONE = datetime.timezone(datetime.timedelta(hours=7))


def day(ahead=0):
    return (datetime.datetime.now(ZONE).date() + datetime.timedelta(days=ahead)).isoformat()


def posting(**more):
    return {"user": LENT, "unit": WARD, "field": FIELD, "from": day(), "to": day(1), **more}


def offer(**more):
    return {"department": "vpdk-dat-dai", "field": "dat-dai", "officers": 206, "from": day(), "days": 20, **more}


def test_an_officer_is_posted_works_there_and_is_locked_out_the_day_after(browser, founded, tmp_path):
    from browsing import Person, look_over
    from walking import Walker

    store = copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")
    last = day(1)
    with Server(store) as site:
        number, untouched = (site.receive("2.000815", accept=True) for _ in range(2))
        status, said = site.act(number, "complete-step", {}, LENT)
        assert status == 403, said
        leader = Person(browser, site, LEADER, script=True)
        leader.go("/tang-cuong")
        assert leader.page.locator("#trien-vong").count() == 0 and leader.page.locator("#cu").count() == 0
        leader.page.locator("#offer-field").select_option("dat-dai")
        leader.page.locator("#offer-officers").fill("206")
        leader.press("Ghi đề nghị")
        assert "206" in leader.page.locator("#de-nghi").inner_text()
        look_over(leader.page)
        leader.end()

        city = Person(browser, site, CITY, script=True)
        city.send(city.page.locator('header nav a[href="/tang-cuong"]'))
        assert "206" in city.page.locator("#de-nghi").inner_text()
        form = city.page.locator("#cu form")
        form.locator('[name="user"]').select_option(LENT)
        form.locator('[name="unit"]').fill(WARD)
        form.locator('[name="field"]').select_option(FIELD)
        form.locator('[name="from"]').fill(day())
        form.locator('[name="to"]').fill(last)
        city.press("Cử và giao quyền")
        assert "done=posted" in city.page.url and city.page.locator('main [role="alert"]').count() == 0, city.text()[:800]
        assert city.page.locator("main tr[data-row]", has_text="Bình Tiên").count() == 1
        look_over(city.page)
        city.end()

        officer = Walker(browser, site, LENT)
        officer.go(f"/ho-so?unit={WARD}")
        assert number in officer.page.content()
        officer.go(f"/ho-so/{number}")
        step = officer.page.locator(f'main form[action="/ho-so/{number}/complete-step"]')
        assert step.count() == 1, officer.text()[:1200]
        officer.unfold(step)
        officer.send(step.get_by_role("button").last)
        assert "done=complete-step" in officer.page.url, officer.page.url
        history = site.dossier(number, f"counter@{WARD}")["history"]
        assert any(line["kind"] == "StepCompleted" for line in history), history[-2:]
        officer.end()

    after = datetime.date.fromisoformat(last) + datetime.timedelta(days=1)
    with Server(store, "--now", f"{after}T09:00:00+07:00") as site:
        status, said = site.act(untouched, "complete-step", {}, LENT)
        assert status == 403, said
        assert site.call("GET", f"/api/v1/dossiers/{untouched}", token=site.token(LENT))[0] == 403
        officer = Person(browser, site, LENT)
        answer = officer.page.goto(f"{officer.base}/ho-so/{untouched}")
        assert answer.status == 403
        officer.end()
        # The own officer goes on as ever, and the city finds the posting among those that are over.
        assert site.act(untouched, "complete-step", {}, f"officer@{WARD}")[0] == 200
        city = Person(browser, site, CITY, script=True)
        city.go("/tang-cuong")
        assert "Đã kết thúc" in city.text() and city.page.locator('form[action="/tang-cuong/ket-thuc"]').count() == 0
        city.end()
    run("verify", "--store", store)


def test_a_posting_ended_early_takes_the_right_along(browser, founded, tmp_path):
    from browsing import Person

    with Server(copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")) as site:
        number = site.receive("2.000815", accept=True)
        assert site.call("POST", "/api/v1/city/postings", posting(to=day(20)), site.token(CITY))[0] == 201
        assert site.call("GET", f"/api/v1/dossiers/{number}", token=site.token(LENT))[0] == 200
        city = Person(browser, site, CITY, script=True)
        city.go("/tang-cuong")
        city.send(city.page.locator('form[action="/tang-cuong/ket-thuc"] button'))
        assert "done=ended" in city.page.url
        city.end()
        assert site.call("GET", f"/api/v1/dossiers/{number}", token=site.token(LENT))[0] == 403
        # Free again.
        assert site.call("POST", "/api/v1/city/postings", posting(), site.token(CITY))[0] == 201


def test_a_refused_form_comes_back_as_it_was_typed(browser, founded, tmp_path):
    from browsing import Person

    with Server(copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")) as site:
        city = Person(browser, site, CITY, script=True)
        city.go("/tang-cuong?unit=27373&field=dat-dai")
        form = city.page.locator("#cu form")
        assert form.locator('[name="field"]').input_value() == "dat-dai" and WARD in form.locator('[name="unit"]').input_value()
        form.locator('[name="user"]').select_option(LENT)
        form.locator('[name="from"]').fill(day(9))
        form.locator('[name="to"]').fill(day(3))
        city.press("Cử và giao quyền")
        assert city.page.locator('main [role="alert"]').count() == 1
        assert city.page.locator("#posting-to").get_attribute("aria-invalid") == "true"
        assert city.page.locator("#posting-to").input_value() == day(3) and city.page.locator("#posting-user").input_value() == LENT
        assert city.page.locator('main [role="alert"] a').get_attribute("href") == "#posting-to"
        city.end()


@pytest.mark.parametrize("body, user, status", [
    (posting(), LEADER, 403), (posting(), "admin@tp", 403), (posting(user="ai@dau"), CITY, 404),
    (posting(user="officer@26740"), CITY, 422), (posting(unit="99999"), CITY, 404), (posting(unit="bhxh"), CITY, 422),
    (posting(field="khong-co"), CITY, 422), (posting(**{"from": day(-1)}), CITY, 422), (posting(**{"from": day(2)}), CITY, 422),
    (posting(to="2026-02-31"), CITY, 422), ({"user": LENT}, CITY, 422)])
def test_postings_that_cannot_be(server, body, user, status):
    got, said = server.call("POST", "/api/v1/city/postings", body, server.token(user))
    assert got == status, said


@pytest.mark.parametrize("body, user, status", [
    (offer(), "officer@vpdk-dat-dai", 403), (offer(), "leader@so-tu-phap", 403), (offer(officers=0), LEADER, 422),
    (offer(field="khong-co"), LEADER, 422), (offer(days=0), LEADER, 422), (offer(**{"from": day(-1)}), LEADER, 422),
    (offer(department=WARD), CITY, 422), (offer(department="so-khong-co"), CITY, 404), (offer(officers="nhiều"), LEADER, 422)])
def test_offers_that_cannot_be(server, body, user, status):
    got, said = server.call("POST", "/api/v1/city/offers", body, server.token(user))
    assert got == status, said


def test_an_offer_is_taken_back_and_a_posting_ended_by_programs(server):
    def call(path, who, **body):
        return server.call("POST", f"/api/v1/city/{path}", body, server.token(who))

    status, said = call("offers", LEADER, **offer())
    assert status == 201, said
    assert call(f"offers/{said['id']}/withdraw", f"leader@{WARD}")[0] == 403
    assert call(f"offers/{said['id']}/withdraw", LEADER)[0] == 200
    assert call(f"offers/{said['id']}/withdraw", LEADER)[1]["type"].endswith("offer-over")
    assert call("offers/tp-9999/withdraw", CITY)[0] == 404
    status, said = call("postings", CITY, **posting())
    assert status == 201, said
    assert call(f"postings/{said['id']}/end", LEADER)[0] == 403
    assert call(f"postings/{said['id']}/end", CITY)[0] == 200
    assert call(f"postings/{said['id']}/end", CITY)[0] == 409


def test_who_sees_what(server):
    for user, status in ((CITY, 200), ("auditor@tp", 200), (LEADER, 200), (f"leader@{WARD}", 403), (LENT, 403)):
        got, _, _ = server.exchange("GET", "/tang-cuong", token=server.token(user), headers={"Accept": "text/html"})
        assert got == status, (user, got)
    for path in ("/api/v1/city/outlook", "/api/v1/city/plan"):
        assert server.call("GET", path, token=server.token(CITY))[0] == 200
        assert server.call("GET", path, token=server.token(LEADER))[0] == 403
        assert server.call("GET", path)[0] == 401
    assert server.call("GET", "/api/v1/city/outlook?days=0", token=server.token(CITY))[0] == 422
    assert server.call("GET", "/api/v1/city/outlook?days=21", token=server.token(CITY))[0] == 422


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """Five weeks of one busy ward, of a fixed time."""
    folder = tmp_path_factory.mktemp("lived")
    store, moment = f"sqlite:{folder}/city.sqlite", "2026-11-20T10:30:00+07:00"
    run("demo", "--store", store, "--days", "35", "--per-day", "25", "--units", "2", "--until", moment)
    return store, moment


def test_the_outlook_says_its_range_and_the_plan_keeps_to_the_offers(lived):
    store, moment = lived
    with Server(store, "--now", moment) as site:
        status, outlook = site.call("GET", "/api/v1/city/outlook?days=5&limit=500", token=site.token(CITY))
        assert status == 200 and len(outlook["days"]) == 5 and outlook["known"] >= 20, outlook
        assert outlook["items"], "a ward with five weeks behind it has an outlook"
        for line in outlook["items"]:
            if line["basis"] == "forecast":
                assert line["late"]["low"] <= line["late"]["middle"] <= line["late"]["high"], line
                assert line["arrivals"]["low"] <= line["arrivals"]["middle"] <= line["arrivals"]["high"], line
        highest = [(line["late"] or {"high": 0})["high"] for line in outlook["items"]]
        assert highest[0] > 0 or max(highest) == 0, "who will be late most stands first"
        status, plan = site.call("GET", "/api/v1/city/plan", token=site.token(CITY))
        assert status == 200 and plan["officers"] <= 206 + 12, plan
        assert all(line["field"] == "dat-dai" and 0 < line["officers"] <= 6 for line in plan["items"]), plan
        status, _, body = site.exchange("GET", "/tang-cuong", token=site.token(CITY), headers={"Accept": "text/html"})
        text = body.decode()
        assert status == 200 and "206" in text and "Con số này từ đâu mà có" in text


def test_the_forecast_is_scored_and_says_where_it_loses(lived, tmp_path):
    store, _ = lived
    file = tmp_path / "starts.csv"
    first = datetime.date(2026, 1, 5)
    lines = ["case:concept:name,case:startdate,what"]
    for n in range(120):
        lines += [f'c{n},{first + datetime.timedelta(days=n // 2)} 08:00:00,"a, ""quoted"" one"'] * 2
    file.write_text("\n".join(lines) + "\n")
    sources = json.loads(run("bench", "forecast", "--store", store, "--csv", str(file)).stdout)
    assert [one["source"] for one in sources] == ["store, by ward and field", "store, the whole city", "starts.csv"]
    assert sources[2]["arrivals"] == 120, "each case counts once"
    for source in sources:
        for line in source["horizons"]:
            assert line["cases"] == 0 or all(float(line[k]) >= 0 for k in ("ours", "yesterday", "sameWeekday", "coverage"))
    real = ROOT.parent / "shared/data/eventlogs/receipt_wabo.csv"
    if not real.exists():
        pytest.skip("receipt_wabo.csv is not there")
    one, = json.loads(run("bench", "forecast", "--csv", str(real)).stdout)
    assert one["arrivals"] > 1000 and one["horizons"][0]["cases"] > 200, one


def test_the_plan_beats_the_longest_queue_in_the_simulated_city():
    lines = json.loads(run("bench", "secondment", "--seed", "1", "--cities", "1").stdout)
    for line in lines:
        assert line["plan"] < min(line["longestQueue"], line["sharedByQueue"], line["nobody"]), line
