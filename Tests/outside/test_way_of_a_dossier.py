"""Every procedure from receipt to returned result, and every branch, by following what the API offers."""

import datetime


def test_every_procedure_reaches_its_end_by_following_next(server):
    codes = server.procedures()
    assert len(codes) >= 90
    ends = {}
    for code in codes:
        _, dossier = server.follow(server.receive(code))
        ends[code] = dossier["status"]["state"]
    assert set(ends.values()) == {"returned"}, {c: s for c, s in ends.items() if s != "returned"}


def test_certified_copy_is_accepted_priced_and_due_in_one_command(server):
    procedure = server.procedure("2.000815")
    filing = server.filing(procedure, accept=True, form={"pages": 5, "copies": 2})
    filing["form"] = {**{f["name"]: f["suggested"] for f in procedure["form"]}, "pages": 5, "copies": 2}
    status, answer = server.call("POST", "/api/v1/dossiers", filing, server.token("counter@27373"))
    assert status == 201
    assert answer["status"]["national"] == 2 and answer["due"]
    dossier = server.dossier(answer["number"], "counter@27373")
    # 2,000 đ for two pages, 1,000 đ for three more, two copies (Circular 226/2016/TT-BTC).
    assert dossier["payment"]["due"] == 2 * (2 * 2000 + 3 * 1000)
    assert dossier["clock"]["lines"]


def test_online_filing_needs_no_login_and_has_an_acceptance_clock(server):
    filing = server.filing(server.procedure("1.001193"), channel="online")
    status, answer = server.call("POST", "/api/v1/dossiers", filing)
    assert status == 201 and answer["status"]["national"] == 1 and answer["acceptBy"] and answer["trackingCode"]
    number, code = answer["number"], answer["trackingCode"]
    status, track = server.call("GET", f"/api/v1/track/{number}?code={code}")
    assert status == 200 and "Ửng" not in str(track) and "079190000123" not in str(track)
    assert server.call("GET", f"/api/v1/track/{number}?code=WRONG234")[0] == 404
    _, dossier = server.follow(number)
    assert dossier["status"]["state"] == "returned"
    scores = {"scores": {"access": 5, "procedure": 4, "staff": 5, "result": 5, "feedback": 3}, "comment": "Nhanh"}
    assert server.call("POST", f"/api/v1/track/{number}/rating?code={code}", scores)[0] == 200
    assert server.call("POST", f"/api/v1/track/{number}/rating?code={code}", scores)[0] == 409


def step(server, number, action, body, unit="27373"):
    """Does one named action with whoever may; suggested values fill what `body` leaves out."""
    for user, offered in server.offers(number, unit):
        if offered["action"] == action:
            full = {f["name"]: f["suggested"] for f in offered["fields"] if f["required"] and "suggested" in f}
            status, answer = server.act(number, action, {**full, **body}, user)
            assert status == 200, (action, answer)
            return answer
    raise AssertionError(f"{action} is not offered for {number}")


def test_refuse(server):
    answer = step(server, server.receive("1.001193"), "refuse", {"reason": "Không thuộc thẩm quyền."})
    assert answer["status"]["national"] == 3


def test_supplement_restarts_the_clock_and_is_asked_once(server):
    number = server.receive("1.004873", accept=True)
    first = server.dossier(number, "counter@27373")
    answer = step(server, number, "request-supplement", {"reason": "Thiếu giấy tờ"})
    assert answer["status"]["national"] == 5
    assert server.dossier(number, "counter@27373")["clock"]["paused"]
    answer = step(server, number, "supplement", {})
    assert answer["status"]["national"] in (2, 4) and answer["due"]
    offered = {a["action"]: a for _, a in server.offers(number, "27373")}
    assert any(f["name"] == "legalGround" and f["required"] for f in offered["request-supplement"]["fields"])
    assert first["clock"]["due"]


def test_applicant_files_the_supplement_and_the_custodian_takes_it_up(server):
    filing = server.filing(server.procedure("1.001193"), channel="online")
    _, receipt = server.call("POST", "/api/v1/dossiers", filing)
    number, code = receipt["number"], receipt["trackingCode"]
    step(server, number, "request-supplement", {"reason": "Bản chụp mờ"})
    _, track = server.call("GET", f"/api/v1/track/{number}?code={code}")
    asked = next(f for a in track["actions"] if a["action"] == "supplement" for f in a["fields"] if f["name"] == "papers")
    assert track["missing"]
    assert server.call("POST", f"/api/v1/track/{number}/supplement?code={code}", {"papers": asked["suggested"]})[0] == 200
    _, dossier = server.follow(number)
    assert dossier["status"]["state"] == "returned"


def test_opinion_of_another_unit(server):
    number = server.receive("1.004873", accept=True)
    step(server, number, "request-opinion", {"unit": "so-tu-phap", "note": "Đề nghị xác minh"})
    assert server.dossier(number, "counter@27373")["clock"]["paused"]
    step(server, number, "give-opinion", {"position": "verified"}, unit="so-tu-phap")
    after = server.dossier(number, "counter@27373")
    assert after["opinions"][0]["position"] == "verified" and not after["clock"]["paused"]
    assert server.follow(number)[1]["status"]["state"] == "returned"


def test_payment_stops_the_clock(server):
    number = server.receive("1.013978", accept=True)
    taken, dossier = server.follow(number)
    assert "request-payment" in taken and "confirm-payment" in taken and dossier["status"]["state"] == "returned"


