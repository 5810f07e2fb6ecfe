"""Inbox, signing and dossier as staff use them: live, by keyboard, many at once, and with a colleague on the same dossier."""

import json

import pytest

COUNTER, OFFICER, LEADER = "counter@27373", "officer@27373", "leader@27373"


def copies_to_sign(site, count):
    """Numbers of certified copies that wait for the leader's signature."""
    numbers = []
    filing = site.filing(site.procedure("2.000815"), accept=True)
    for _ in range(count):
        status, receipt = site.call("POST", "/api/v1/dossiers", filing, site.token(COUNTER))
        assert status == 201, receipt
        numbers.append(receipt["number"])
    body = {"numbers": numbers}
    status, answer = site.call("POST", "/api/v1/dossiers/batch/complete-step", body, site.token(OFFICER))
    assert status == 200 and all(line["done"] for line in answer["items"]), answer
    return numbers


def states(site, numbers):
    return {site.dossier(number, LEADER)["status"]["state"] for number in numbers}


def test_a_leader_signs_a_hundred_and_thirty_copies_by_keyboard_and_takes_some_back(people, site):
    numbers = copies_to_sign(site, 130)
    leader = people(LEADER, script=True)
    leader.go("/ho-so")
    leader.page.keyboard.press("a")
    leader.page.wait_for_url("**/ho-so/ky?*")
    assert "130 hồ sơ chờ bạn ký" in leader.page.locator("h1").inner_text()
    # The reading pane follows the row one is at.
    leader.page.keyboard.press("j")
    leader.page.keyboard.press("j")
    leader.page.locator("#xem article").wait_for()
    at = leader.page.locator("tr.at").get_attribute("data-row")
    leader.page.wait_for_function(f"document.querySelector('#xem').innerText.includes('{at}')")
    leader.page.locator("thead input[type=checkbox]").focus()
    leader.page.keyboard.press("Space")
    assert "130" in leader.page.locator("button[data-count]").inner_text()
    leader.page.keyboard.press("a")
    leader.page.wait_for_url("**/ho-so")
    assert "130" in leader.page.locator("h1").inner_text()
    assert states(site, numbers) == {"decided"}

    # Two were a mistake: taken back, with a reason, and both acts are on record.
    leader.go("/ho-so/ky")
    assert "Bạn đã ký hôm nay" in leader.text()
    leader.page.locator("summary", has_text="Thu hồi chữ ký").click()
    for number in numbers[:2]:
        leader.page.locator(f'.picks input[value="{number}"]').check()
    leader.page.locator('[name="reason"]').fill("Ký nhầm, sai số trang.")
    leader.press("Thu hồi chữ ký")
    assert states(site, numbers[:2]) == {"processing"} and states(site, numbers[2:4]) == {"decided"}
    history = site.dossier(numbers[0], LEADER)["history"]
    assert [h["kind"] for h in history][-2:] == ["DossierDecided", "DossierReopened"]


def test_a_signature_cannot_be_taken_back_once_the_result_is_returned(site):
    (number,) = copies_to_sign(site, 1)
    site.follow(number)
    status, answer = site.act(number, "reopen", {"reason": "Ký nhầm"}, LEADER)
    assert status == 409 and answer["title"].startswith("not-now"), answer


def test_signing_twice_by_a_double_click_signs_once(site, people):
    (number,) = copies_to_sign(site, 1)
    leader = people(LEADER)
    leader.go("/ho-so/ky")
    form = leader.page.locator("form#signing")
    form.locator(f'input[value="{number}"]').check()
    values = {
        name: form.locator(f'input[type=hidden][name="{name}"]').input_value()
        for name in ("csrf", "unit", "action", "key")
    }
    for _ in range(2):
        answer = leader.context.request.post(leader.base + "/ho-so", form={**values, "numbers": number})
        assert answer.status == 200 and "Đã làm xong 1" in answer.text()
    kinds = [h["kind"] for h in site.dossier(number, LEADER)["history"]]
    assert kinds.count("DossierDecided") == 1


