"""Ten journeys end to end in Chromium, each as people would do it, through the pages.

Each is walked twice: with the script, staff by mouse; without JavaScript, staff by keyboard alone (Tab, Enter, Space, arrows).
The API is asked for the outcome, and for whose turn it is where a dossier goes its plain way.
"""

import datetime
import re
import time

import pytest

from browsing import NAME
from walking import HERE, Cast

BOTH = pytest.mark.parametrize("script", [False, True], ids=["keyboard, no JavaScript", "mouse, JavaScript"])
REGISTRY = "vpdk-dat-dai"
COUNTER, OFFICER, LEADER = (f"{role}@{HERE}" for role in ("counter", "officer", "leader"))


@pytest.fixture()
def cast(browser, site, request):
    began = time.monotonic()
    everybody = Cast(browser, site, request.getfixturevalue("script"))
    yield everybody
    presses = everybody.presses()
    everybody.end()
    print(f"\n{request.node.name}: {time.monotonic() - began:.1f} s" + (f", {presses} presses" if presses else ""))


def state(site, number, unit=HERE):
    return site.dossier(number, f"counter@{unit}")["status"]["state"]


def kinds(dossier):
    return [line["kind"] for line in dossier["history"]]


def a_day(days):
    """A weekday `days` ago or a little earlier, in the middle of the morning, as an input takes it."""
    day = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date() - datetime.timedelta(days=days)
    while day.weekday() > 4:
        day -= datetime.timedelta(days=1)
    return f"{day}T09:00"


# MARK: 1


@BOTH
def test_walk_in_copy(cast, site, script):
    clerk = cast[COUNTER]
    clerk.to("/quay")
    clerk.send(clerk.page.locator('main nav a[href="/quay/chung-thuc"]'))
    clerk.scan()
    assert NAME in clerk.page.locator("h1").inner_text()
    clerk.put("kind.0", "khai-sinh")
    clerk.put("pages.0", "4")
    clerk.put("copies.0", "3")
    clerk.put("pay", "later")
    clerk.do("accept")
    clerk.quiet()
    receipt = clerk.text()
    assert "18.000" in receipt and "4 trang × 3 bản" in receipt and NAME in receipt, receipt
    number, code = clerk.receipt()
    assert state(site, number) == "accepted"

    cast[OFFICER].act(number, "complete-step")
    leader = cast[LEADER]
    leader.to("/ho-so")
    leader.send(leader.page.locator('main a[href^="/ho-so/ky"]').first)
    leader.put("numbers", number)
    leader.send(leader.page.locator("#signing").get_by_role("button").first)
    assert "1" in leader.page.locator("h1").inner_text() and state(site, number) == "decided"
    cast[OFFICER].act(number, "complete-step")
    assert state(site, number) == "ready"

    # Nothing is handed out before it is paid.
    clerk.find(number)
    assert clerk.form(number, "return-result").count() == 0
    said = clerk.act(number, "confirm-payment")
    assert "BL-" in said
    clerk.act(number, "return-result")
    dossier = site.dossier(number, COUNTER)
    assert dossier["status"]["state"] == "returned"
    assert (dossier["payment"]["due"], dossier["payment"]["outstanding"]) == (18_000, 0)
    assert len(dossier["payment"]["receipts"]) == 1
    seen = cast.citizen().track(number, code)
    assert "Đã trả kết quả" in seen and NAME not in seen


# MARK: 2