def test_hand_over_decline_recall_and_take_over(server):
    number = server.receive("1.013831", accept=True)
    step(server, number, "hand-over", {"unit": "vpdk-dat-dai"})
    assert server.dossier(number, "counter@27373")["custody"]["inTransitTo"] == "vpdk-dat-dai"
    step(server, number, "recall", {"note": "Gửi nhầm"})
    step(server, number, "decline", {"reason": "Trả theo đề nghị thu hồi"}, unit="vpdk-dat-dai")
    assert server.dossier(number, "counter@27373")["custody"].get("inTransitTo") is None
    step(server, number, "hand-over", {"unit": "vpdk-dat-dai"})
    step(server, number, "take-over", {}, unit="vpdk-dat-dai")
    assert server.dossier(number, "officer@vpdk-dat-dai")["custody"]["unit"] == "vpdk-dat-dai"
    assert server.follow(number, "vpdk-dat-dai")[1]["status"]["state"] == "returned"


def test_reschedule_once_and_original_due_stays(server):
    number = server.receive("1.004873", accept=True)
    before = server.dossier(number, "counter@27373")["clock"]
    step(server, number, "reschedule", {})
    after = server.dossier(number, "counter@27373")
    assert after["clock"]["originalDue"] == before["originalDue"] and after["clock"]["due"] > before["due"]
    assert all(a["action"] != "reschedule" for _, a in server.offers(number, "27373"))
    assert server.act(number, "reschedule", {"due": "2099-01-01T08:00:00+07:00", "reason": "x"}, "leader@27373")[0] == 409


def to_decision(server, number):
    for _ in range(20):
        offered = list(server.offers(number, "27373"))
        if any(a["action"] == "decide" for _, a in offered):
            return
        user, action = next((u, a) for u, a in offered if a["next"])
        server.act(number, action["action"], {f["name"]: f["suggested"] for f in action["fields"] if "suggested" in f}, user)


def test_reject_on_the_merits(server):
    number = server.receive("1.001193", accept=True)
    to_decision(server, number)
    assert server.act(number, "decide", {"outcome": "reject"}, "leader@27373")[0] == 422
    answer = step(server, number, "decide", {"outcome": "reject", "reason": "Không đủ điều kiện"})
    assert answer["status"]["national"] == 8
    step(server, number, "return-result", {})
    assert server.dossier(number, "counter@27373")["returned"]


def test_withdraw_only_before_a_decision(server):
    number = server.receive("1.001193", accept=True)
    assert step(server, number, "withdraw", {})["status"]["national"] == 7
    late = server.receive("1.001193", accept=True)
    to_decision(server, late)
    step(server, late, "decide", {"outcome": "approve"})
    assert server.act(late, "withdraw", {}, "counter@27373")[0] == 409


def test_close_suspend_resume_reopen_pass_assign_correct(server):
    closed = server.receive("1.001193", accept=True)
    step(server, closed, "request-supplement", {"reason": "Thiếu"})
    assert step(server, closed, "close", {})["status"]["national"] == 8
    number = server.receive("1.004873", accept=True)
    step(server, number, "suspend", {})
    step(server, number, "resume", {})
    step(server, number, "assign", {"user": "officer@27373"})
    step(server, number, "pass", {"user": "leader@27373"})
    step(server, number, "take-over", {})
    assert server.dossier(number, "counter@27373")["holder"]["user"] == "leader@27373"
    step(server, number, "correct", {"name": "Nguyễn Thị Ứng", "reason": "Sai dấu"})
    assert server.dossier(number, "counter@27373")["applicant"]["name"] == "Nguyễn Thị Ứng"
    step(server, number, "assign", {"user": "officer@27373"})
    to_decision(server, number)
    step(server, number, "decide", {"outcome": "approve"})
    step(server, number, "reopen", {})
    assert server.follow(number)[1]["status"]["state"] == "returned"


def test_linked_procedure_opens_children_at_their_bodies(server):
    number = server.receive("2.002621", accept=True)
    linked = server.dossier(number, "counter@27373")["linked"]
    assert {l["unit"] for l in linked} == {"ca-27373", "bhxh"}
    child = next(l for l in linked if l["unit"] == "ca-27373")
    _, dossier = server.follow(child["number"], "ca-27373")
    assert dossier["status"]["state"] == "returned" and dossier["parent"] == number
    after = server.dossier(number, "counter@27373")["linked"]
    assert next(l for l in after if l["number"] == child["number"])["state"] == "returned"
    assert server.follow(number)[1]["status"]["state"] == "returned"


def test_non_territorial_intake_has_a_longer_number_and_four_facts(server):
    number = server.receive("1.001193", unit="26732", competentAgency="27373", accept=True)
    assert number.startswith("H29.273.73-") and len(number.rsplit("-", 1)[1]) == 9
    taken, dossier = server.follow(number, "26732")
    assert (dossier["receivingUnit"], dossier["competentAgency"], dossier["pickUpUnit"]) == ("26732", "27373", "26732")
    assert dossier["status"]["state"] == "returned" and taken.count("take-over") == 2


def test_a_day_on_paper_is_entered_late_with_its_true_times(server):
    day = datetime.date.today() - datetime.timedelta(days=5)
    number = server.receive("1.004873", receivedAt=f"{day}T09:00:00+07:00", accept=True)
    dossier = server.dossier(number, "counter@27373")
    assert f"-{day:%y%m%d}-" in number and dossier["recordedLate"]
    assert dossier["accepted"] == f"{day}T09:00:00+07:00" and dossier["clock"]["due"]