def test_the_inbox_is_narrowed_by_procedure_step_and_person_without_a_script(people, site):
    (copy,) = copies_to_sign(site, 1)
    birth = site.receive("1.001193")
    site.act(birth, "assign", {"user": OFFICER}, OFFICER)
    leader = people(LEADER)
    for query, here, gone in (
        ("procedure=1.001193", birth, copy), ("step=sign", copy, birth), (f"holder={OFFICER}", birth, copy),
        ("field=ho-tich", birth, copy), ("state=processing", copy, birth),
    ):
        leader.go(f"/ho-so?unit=27373&{query}")
        shown = leader.page.content()
        assert f'data-row="{here}"' in shown, query
        assert f'data-row="{gone}"' not in shown, query
    leader.go("/ho-so?unit=27373&procedure=khong-co")
    assert "Không có hồ sơ nào khớp" in leader.text()
    # And the API says the same.
    status, page = site.call("GET", "/api/v1/inbox?unit=27373&step=sign&limit=500", token=site.token(LEADER))
    assert status == 200 and copy in {i["number"] for i in page["items"]} and birth not in {i["number"] for i in page["items"]}


def test_a_change_by_one_is_on_the_others_screen_within_a_second(people, site):
    number = site.receive("1.001193")
    watcher = people(OFFICER, script=True)
    watcher.go("/ho-so")
    row = watcher.page.locator(f'tr[data-row="{number}"]')
    row.wait_for()
    watcher.page.wait_for_timeout(500)
    new = site.receive("1.001193")
    watcher.page.locator(f'tr[data-row="{new}"]').wait_for(timeout=2_000, state="attached")
    site.act(number, "refuse", {"ground": "notCompetent", "reason": "Không thuộc thẩm quyền."}, COUNTER)
    row.wait_for(timeout=2_000, state="detached")


def test_ticks_and_the_row_one_is_at_survive_a_change(people, site):
    mine, other = site.receive("1.001193"), site.receive("1.001193")
    officer = people(OFFICER, script=True)
    officer.go("/ho-so")
    officer.page.locator(f'input[value="{mine}"]').check()
    officer.page.locator(f'tr[data-row="{mine}"] a').first.focus()
    new = site.receive("1.001193")
    officer.page.locator(f'tr[data-row="{new}"]').wait_for(timeout=3_000, state="attached")
    assert officer.page.locator(f'input[value="{mine}"]').is_checked()
    assert not officer.page.locator(f'input[value="{other}"]').is_checked()
    assert officer.page.evaluate("document.activeElement.closest('tr')?.dataset.row") == mine


def test_two_people_on_one_dossier_see_each_other(people, site):
    number = site.receive("1.001193")
    one = people(COUNTER, script=True)
    one.go(f"/ho-so/{number}")
    two = people(OFFICER, script=True)
    two.go(f"/ho-so/{number}")
    name = site.call("GET", "/api/v1/session", token=site.token(OFFICER))[1]["name"]
    one.page.locator("#ds-here", has_text=name).wait_for(timeout=4_000)
    two.page.goto("about:blank")
    one.page.locator("#ds-here", has_text=name).wait_for(timeout=20_000, state="detached")


def test_a_stale_action_says_what_changed_meanwhile_and_keeps_what_was_typed(people, site):
    number = site.receive("1.001193")
    counter = people(COUNTER)
    counter.go(f"/ho-so/{number}")
    form = counter.page.locator('form[action$="/refuse"]')
    counter.page.locator("#do-refuse summary").click()
    form.locator('[name="reason"]').fill("Đã viết một lý do dài.")
    site.act(number, "add-note", {"topic": "call", "note": "Đã gọi điện, hẹn mai."}, OFFICER)
    counter.send(form.get_by_role("button"))
    text = counter.text()
    assert "Hồ sơ đã thay đổi" in text and "Trong lúc bạn đang xem" in text and "hẹn mai" in text
    form = counter.page.locator('form[action$="/refuse"]')
    assert form.locator('[name="reason"]').input_value() == "Đã viết một lý do dài."
    counter.send(form.get_by_role("button"))
    assert site.dossier(number, COUNTER)["status"]["state"] == "refused"