@BOTH
def test_birth_with_a_missing_paper_and_a_supplement_by_phone(cast, site, script):
    clerk = cast[COUNTER]
    number, code = clerk.take_in("1.001193", lacking=["giay-chung-sinh"], ends="record")
    assert site.dossier(number, COUNTER)["status"]["national"] == 1
    reason = "Thiếu giấy chứng sinh của bệnh viện."
    clerk.act(number, "request-supplement", papers="giay-chung-sinh", reason=reason)
    before = site.dossier(number, COUNTER)
    assert before["status"]["national"] == 5 and before["supplement"]["papers"] == ["giay-chung-sinh"]

    # Form 02 is printed from the dossier and says what and why.
    clerk.go(f"/ho-so/{number}/phieu-bo-sung")
    slip = clerk.text()
    assert "PHIẾU YÊU CẦU BỔ SUNG" in slip and "Giấy chứng sinh" in slip and reason in slip

    phone = cast.citizen(touch=True)
    seen = phone.track(number, code)
    assert "Giấy chứng sinh" in seen and reason not in seen, seen
    assert reason in phone.why(number)
    assert phone.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    form = phone.page.locator(f'main form[action="/tra-cuu/{number}/supplement"]')
    slot = form.locator('input[type=file][name="file.giay-chung-sinh"]')
    if slot.count():
        slot.set_input_files({"name": "chứng sinh.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" + bytes(3_000)})
    else:
        phone.put("papers", "giay-chung-sinh", form)
    phone.put("note", "Tôi gửi ảnh chụp bản chính.", form)
    phone.send(form.get_by_role("button", name="Gửi bổ sung").last)
    phone.quiet()
    assert "Đã gửi phần bổ sung" in phone.text()

    clerk.act(number, "supplement")
    clerk.act(number, "accept")
    dossier = site.dossier(number, COUNTER)
    assert dossier["clock"]["due"] and not dossier["clock"]["paused"]
    assert dossier["accepted"] > before["received"], "the clock starts when all is there"
    # Once per agency: a second time needs a ground in law.
    officer = cast[OFFICER]
    officer.find(number)
    assert officer.form(number, "request-supplement").locator('[name="legalGround"][required]').count() == 1
    cast.walk(number)
    assert state(site, number) == "returned"
    assert "Đã trả kết quả" in phone.track(number, code)


@BOTH
def test_a_supplement_of_an_accepted_dossier_restarts_the_clock(cast, site, script):
    clerk, officer = cast[COUNTER], cast[OFFICER]
    number, code = clerk.take_in("1.004873")
    first = site.dossier(number, COUNTER)["clock"]
    paper = site.procedure("1.004873")["papers"][0]["id"]
    officer.act(number, "request-supplement", papers=paper, reason="Thiếu xác nhận tình trạng hôn nhân trước đây.")
    assert site.dossier(number, COUNTER)["clock"]["paused"]
    phone = cast.citizen(touch=True)
    phone.track(number, code)
    form = phone.page.locator(f'main form[action="/tra-cuu/{number}/supplement"]')
    for box in form.locator('input[name="papers"]').all():
        phone.tick(box, "checkbox")
    phone.send(form.get_by_role("button", name="Gửi bổ sung").last)
    phone.quiet()
    officer.act(number, "supplement")
    dossier = site.dossier(number, COUNTER)
    assert dossier["clock"]["due"] >= first["due"] and not dossier["clock"]["paused"]
    assert any("tính lại" in line["vi"] or "lại từ đầu" in line["vi"] for line in dossier["clock"]["lines"]), dossier["clock"]
    cast.walk(number)
    assert state(site, number) == "returned"


# MARK: 3


@BOTH
def test_online_business_household_refused_with_reasons_and_filed_again(cast, site, script):
    citizen = cast.citizen()
    number, code = citizen.file_online("1.001612")
    assert "kiểm tra và trả lời" in citizen.track(number, code)
    reason = "Địa chỉ trụ sở là căn hộ chung cư để ở, không được dùng để kinh doanh."
    cast[COUNTER].act(number, "refuse", ground="noLegalGround", reason=reason)
    assert site.dossier(number, COUNTER)["status"]["national"] == 3
    slip = cast[COUNTER]
    slip.go(f"/ho-so/{number}/phieu-tu-choi")
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN" in slip.text() and reason in slip.text()

    assert "Không được tiếp nhận" in citizen.track(number, code)
    seen = citizen.why(number)
    assert reason in seen and "Không đủ căn cứ pháp luật" in seen, seen
    again, code = citizen.file_online("1.001612", form={"headOffice": "15 Hậu Giang, Phường Bình Tiên"})
    assert again != number
    cast[COUNTER].act(again, "accept")
    cast.walk(again)
    assert state(site, again) == "returned"
    assert "Đã trả kết quả" in citizen.track(again, code)


# MARK: 4


@BOTH
def test_land_dossier_to_the_registry_and_back_with_payment(cast, site, script):
    clerk, registry = cast[COUNTER], cast[f"officer@{REGISTRY}"]
    number, code = clerk.take_in("1.013831")
    citizen = cast.citizen()
    clerk.act(number, "hand-over", unit=REGISTRY)
    here = site.dossier(number, COUNTER)
    assert here["custody"]["inTransitTo"] == REGISTRY and here["custody"]["unit"] == HERE
    # In transit: a dashed train on the rail, for staff and for the citizen.
    clerk.find(number)
    assert clerk.page.locator("ol.rail li.train[aria-current=step]").count() == 1
    assert "đăng ký đất đai" in clerk.page.locator("#ds-head").inner_text().lower()
    seen = citizen.track(number, code)
    assert citizen.page.locator("ol.rail li.train").count() == 1 and "đất đai" in seen.lower()
    assert clerk.form(number, "complete-step").count() == 0, "what is in transit is nobody's to work on"

    registry.act(number, "take-over")
    assert site.dossier(number, f"officer@{REGISTRY}")["custody"]["unit"] == REGISTRY
    clerk.find(number)
    assert clerk.page.locator("ol.rail li.train").count() == 0
    assert clerk.page.locator('main section form[action$="/complete-step"]').count() == 0
    paying = lambda dossier: any(step["kind"] == "pay" and step["state"] == "current" for step in dossier["steps"])
    cast.walk(number, REGISTRY, until=lambda d: paying(d) and d["custody"]["unit"] == REGISTRY)
    registry.act(number, "request-payment", amount="1250000", note="Lệ phí trước bạ, thuế thu nhập cá nhân.")
    waiting = site.dossier(number, f"officer@{REGISTRY}")
    assert waiting["status"]["national"] == 6 and waiting["clock"]["paused"]
    seen = citizen.track(number, code)
    assert "1.250.000" in seen or "1250000" in seen, seen
    registry.act(number, "confirm-payment")
    paid = site.dossier(number, f"officer@{REGISTRY}")
    assert paid["payment"]["outstanding"] == 0 and not paid["clock"]["paused"] and paid["payment"]["paid"] == 1_250_000
    taken = cast.walk(number, REGISTRY)
    dossier = site.dossier(number, COUNTER)
    assert dossier["status"]["state"] == "returned" and dossier["custody"]["unit"] == HERE, taken
    units = [line["unit"] for line in dossier["history"] if line["kind"] == "TakenOver"]
    assert units[0] == REGISTRY and units[-1] == HERE
    assert "Đã trả kết quả" in citizen.track(number, code)


# MARK: 5