def test_what_is_being_typed_is_not_swept_away_by_a_change(people, site):
    number = site.receive("1.001193")
    counter = people(COUNTER, script=True)
    counter.go(f"/ho-so/{number}")
    counter.page.locator("#do-refuse summary").click()
    reason = counter.page.locator('form[action$="/refuse"] [name="reason"]')
    reason.fill("Chưa viết xong")
    site.act(number, "add-note", {"topic": "call", "note": "Ghi chú của người khác."}, OFFICER)
    counter.page.locator("#ds-what", has_text="Ghi chú của người khác.").wait_for(timeout=4_000)
    assert reason.input_value() == "Chưa viết xong"
    assert counter.page.locator("[data-stale]").is_visible()


def test_notes_are_for_colleagues_only(people, site):
    status, receipt = site.call(
        "POST", "/api/v1/dossiers", site.filing(site.procedure("1.001193")), site.token(COUNTER))
    number, code = receipt["number"], receipt["trackingCode"]
    officer = people(OFFICER)
    officer.go(f"/ho-so/{number}")
    officer.page.locator("#do-add-note summary").click()
    form = officer.page.locator('form[action$="/add-note"]')
    form.locator('[name="note"]').fill("Người nộp <b>khó nghe</b>, nói chậm.")
    officer.send(form.get_by_role("button"))
    assert "nói chậm" in officer.text()
    for path in (f"/tra-cuu/{number}?code={code}", f"/api/v1/track/{number}?code={code}"):
        status, _, body = site.exchange("GET", path)
        assert status == 200 and "nói chậm" not in body.decode(), path


def test_from_one_dossier_to_the_next_by_one_key(people, site):
    for _ in range(3):
        site.receive("1.001193")
    officer = people(OFFICER, script=True)
    status, page = site.call("GET", "/api/v1/inbox?unit=27373&limit=3", token=site.token(OFFICER))
    first, second = page["items"][0]["number"], page["items"][1]["number"]
    officer.go(f"/ho-so/{first}")
    with officer.page.expect_navigation():
        officer.page.keyboard.press("j")
    assert second in officer.page.url
    with officer.page.expect_navigation():
        officer.page.keyboard.press("k")
    assert first in officer.page.url
    with officer.page.expect_navigation():
        officer.page.keyboard.press("u")
    assert officer.page.url.endswith("/ho-so")
    officer.page.keyboard.press("?")
    assert officer.page.locator("#keys").is_visible()
    assert "Tìm kiếm" in officer.page.locator("#keys").inner_text()


def test_the_stream_tells_only_what_one_may_hear(site):
    status, _, body = site.exchange("GET", "/song?topic=unit:27373")
    assert status == 403 and json.loads(body)["title"] == "no-topic" if b"{" in body[:1] else status == 403
    status, _, _ = site.exchange("GET", "/song?topic=unit:26732", token=site.token(COUNTER))
    assert status == 403


@pytest.mark.parametrize("path", ["/ho-so", "/ho-so/ky"])
def test_an_inbox_is_light(site, path):
    copies_to_sign(site, 50)
    token = site.token(LEADER)
    weigh = lambda one: len(site.exchange("GET", one, token=token)[2])
    page = site.exchange("GET", path, token=token)[2].decode()
    files = [part.split('"')[0] for part in page.split('/static/')[1:]]
    weight = weigh(path) + sum(weigh(f"/static/{name}") for name in files)
    print(f"\n{path}: {weight} bytes with {files}")


def test_an_act_on_nothing_stays_on_the_list_and_says_so(people, site):
    copies_to_sign(site, 2)
    leader = people(LEADER)
    for path, act in (("/ho-so/ky", "button[data-count]"), ("/ho-so", ".batch button")):
        leader.go(path)
        rows = leader.page.locator("tr[data-row]").count()
        leader.send(leader.page.locator(act))
        assert "Chưa chọn hồ sơ nào" in leader.page.locator('main [role="alert"]').inner_text()
        assert leader.page.locator("tr[data-row]").count() == rows