@BOTH
def test_building_permit_late_with_apology(cast, site, script):
    clerk, leader = cast[COUNTER], cast[LEADER]
    number, code = clerk.take_in("1.013225", receivedAt=a_day(9))
    before = site.dossier(number, COUNTER)
    assert before["recordedLate"] and before["clock"]["due"] > f"{datetime.date.today()}"
    reason = "Cơ quan phòng cháy chữa cháy chưa trả lời ý kiến."
    leader.act(number, "reschedule", ground="coordination", reason=reason)
    after = site.dossier(number, COUNTER)
    assert after["clock"]["originalDue"] == before["clock"]["due"] < after["clock"]["due"] and after["rescheduled"] == 1
    citizen = cast.citizen()
    seen = citizen.track(number, code)
    new, old = (datetime.datetime.fromisoformat(clock["clock"]["due"]) for clock in (after, before))
    for words in (f"{new.day}/{new.month}/", f"{old.day}/{old.month}/"):
        assert words in seen, (words, seen)
    seen = citizen.why(number)
    assert "Xin lỗi và hẹn lại" in seen and "Phối hợp" in seen and reason in seen, seen
    leader.find(number)
    assert leader.form(number, "reschedule").count() == 0, "once only"
    assert clerk.form(number, "reschedule").count() == 0

    # One that is over its time already: apologised for too late, finished after the first date, counted late.
    late, code = clerk.take_in("1.013225", receivedAt=a_day(40))
    leader.to("/lanh-dao")
    leader.send(leader.page.locator('main a[href*="what=tre"]').first)
    assert late in leader.text() and number not in leader.text()
    leader.act(late, "reschedule", ground="staff", reason="Cán bộ thụ lý nghỉ ốm dài ngày.")
    rescheduled = site.dossier(late, COUNTER)
    assert rescheduled["clock"]["originalDue"] < rescheduled["clock"]["due"]
    assert any("Quá hạn vẫn tính theo" in line["vi"] for line in rescheduled["clock"]["lines"])
    cast.walk(late)
    done = site.dossier(late, COUNTER)
    assert done["status"]["state"] == "returned" and done["clock"]["originalDue"] == rescheduled["clock"]["originalDue"]
    assert done["resolved"] > done["clock"]["originalDue"] and done["resolved"] < done["clock"]["due"]
    citizen.track(late, code)
    assert "Cán bộ thụ lý nghỉ ốm dài ngày." in citizen.why(late)
    cast.walk(number)
    assert state(site, number) == "returned"


# MARK: 6


@BOTH
def test_withdrawal_by_the_citizen_and_one_declined_after_a_decision(cast, site, script):
    citizen, clerk = cast.citizen(), cast[COUNTER]

    def ask(number, code, note):
        citizen.track(number, code)
        form = citizen.page.locator(f'main form[action="/tra-cuu/{number}/withdraw"]')
        citizen.put("note", note, form)
        citizen.send(form.get_by_role("button").last)
        citizen.quiet()
        assert "Đã ghi nhận đề nghị rút" in citizen.text()
        # Asked once is enough.
        citizen.track(number, code)
        assert form.count() == 0

    number, code = citizen.file_online("1.004873")
    ask(number, code, "Tôi không cần nữa.")
    assert state(site, number) == "submitted", "a wish is not yet a withdrawal"
    clerk.find(number)
    assert "Tôi không cần nữa." in clerk.text()
    clerk.act(number, "withdraw")
    assert site.dossier(number, COUNTER)["status"]["national"] == 7
    assert "rút hồ sơ" in citizen.track(number, code).lower()

    number, code = clerk.take_in("1.004873")
    signing = lambda d: any(step["kind"] == "decide" and step["state"] == "current" for step in d["steps"])
    cast.walk(number, until=signing)
    ask(number, code, "Tôi đổi ý.")
    # The leader signs what lies there, before the centre has read the wish.
    cast[LEADER].act(number, "decide", outcome="approve")
    clerk.find(number)
    assert clerk.form(number, "withdraw").count() == 0, "after a decision nothing is withdrawn"
    reason = "Giấy xác nhận đã được ký trước khi nhận được đề nghị."
    clerk.act(number, "decline", reason=reason)
    dossier = site.dossier(number, COUNTER)
    assert not dossier["requests"] and "RequestDeclined" in kinds(dossier)
    citizen.track(number, code)
    assert citizen.page.locator(f'main form[action="/tra-cuu/{number}/withdraw"]').count() == 0
    assert reason in citizen.why(number)
    cast.walk(number)
    assert state(site, number) == "returned"


# MARK: 7


@BOTH
def test_non_territorial_intake_decided_elsewhere_and_returned_here(cast, site, script):
    other = "26732"
    clerk = cast[COUNTER]
    name = site.call("GET", f"/api/v1/units/{other}")[1]["name"]
    number, code = clerk.take_in("1.001193", competentAgency=f"{name} · {other}")
    assert number.startswith("H29.267.32-") and len(number.rsplit("-", 1)[1]) == 9, number
    clerk.act(number, "hand-over", unit=f"{name} · {other}")
    citizen = cast.citizen()
    assert name in citizen.track(number, code)
    cast[f"counter@{other}"].act(number, "take-over")
    signed = lambda d: d["status"]["state"] == "ready"
    cast.walk(number, other, until=signed)
    assert site.dossier(number, f"leader@{other}")["custody"]["unit"] == other
    cast[f"counter@{other}"].act(number, "hand-over", purpose="return")
    clerk.act(number, "take-over")
    clerk.act(number, "return-result")
    dossier = site.dossier(number, COUNTER)
    assert (dossier["receivingUnit"], dossier["competentAgency"], dossier["pickUpUnit"]) == (HERE, other, HERE)
    assert dossier["status"]["state"] == "returned" and dossier["custody"]["unit"] == HERE
    decided = next(line for line in dossier["history"] if line["kind"] == "DossierDecided")
    assert decided["unit"] == other and kinds(dossier).count("TakenOver") == 2
    assert "Đã trả kết quả" in citizen.track(number, code)


# MARK: 8


@BOTH
def test_linked_birth_residence_and_insurance(cast, site, script):
    clerk = cast[COUNTER]
    number, code = clerk.take_in("2.002621")
    linked = site.dossier(number, COUNTER)["linked"]
    assert {part["unit"] for part in linked} == {f"ca-{HERE}", "bhxh"}
    clerk.find(number)
    for part in linked:
        assert clerk.page.locator(f'main a[href="/ho-so/{part["number"]}"]').count() == 1
    ready = lambda d: d["status"]["state"] == "ready"
    cast.walk(number, until=ready)
    clerk.find(number)
    partial = clerk.form(number, "return-result").locator('[name="partial"]')
    assert partial.count(), "what is not ready yet is asked about"
    for part in linked:
        police = cast[f"officer@{part['unit']}"]
        police.find(part["number"])
        assert number in police.text(), "a part names its parent"
        cast.walk(part["number"], part["unit"])
        assert state(site, part["number"], part["unit"]) == "returned"
    parts = {part["unit"]: part["state"] for part in site.dossier(number, COUNTER)["linked"]}
    assert set(parts.values()) == {"returned"}, parts
    clerk.find(number)
    assert clerk.form(number, "return-result").locator('[name="partial"]').count() == 0
    clerk.act(number, "return-result")
    assert state(site, number) == "returned"
    assert "Đã trả kết quả" in cast.citizen().track(number, code)


# MARK: 9


@BOTH
def test_bulk_signing_by_delegation(cast, site, script):
    numbers = [site.receive("2.000815", accept=True) for _ in range(12)]
    status, answer = site.call(
        "POST", "/api/v1/dossiers/batch/complete-step", {"numbers": numbers}, site.token(OFFICER))
    assert status == 200 and all(line["done"] for line in answer["items"]), answer

    leader, delegate = cast[LEADER], cast[OFFICER]
    delegate.find(numbers[0])
    assert delegate.form(numbers[0], "decide").count() == 0
    # Two clicks: the person, the period.
    leader.to("/lanh-dao")
    form = leader.page.locator('main form[action="/lanh-dao/uy-quyen"]')
    leader.put("user", OFFICER, form)
    leader.send(form.get_by_role("button", name="Ủy quyền đến hết tuần này"))
    leader.quiet()
    assert "Đã ủy quyền" in leader.text()

    delegate.to("/ho-so")
    delegate.send(delegate.page.locator('main a[href^="/ho-so/ky"]').first)
    assert "Bạn ký thay" in delegate.text()
    if script:
        delegate.page.locator("#signing thead input[type=checkbox]").check(force=True)
    else:
        for number in numbers:
            delegate.put("numbers", number)
    delegate.send(delegate.page.locator("#signing").get_by_role("button").first)
    assert str(len(numbers)) in delegate.page.locator("h1").inner_text(), delegate.text()[:600]
    for number in numbers:
        dossier = site.dossier(number, COUNTER)
        assert dossier["status"]["state"] == "decided"
        signed = next(line for line in dossier["history"] if line["kind"] == "DossierDecided")
        assert signed["actor"].startswith("officer") or signed["actor"], signed
        assert LEADER in signed["text"], signed
    cast[COUNTER].find(numbers[0])
    assert "Ký thay" in cast[COUNTER].text()

    # One was a mistake and is taken back, with a reason.
    delegate.to("/ho-so")
    delegate.go("/ho-so/ky")
    form = delegate.page.locator('main form:has(input[name="action"][value="take-back"])')
    delegate.put("numbers", numbers[3], form)
    delegate.put("reason", "Ký nhầm: sai số trang.", form)
    delegate.send(form.get_by_role("button").last)
    assert [state(site, number) for number in numbers[2:5]] == ["decided", "processing", "decided"]
    dossier = site.dossier(numbers[3], COUNTER)
    assert kinds(dossier)[-2:] == ["DossierDecided", "DossierReopened"]
    assert dossier["history"][-1]["text"] == "Ký nhầm: sai số trang."

    # The leader is back earlier than thought.
    leader.to("/lanh-dao")
    mine = leader.page.locator(f'#uy-quyen form:has(input[value="{OFFICER}"])')
    leader.send(mine.get_by_role("button", name="Kết thúc ngay"))
    delegate.find(numbers[3])
    assert delegate.form(numbers[3], "decide").count() == 0
    for number in numbers:
        site.follow(number)


# MARK: 10


@BOTH
def test_from_the_queue_to_the_rating(cast, site, script):
    clerk, hall, citizen = cast[COUNTER], cast.citizen(touch=True), cast.citizen(touch=True)
    desk = "5" if script else "4"
    clerk.to("/goi-so")
    clerk.put("quay", desk)
    clerk.send(clerk.page.locator("#g-open"))
    clerk.quiet()

    # The machine in the hall.
    hall.go(f"/lay-so?unit={HERE}&kiosk=1")
    hall.put("priority", "elderly")
    hall.send(hall.page.locator("button.choice", has_text="Hộ tịch"))
    ticket = re.search(r"[A-F]\d{3}", hall.page.locator("h1").inner_text()).group()

    clerk.to("/goi-so")
    clerk.send(clerk.page.locator("#g-call"))
    assert f"đang gọi {ticket}" in clerk.page.locator("h1").inner_text()
    hall.go(f"/lay-so/bang?unit={HERE}")
    assert ticket in hall.text() and f"quầy {desk}" in hall.text()
    clerk.send(clerk.page.locator("#g-serve"))
    assert f"đang phục vụ {ticket}" in clerk.page.locator("h1").inner_text()
    clerk.send(clerk.page.get_by_role("link", name="Tiếp nhận hồ sơ cho số này"))
    assert ticket in clerk.page.locator("h1").inner_text()
    clerk.scan()
    assert ticket in clerk.page.locator("h1").inner_text(), "the ticket stays with the form"
    number, code = clerk.take_in_scanned("1.004873")
    clerk.to("/goi-so")
    assert number in clerk.text(), "the ticket shows its dossier"
    clerk.send(clerk.page.locator("#g-done"))
    cast.walk(number)
    assert state(site, number) == "returned"

    citizen.track(number, code)
    form = citizen.page.locator(f'main form[action="/tra-cuu/{number}/rating"]')
    for factor, score in (("access", 5), ("procedure", 4), ("staff", 5), ("result", 5), ("feedback", 3)):
        citizen.put(f"scores.{factor}", str(score), form)
    citizen.put("comment", "Cô tiếp nhận hướng dẫn rất kỹ.", form)
    citizen.send(form.get_by_role("button").last)
    citizen.quiet()
    assert "Cảm ơn" in citizen.text()
    assert site.dossier(number, COUNTER)["rating"]["scores"] == {
        "access": 5, "procedure": 4, "staff": 5, "result": 5, "feedback": 3}
    citizen.track(number, code)
    assert form.count() == 0, "rated once"
    if clerk.page.locator("main").count():
        clerk.to("/goi-so")
        close = clerk.page.locator('main button[name="do"][value="close"]').first
        clerk.unfold(close)
        clerk.send(close)
